"""A block: one paragraph, heading, list item or line of a page, and its position in the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["body", "title", "byline", "date", "credit", "keywords", "related", "noise"]
Kind = Literal["related", "inline", "latest", "most_read", "unlabelled", "source", "photo", "translator"]
Zone = Literal["", "main", "header", "nav", "footer", "aside", "form", "figure", "table"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link inside a block."""

    url: str
    """Absolute if the page's own address is known, else as written."""
    text: str
    """Link text with white space collapsed; empty for an image."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands in its page; immutable across steps."""

    tag: str = "line"
    """Nearest block-level element; `line` or `bullet` in flattened text."""
    path: tuple[int, ...] = ()
    """Document-order numbers of the enclosing elements, outermost first, its own element last."""
    shapes: tuple[str, ...] = ()
    """Tag, classes and id of the elements of `path`, in the same order."""
    zone: Zone = ""
    """The innermost enclosing page region declared by element or ARIA role."""
    hidden: bool = False
    """Whether the mark-up hides it from readers."""
    removed: bool = False
    """Whether a `remove` selector of the site rules matches an enclosing element."""
    link_share: float = 0.0
    """Share of its characters inside links, 0 to 1."""
    image: int | None = None
    """Number of the innermost element that also contains an image, its own or the one around it."""
    gap: int = 1
    """Blank lines before it in flattened text; 1 in HTML."""


@dataclass(frozen=True, slots=True)
class Block:
    """A text block of a page; `index` is assigned by segmentation and never changes."""

    index: int
    text: str
    """White space collapsed, otherwise as published until the step `normal_form` has run."""
    role: Role = "body"
    kind: Kind | None = None
    """For a related headline, its list; for a credit, `source`, `photo` or `translator`."""
    value: str | None = None
    """The text after its label: the source, keywords, teaser headline or author."""
    article: int = 0
    """0 for the page's own article, 1, 2 … for other complete articles found in the page."""
    links: tuple[Link, ...] = ()
    place: Place = Place()

    def becomes(self, role: Role, kind: Kind | None = None, value: str | None = None) -> Block:
        """A copy of the block in another role."""
        return Block(self.index, self.text, role, kind, value, self.article, self.links, self.place)

    def reads(self, text: str) -> Block:
        """A copy of the block with another text."""
        return Block(self.index, text, self.role, self.kind, self.value, self.article, self.links, self.place)

    def belongs_to(self, article: int) -> Block:
        """A copy of the block as part of another article of the page."""
        return Block(self.index, self.text, self.role, self.kind, self.value, article, self.links, self.place)

    @property
    def is_body(self) -> bool:
        """Whether it is currently text of the page's own article."""
        return self.role == "body" and self.article == 0
