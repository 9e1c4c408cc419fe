"""An article: what comes out of a page, with the trace of how it did."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from cleaners.version import CLEANER_VERSION


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
