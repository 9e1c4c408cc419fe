"""The structure of a text: what each of its blocks is, and in which list, quotation or table it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from lxml import etree

from cleaners.blocks.block import Block, Link
from cleaners.blocks.class_names import is_marked
from cleaners.blocks.printed_structure import Printed, is_verse_line, printed_structure
from cleaners.blocks.tables import Cell, cells_of_table, items_of_list
from cleaners.text.normalize import normalize

ContainerKind = Literal["quotation", "list", "item", "table", "row", "cell", "verse", "preformatted"]
TextKind = Literal["paragraph", "heading", "item", "quotation", "cell", "verse", "preformatted"]
_HEADING_LEVELS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_CONTAINER_OF_TAG: dict[str, ContainerKind] = {
    "blockquote": "quotation",
    "ul": "list",
    "ol": "list",
    "menu": "list",
    "dir": "list",
    "li": "item",
    "table": "table",
    "tr": "row",
    "td": "cell",
    "th": "cell",
    "pre": "preformatted",
}
_PLAIN_SHAPES = frozenset(("p", "div", "span", "section", "article", "main", "body", "html"))
"""Elements without a class that enclose nothing in particular, as most do."""
_PAGE_TAGS = frozenset(("html", "body", "main", "article"))
"""Their classes name the page: its section, its tags."""
_TABULAR = frozenset(("table", "row", "cell"))
_WEB_SCHEMES = ("http", "https", "mailto", "tel")
"""What may be behind a link of a text; scripts and inline data are no address."""
_SEARCHED = 2000
"""Letters beyond its place within which a link's words are looked for, so that no text costs more than its length."""


@dataclass(frozen=True, slots=True)
class Container:
    """Something that encloses blocks of a text."""

    kind: ContainerKind
    number: int
    """Tells it from others of its kind in the article."""
    position: int = 0
    """An item's number in an ordered list, 0 in another; a row's and a cell's place in the table, from 1."""
    is_header: bool = False
    """Whether a row holds the headings of columns."""


@dataclass(frozen=True, slots=True)
class TextLink:
    """A link in a block of text: `text[start:end]` leads to `url`."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A block of an article's text, and what it is."""

    index: int
    """The number of the block in its page, as in the trace."""
    text: str
    """As in the article's text."""
    level: int = 0
    """Of a heading, 1 to 6; 0 for all else."""
    around: tuple[Container, ...] = ()
    """What encloses it, outermost first."""
    links: tuple[TextLink, ...] = ()
    """In the order of the text, without overlap."""
    marker: int = 0
    """Letters of a printed bullet or number at the beginning of the text."""

    @property
    def kind(self) -> TextKind:
        """What it is: a heading also in a list or quotation, else what encloses it most closely, else a paragraph."""
        if self.level:
            return "heading"
        inner = self.around[-1].kind if self.around else "paragraph"
        return inner if inner not in ("list", "table", "row") else "paragraph"  # type: ignore[return-value]

    @property
    def depth(self) -> int:
        """The number of lists that it stands in, one inside the other; of quotations if it stands in no list."""
        kinds = [container.kind for container in self.around]
        return kinds.count("item") or kinds.count("quotation")


def plain_structure_of(blocks: Sequence[TextBlock]) -> list[dict[str, Any]]:
    """The JSON form of a structure, without the texts: one object a block, every key always there and of one type.

    `group` and `item` count the lists, tables, quotations and poems of the text, and the items, from 1; blocks of the
    same one have the same number; 0 for none.
    """
    groups: dict[tuple[str, int], int] = {}
    items: dict[int, int] = {}
    return [_plain_block(block, groups, items) for block in blocks]


def _plain_block(block: TextBlock, groups: dict[tuple[str, int], int], items: dict[int, int]) -> dict[str, Any]:
    """The JSON form of a block; numbers that are not known yet are added to `groups` and `items`."""
    inner = {container.kind: container for container in block.around}
    item, row, cell = inner.get("item"), inner.get("row"), inner.get("cell")
    outer = next((c for c in reversed(block.around) if c.kind not in ("item", "row", "cell")), None)
    return {
        "kind": block.kind,
        "level": block.level or block.depth,
        "group": groups.setdefault((outer.kind, outer.number), len(groups) + 1) if outer else 0,
        "item": items.setdefault(item.number, len(items) + 1) if item else 0,
        "ordinal": item.position if item else 0,
        "row": row.position if row else 0,
        "column": cell.position if cell else 0,
        "header": row is not None and row.is_header,
        "links": [{"start": link.start, "end": link.end, "url": link.url} for link in block.links],
    }


def structure_of(blocks: Sequence[Block], numbers: Mapping[etree._Element, int] | None = None) -> tuple[TextBlock, ...]:
    """The structure of the blocks of one article's text, in their order.

    `numbers` has the number that their paths have for each element of their page; without it, tables and the numbers
    of ordered lists are read from the blocks alone.
    """
    reader = _Reader(blocks, numbers or {})
    around = [_of_verses_alone(block.text, *reader.around(block)) for block in blocks]
    plain = [not level and (not outer or outer[-1].kind == "quotation") for outer, level in around]
    printed = printed_structure(blocks, plain)
    return tuple(
        _text_block(block, containers, level, printed.get(block.index))
        for block, (containers, level) in zip(blocks, around, strict=True)
    )


def _of_verses_alone(text: str, around: tuple[Container, ...], level: int) -> tuple[tuple[Container, ...], int]:
    """What encloses a text and its level, without a poem around what is no verse."""
    if around and around[-1].kind == "verse" and not is_verse_line(text):
        return around[:-1], level
    return around, level


def _text_block(block: Block, around: tuple[Container, ...], level: int, printed: Printed | None) -> TextBlock:
    """A block with its structure: what mark-up says, or else what its text shows."""
    links = links_in(block.text, block.links) if block.links else ()
    if printed is None:
        return TextBlock(block.index, block.text, level, around, links)
    inner = tuple(Container(*enclosing) for enclosing in printed.around)
    return TextBlock(block.index, block.text, printed.level, (*around, *inner), links, printed.marker)


def links_in(text: str, links: Sequence[Link]) -> tuple[TextLink, ...]:
    """The places of links in the text of their block; without those whose words are not in it or that lead nowhere."""
    found: list[TextLink] = []
    end = letters = 0
    for link in links:
        words = normalize(link.text)
        if not words or not _leads_somewhere(link.url):
            continue
        start = _nearest(text, words, end, link.after - letters)
        if start >= 0:
            letters += _letters_in(text[end : start + len(words)])
            end = start + len(words)
            found.append(TextLink(start, end, link.url))
    return tuple(found)


def _nearest(text: str, words: str, start: int, letters: int) -> int:
    """Where words that follow so many letters begin in a text, from a place on; -1 where they do not occur.

    Its normal form may have lost letters: of several places, the nearest to that number.
    """
    limit = start + 2 * max(letters, 0) + _SEARCHED
    best = at = text.find(words, start, limit)
    last, passed, missed = start, 0, len(text)
    while at >= 0:
        passed, last = passed + _letters_in(text[last:at]), at
        if abs(letters - passed) < missed:
            best, missed = at, abs(letters - passed)
        if passed >= letters:
            break
        at = text.find(words, at + 1, limit)
    return best


def _letters_in(text: str) -> int:
    """The number of characters of a text that are no white space."""
    return sum(map(len, text.split()))


def _leads_somewhere(url: str) -> bool:
    """Whether an address is one of the web, not a place in its own page or a script."""
    scheme, colon, _ = url.partition(":")
    return bool(url) and not url.startswith("#") and (not colon or "/" in scheme or scheme.lower() in _WEB_SCHEMES)


class _Reader:
    """Reads what encloses the blocks of a text from their places; each element is looked at once."""

    def __init__(self, blocks: Sequence[Block], numbers: Mapping[etree._Element, int]) -> None:
        self._blocks = blocks
        self._numbers = numbers
        self._known: dict[int, tuple[tuple[Container, ...], int]] = {}
        self._elements: dict[int, etree._Element] = {}
        self._held: Counter[int] = Counter()
        self._cells: dict[int, dict[int, Cell]] = {}
        self._items: dict[int, dict[int, int]] = {}

    def around(self, block: Block) -> tuple[tuple[Container, ...], int]:
        """What encloses a block, and the level of the heading that it is, or 0."""
        path, shapes, known = block.place.path, block.place.shapes, self._known
        first = len(path)
        while first and path[first - 1] not in known:
            first -= 1
        found = known[path[first - 1]] if first else ((), 0)
        for number, shape in zip(path[first:], shapes[first:], strict=False):
            if shape not in _PLAIN_SHAPES:
                found = self._inside(*found, number, shape.partition(" ")[0], shape)
            known[number] = found
        return found

    def _inside(
        self, around: tuple[Container, ...], level: int, number: int, tag: str, shape: str
    ) -> tuple[tuple[Container, ...], int]:
        """What encloses the blocks of an element, by what encloses the element itself."""
        if tag in _HEADING_LEVELS:
            return around, _HEADING_LEVELS[tag]
        if tag == "caption" and around and around[-1].kind == "table":
            return around[:-1], level
        kind = _CONTAINER_OF_TAG.get(tag)
        if kind is None:
            is_verse = " " in shape and tag not in _PAGE_TAGS and is_marked((shape,), "verse")
            return ((*around, Container("verse", number)), level) if is_verse else (around, level)
        if kind in _TABULAR:
            return self._inside_table(around, number, kind), level
        if kind == "item":
            return self._inside_list(around, number), level
        return (*around, Container(kind, number)), level

    def _inside_list(self, around: tuple[Container, ...], number: int) -> tuple[Container, ...]:
        """What encloses the blocks of a list item."""
        if not around or around[-1].kind != "list":
            around = (*around, Container("list", -number))
        outer = around[-1].number
        if outer not in self._items:
            element = self._element(outer)
            self._items[outer] = {} if element is None else items_of_list(element, self._numbers)
        return (*around, Container("item", number, self._items[outer].get(number, 0)))

    def _inside_table(self, around: tuple[Container, ...], number: int, kind: ContainerKind) -> tuple[Container, ...]:
        """What encloses the blocks of a table, row or cell; a table that only lays out the page encloses nothing."""
        if kind == "table":
            if number not in self._cells:
                self._held = self._held or Counter(n for block in self._blocks for n in block.place.path)
                element = self._element(number)
                self._cells[number] = {} if element is None else cells_of_table(element, self._numbers, self._held)
            return (*around, Container("table", number)) if self._cells[number] else around
        table = next((c.number for c in reversed(around) if c.kind == "table"), None)
        cell = self._cells[table].get(number) if table is not None else None
        if cell is None:
            return around
        return (*around, Container("row", cell.row, cell.row, cell.is_header), Container("cell", number, cell.column))

    def _element(self, number: int) -> etree._Element | None:
        """The element with a number."""
        if not self._elements:
            self._elements = {number: element for element, number in self._numbers.items()}
        return self._elements.get(number)
