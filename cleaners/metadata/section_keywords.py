"""Section and keywords that an outlet files its article under."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cleaners.metadata.jsonld import text_values
from cleaners.metadata.structured_data import Sources
from cleaners.metadata.titles import Candidate
from cleaners.text.normalize import comparison_key, normalize

_KEYWORDS = ("article:tag", "news_keywords", "keywords")
_BETWEEN_KEYWORDS = re.compile(r"\s*[,،;؛|\n]\s*")
_MAX_KEYWORDS = 40
_SECTION_LETTERS = 60


def section(sources: Sources) -> str | None:
    """The article's section in normal form, or None."""
    named: Iterable[str] = (
        *text_values(sources.article.get("articleSection")),
        *sources.own_head.all("article:section"),
        *text_values(sources.script.get("section")),
        *sources.properties.get("section", [])[:1],
    )
    return next((normalize(name) for name in named if len(name) <= _SECTION_LETTERS), None)


def keywords(sources: Sources, candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """The distinct keywords of the first source that has any; headlines are excluded."""
    headlines = {comparison_key(one.text) for one in candidates}
    fields = (
        text_values(sources.article.get("keywords")),
        *(sources.own_head.metas.get(name, []) for name in _KEYWORDS),
        text_values(sources.script.get("keywords")),
    )
    for values in fields:
        words = [word for value in values for word in _BETWEEN_KEYWORDS.split(normalize(value)) if word]
        found = {comparison_key(word): word for word in reversed(words) if comparison_key(word) not in headlines}
        if found:
            return tuple(reversed(found.values()))[:_MAX_KEYWORDS]
    return ()
