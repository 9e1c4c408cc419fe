"""The article extracted from a page, with the trace of how it came about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from cleaners.blocks.block import Block
from cleaners.blocks.class_names import is_marked
from cleaners.dates import Stamp, parse_dates
from cleaners.text.language import language_of
from cleaners.text.line_shape import is_closed_prose
from cleaners.text.normalize import comparison_key

_QUOTED_TAGS = frozenset({"blockquote", "figure", "figcaption"})
"""Parts of a text with dates of their own: embedded posts and captions."""
_LINES_ABOVE_DATE = 3
"""Most lines of text, such as a kicker and a summary, that stand above the date of publication; one is a paragraph."""
_KINDS_BY_CERTAINTY = ("related", "inline", "latest", "most_read", "unlabelled")


def article_of(blocks: Sequence[Block], changes: Iterable[Change] = (), fetched_at: datetime | None = None) -> Article:
    """Build the page's own article, with embedded articles in page order."""
    others: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        others[block.article].append(block)
    main, numbers = others.pop(0, []), sorted(others)
    article = _part(main, fetched_at)
    return replace(
        article,
        source=article.source or _source_of(blocks),
        related=related_of(blocks),
        embedded=[one for number in numbers if (one := _part(others[number], fetched_at)).text],
        changes=tuple(changes),
    )


def _part(blocks: Sequence[Block], fetched_at: datetime | None) -> Article:
    """The article made of the blocks that belong to it."""
    by_role: dict[str, list[Block]] = defaultdict(list)
    for block in blocks:
        by_role[block.role].append(block)
    texts = tuple(block.text for block in by_role["body"])
    text = "\n\n".join(texts)
    stamp, changed = _printed_dates(blocks, fetched_at) if by_role["date"] else (None, None)
    return Article(
        title=next((block.text for block in by_role["title"]), None),
        text=text,
        blocks=texts,
        authors=_distinct(name for block in by_role["byline"] for name in _names_in(block)),
        translators=_distinct(
            name for block in by_role["credit"] if block.kind == "translator" for name in _names_in(block)
        ),
        date_published=stamp.iso if stamp else None,
        date_modified=changed.iso if changed else None,
        date_raw=stamp.raw if stamp else None,
        date_method="visible" if stamp else None,
        source=_source_of(by_role["credit"]),
        keywords=_distinct(word for block in by_role["keywords"] for word in _keywords_of(block)),
        language=language_of(text),
    )


def _names_in(block: Block) -> list[str]:
    """The persons in the value of a credit."""
    return [name.strip() for name in (block.value or "").split("\u060c")]


def _keywords_of(block: Block) -> list[str | None]:
    """The keywords of a line: its link texts, or else everything after its label as one keyword."""
    return [link.text for link in block.links] or [block.value]


def _source_of(blocks: Iterable[Block]) -> str | None:
    """The first credited source; the credit of the page's own article may follow an embedded one."""
    return next((b.value for b in blocks if (b.role, b.kind) == ("credit", "source")), None)


def _printed_dates(blocks: Sequence[Block], fetched_at: datetime | None) -> tuple[Stamp | None, Stamp | None]:
    """The visible dates of publication and of the last change.

    A date without a label counts above the text; below it only with a clock, since texts are signed with days.
    """
    published: list[Stamp] = []
    changed: list[Stamp] = []
    lines_above = paragraphs_above = 0
    for block in blocks:
        if block.role == "body":
            lines_above += 1
            paragraphs_above += lines_above <= _LINES_ABOVE_DATE and is_closed_prose(block.text)
        if block.role != "date" or _is_quoted(block):
            continue
        in_head = lines_above <= _LINES_ABOVE_DATE and paragraphs_above <= 1
        for stamp in parse_dates(block.text, fetched_at):
            if stamp.label == "updated":
                changed.append(stamp)
            elif stamp.label == "published" or in_head or stamp.iso != stamp.day:
                published.append(stamp)
    return next((s for s in published if s.label != "fetched"), None), next(iter(changed), None)


def _is_quoted(block: Block) -> bool:
    """Whether a block stands in an embedded post or a caption."""
    shapes = block.place.shapes
    return any(shape.partition(" ")[0] in _QUOTED_TAGS for shape in shapes) or is_marked(shapes, "post")


def related_of(blocks: Iterable[Block]) -> list[Related]:
    """The related headlines in page order, each address or headline once, with its most certain kind."""
    found: dict[str, Related] = {}
    for block in blocks:
        if block.role not in ("related", "title"):
            continue
        link = max(block.links, key=lambda link: len(link.text), default=None)
        kind = "related" if block.role == "title" and block.article and link else block.kind
        if kind is None:
            continue
        related = Related(block.value or block.text, link.url if link else None, kind)
        key = related.url or comparison_key(related.title)
        if key not in found or _KINDS_BY_CERTAINTY.index(related.kind) < _KINDS_BY_CERTAINTY.index(found[key].kind):
            found.pop(key, None)
            found[key] = related
    return list(found.values())


def _distinct(values: Iterable[str | None]) -> list[str]:
    """The non-empty values in order, without duplicates."""
    return list(dict.fromkeys(value for value in values if value))


CLEANER_VERSION = "0.1.0"


@dataclass(frozen=True, slots=True)
class Related:
    """A headline that links to another article."""

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
    """Headline without the site name."""
    text: str = ""
    """The blocks joined by one blank line, in normal form."""
    blocks: tuple[str, ...] = ()
    authors: list[str] = field(default_factory=list)
    """People, without desk names, role labels and user names."""
    translators: list[str] = field(default_factory=list)
    """People; none of them is among the authors."""
    date_published: str | None = None
    """ISO 8601: a date, or a time with UTC offset where the page states one; the date is the outlet's local one."""
    date_modified: str | None = None
    date_raw: str | None = None
    """The string that `date_published` was parsed from, as printed."""
    date_method: str | None = None
    """Where it was found, such as `json-ld`, `meta` or `visible`."""
    source: str | None = None
    """Agency or outlet credited by the page."""
    section: str | None = None
    keywords: list[str] = field(default_factory=list)
    free_access: bool | None = None
    """Whether the page says that everybody may read the whole text; None where it says nothing."""
    partial: bool = False
    """Whether the article has other pages of its own that are not in the text."""
    language: str | None = None
    """ISO 639-1 code detected from the text; None where there is too little."""
    related: list[Related] = field(default_factory=list)
    """In page order, without duplicate addresses or headlines."""
    embedded: list[Article] = field(default_factory=list)
    """Other complete articles found in the page; they do not become records of their own."""
    changes: tuple[Change, ...] = ()
    """The trace; replaying it over the page's blocks gives the result."""
    reason: str | None = None
    """None, or why this is not an article: a cleaning reason from `output/schema.json`."""
    cleaner_version: str = CLEANER_VERSION

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: plain dicts, lists and strings, keys in field order."""
        return (
            asdict(self)
            | {"blocks": list(self.blocks), "changes": [asdict(c) for c in self.changes]}
            | {"embedded": [article.to_dict() for article in self.embedded]}
        )
