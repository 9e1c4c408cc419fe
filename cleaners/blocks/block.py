"""A block: one paragraph, heading, list item or line of a page, and where it stands there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

_Role = Literal["body", "title", "byline", "date", "credit", "keywords", "related", "noise"]
Kind = Literal["related", "inline", "latest", "most_read", "unlabelled", "source", "photo"]
Zone = Literal["", "main", "header", "nav", "footer", "aside", "form", "figure", "table"]


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a block."""

    url: str
    """Absolute address where the page's own is known, else as written."""
    text: str
    """Its words, white space folded; empty for an image."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands on its page; nothing here ever changes."""

    tag: str = "line"
    """Nearest block-level element; `line` or `bullet` in a flattened text."""
    path: tuple[int, ...] = ()
    """Numbers of the elements around it in document order, outermost first, its own element last."""
    shapes: tuple[str, ...] = ()
    """Tag and classes of the same elements, in the same order."""
    zone: Zone = ""
    """The innermost part of the page that says what it is for, by element or ARIA role."""
    hidden: bool = False
    """Whether the page asks browsers not to show it."""
    removed: bool = False
    """Whether a CSS selector of the site's file names an element around it."""
    link_share: float = 0.0
    """Share of its letters that stand inside links, 0 to 1."""
    image: int | None = None
    """Number of the innermost element that holds an image too, its own or the one around it."""
    gap: int = 1
    """Blank lines before it in a flattened text; 1 in HTML."""


@dataclass(frozen=True, slots=True)
class Block:
    """One text block of a page; `index` is given by segmentation and never changes."""

    index: int
    text: str
    """White space folded, otherwise as published until `normal_form` has run."""
    role: _Role = "body"
    kind: Kind | None = None
    """Of a related headline: which list; of a credit: `source` or `photo`."""
    value: str | None = None
    """What the line says beside its label: the source, the keywords, the teaser's headline, the author."""
    article: int = 0
    """0 for the page's own article, 1, 2 … for other whole articles found in the page."""
    links: tuple[Link, ...] = ()
    place: Place = Place()

    def becomes(self, role: _Role, kind: Kind | None = None, value: str | None = None) -> Block:
        """The same block in another role."""
        return replace(self, role=role, kind=kind, value=value)

    def belongs_to(self, article: int) -> Block:
        """The same block as part of another article of the page."""
        return replace(self, article=article)

    @property
    def is_body(self) -> bool:
        """Whether it is, so far, text of the page's own article."""
        return self.role == "body" and self.article == 0
