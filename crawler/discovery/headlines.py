"""Finding an article by its headline among the announced ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from cleaners.normalize import comparison_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.discovery.announced import Announced

# Shorter headlines ("more news") match by chance.
MIN_WORDS = 3
# Share of words that two headlines have in common (Dice): one word of five may differ, and an outlet's own
# name may stand at the end of a feed's title.
TITLE_THRESHOLD = 0.75
# Slugs are cut off, so what counts is how much of the slug the headline holds; a slug of fewer words says
# too little.
SLUG_THRESHOLD = 0.8
MIN_SLUG_WORDS = 4


@dataclass(frozen=True)
class Match:
    """An announced article that a headline fits: how well (0 to 1), by its `title` or its `slug`."""

    announced: Announced
    lead: str
    score: float
    witness: str


def match_headline(leads: Iterable[str], announced: Iterable[Announced]) -> list[Match]:
    """The announced articles that fit one of the headlines, the best first, each address once.

    Words are compared by `comparison_key`. Titles come before slugs, earlier leads before later ones where
    the score is the same.
    """
    wanted = {lead: words for lead in leads if len(words := _words(lead)) >= MIN_WORDS}
    order = list(wanted)
    matches = [max(fits, key=_quality) for one in announced if (fits := list(_fits(one, wanted)))]
    matches.sort(key=lambda match: (order.index(match.lead), match.announced.url))
    matches.sort(key=_quality, reverse=True)
    first: dict[str, Match] = {}
    for match in matches:
        first.setdefault(match.announced.url, match)
    return list(first.values())


def _quality(match: Match) -> tuple[bool, float]:
    return match.witness == "title", match.score


def _fits(announced: Announced, wanted: dict[str, frozenset[str]]) -> Iterator[Match]:
    title, slug = _words(announced.title or ""), _slug_words(announced.url)
    for lead, words in wanted.items():
        by_title = 2 * len(words & title) / (len(words) + len(title))
        if by_title >= TITLE_THRESHOLD:
            yield Match(announced, lead, round(by_title, 3), "title")
        by_slug = len(words & slug) / len(slug) if len(slug) >= MIN_SLUG_WORDS else 0.0
        if by_slug >= SLUG_THRESHOLD:
            yield Match(announced, lead, round(by_slug, 3), "slug")


def _words(text: str) -> frozenset[str]:
    return frozenset(comparison_key(text).split())


def _slug_words(url: str) -> frozenset[str]:
    """The words of the longest path segment, without its numbers and the ending of a file."""
    slug = max(unquote(urlsplit(url).path).split("/"), key=len)
    return frozenset(word for word in _words(re.sub(r"\.\w{2,5}$", "", slug)) if not word.isdecimal())
