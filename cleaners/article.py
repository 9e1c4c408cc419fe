"""An article: what comes out of a page, with the trace of how it did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from cleaners.blocks.block import Block
from cleaners.dates import Stamp, parse_date
from cleaners.text.language import language_of
from cleaners.text.normalize import comparison_key

_KINDS_BY_CERTAINTY = ("related", "inline", "latest", "most_read", "unlabelled")


def article_of(blocks: Sequence[Block], changes: Iterable[Change] = (), fetched_at: datetime | None = None) -> Article:
    """The page's own article, with the others embedded in page order."""
    others: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        others[block.article].append(block)
    own, numbers = others.pop(0, []), sorted(others)
    article = _part(own, fetched_at)
    return replace(
        article,
        source=article.source or _source_of(blocks),
        related=related_of(blocks),
        embedded=[one for number in numbers if (one := _part(others[number], fetched_at)).text],
        changes=tuple(changes),
    )


def _part(mine: Sequence[Block], fetched_at: datetime | None) -> Article:
    """What the blocks of one article of the page tell of it."""
    texts = tuple(block.text for block in mine if block.role == "body")
    text = "\n\n".join(texts)
    stamp = _printed_date(mine, fetched_at)
    return Article(
        title=next((block.text for block in mine if block.role == "title"), None),
        text=text,
        blocks=texts,
        authors=_distinct(block.value for block in mine if block.role == "byline"),
        date_published=stamp.iso if stamp else None,
        date_raw=stamp.raw if stamp else None,
        date_method="visible" if stamp else None,
        source=_source_of(mine),
        keywords=_distinct(word for block in mine if block.role == "keywords" for word in _keywords_of(block)),
        language=language_of(text),
    )


def _keywords_of(block: Block) -> list[str | None]:
    """The keywords of a line: the words of its links, else all that stands after its label as one."""
    return [link.text for link in block.links] or [block.value]


def _source_of(blocks: Iterable[Block]) -> str | None:
    """The first source credited; the page's own article may be credited only after one embedded in it."""
    return next((b.value for b in blocks if (b.role, b.kind) == ("credit", "source")), None)


def _printed_date(blocks: Iterable[Block], fetched_at: datetime | None) -> Stamp | None:
    """The first printed date that is one, those of updates last."""
    stamps = [s for b in blocks if b.role == "date" and (s := parse_date(b.text, fetched_at))]
    return next((s for s in stamps if s.label != "updated"), stamps[0] if stamps else None)


def related_of(blocks: Iterable[Block]) -> list[Related]:
    """The headlines that lead on, in page order, each address or headline once, in its surest list."""
    found: dict[str, Related] = {}
    for block in blocks:
        link = max(block.links, key=lambda link: len(link.text), default=None)
        kind = "related" if block.role == "title" and block.article and link else block.kind
        if kind is None or block.role not in ("related", "title"):
            continue
        related = Related(block.value or block.text, link.url if link else None, kind)
        key = related.url or comparison_key(related.title)
        if key not in found or _KINDS_BY_CERTAINTY.index(related.kind) < _KINDS_BY_CERTAINTY.index(found[key].kind):
            found.pop(key, None)
            found[key] = related
    return list(found.values())


def _distinct(values: Iterable[str | None]) -> list[str]:
    """The values that are there, each once, in order."""
    return list(dict.fromkeys(value for value in values if value))


CLEANER_VERSION = "0.1.0"


@dataclass(frozen=True, slots=True)
class Related:
    """A headline that leads to another article."""

    title: str
    url: str | None
    """Absolute canonical address; None in a flattened text."""
    kind: str
    """`related`, `inline`, `latest`, `most_read` or `unlabelled`."""


@dataclass(frozen=True, slots=True)
class State:
    """The part of a block that a step may change."""

    text: str
    role: str
    kind: str | None = None
    value: str | None = None
    article: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What one step did to one block."""

    step: str
    index: int
    before: State
    after: State


@dataclass(frozen=True, slots=True)
class Article:
    """A clean article. Unknown is None or empty."""

    title: str | None = None
    """Headline without the site's name."""
    text: str = ""
    """The blocks joined by one blank line, in normal form."""
    blocks: tuple[str, ...] = ()
    authors: list[str] = field(default_factory=list)
    """Persons, without desk words, role labels and user names."""
    date_published: str | None = None
    """ISO 8601: a day, or a moment with its zone where the page states one; the outlet's own day."""
    date_modified: str | None = None
    date_raw: str | None = None
    """What was read to get `date_published`, as printed."""
    date_method: str | None = None
    """How it was read, such as `json-ld`, `meta` or `visible`."""
    source: str | None = None
    """Agency or outlet that the page credits."""
    section: str | None = None
    keywords: list[str] = field(default_factory=list)
    language: str | None = None
    """ISO 639-1, decided from the text; None for too little text."""
    related: list[Related] = field(default_factory=list)
    """In page order, each address or headline once."""
    embedded: list[Article] = field(default_factory=list)
    """Other whole articles found in the page; they are not records of their own."""
    changes: tuple[Change, ...] = ()
    """The trace: replayed over the page's blocks it gives the result."""
    reason: str | None = None
    """None, or why this is no article: a cleaning reason of `output/schema.json`."""
    cleaner_version: str = CLEANER_VERSION

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: plain dicts, lists and strings, keys in the order of the fields."""
        return (
            asdict(self)
            | {"blocks": list(self.blocks), "changes": [asdict(c) for c in self.changes]}
            | {"embedded": [article.to_dict() for article in self.embedded]}
        )
