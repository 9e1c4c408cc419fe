"""A page's tree as blocks: each text of the page once, with its neighbourhood."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field
from urllib.parse import urljoin

import lxml.html
from lxml import etree

from cleaners.blocks.block import Block, Link, Place, Zone
from cleaners.blocks.element import IMAGE_TAGS, UNREAD_TAGS, element_shape, is_hidden, starts_block, zone_of

_WHITE_SPACE = re.compile(r"\s+")
_FRAME_DEPTH = 4
"""Cell, row, body of the table and table."""
OUTER, INNER = 16, 48
"""Elements told of a block that stands deeper; unclosed tags nest hundreds, hostile pages all that the parser lets."""
MAX_BLOCKS = 20_000
"""More blocks than any page that people read; what follows them stays unread."""


@dataclass(slots=True)
class _Element:
    """An open element while the tree is walked."""

    number: int
    tag: str
    shape: str
    zone: Zone
    hidden: bool
    starts_block: bool = True
    image: bool = False
    removed: bool = False


@dataclass(slots=True)
class _Walk:
    """The state of one walk over a tree."""

    url: str | None
    removed: Set[etree._Element]
    open: list[_Element] = field(default_factory=list)
    lines: list[_Element] = field(default_factory=list)
    """Those of them that begin lines."""
    blocks: list[Block] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    links: list[tuple[str, list[str]]] = field(default_factory=list)
    href: str | None = None
    count: int = 0


def blocks_of_tree(
    tree: lxml.html.HtmlElement, url: str | None, removed: Set[etree._Element] = frozenset()
) -> tuple[Block, ...]:
    """All text blocks of a page in document order, texts with white space folded; those in `removed` are marked.

    A `<br>` ends a block, a line break of the source does not; a page without text gives none.
    """
    walk = _Walk(url, removed)
    events = etree.iterwalk(tree, events=("start", "end"))
    for event, element in events:
        if len(walk.blocks) >= MAX_BLOCKS:
            break
        if event == "end":
            _close_element(walk, element)
        elif not isinstance(element.tag, str) or element.tag in UNREAD_TAGS:
            walk.open.append(_Element(0, "script", "", "", True, False))
            events.skip_subtree()
        else:
            _open_element(walk, element)
    _finish_block(walk)
    return tuple(walk.blocks)


def _open_element(walk: _Walk, element: etree._Element) -> None:
    """Open an element and read its first words."""
    line = starts_block(element)
    if line:
        _finish_block(walk)
    outer = walk.open[-1] if walk.open else _Element(0, "", "", "", False)
    walk.count += 1
    shape, zone = element_shape(element), zone_of(element) or outer.zone
    if element.tag in IMAGE_TAGS:
        for around in _framing(walk.lines):
            around.image = True
    hidden, removed = outer.hidden or is_hidden(element), outer.removed or element in walk.removed
    walk.open.append(_Element(walk.count, str(element.tag), shape, zone, hidden, line, removed=removed))
    if line:
        walk.lines.append(walk.open[-1])
    if element.tag == "a" and element.get("href"):
        walk.href = link_address(walk.url, str(element.get("href")))
        walk.links.append((walk.href, []))
    _add_text(walk, element.text)


def _close_element(walk: _Walk, element: etree._Element) -> None:
    """Close an element and read the words that follow it."""
    line = walk.open[-1].starts_block
    if line:
        _finish_block(walk)
    if element.tag == "a":
        walk.href = None
        walk.links = [] if line else walk.links
    if walk.open.pop().starts_block:
        walk.lines.pop()
    _add_text(walk, element.tail)


def _add_text(walk: _Walk, text: str | None) -> None:
    """Add words to the block in the making, and to the link that they stand in."""
    if text:
        walk.words.append(text)
        if walk.href is not None:
            walk.links[-1][1].append(text)


def _finish_block(walk: _Walk) -> None:
    """Finish the block in the making, if it has any text; a link that is still open goes on in the next."""
    text = collapse_space("".join(walk.words))
    if text:
        links = tuple(Link(url, collapse_space("".join(words))) for url, words in walk.links)
        walk.blocks.append(Block(len(walk.blocks), text, links=links, place=_place_of_block(walk, text, links)))
    walk.words = []
    if text or walk.href is None:
        walk.links = [] if walk.href is None else [(walk.href, [])]


def _place_of_block(walk: _Walk, text: str, links: tuple[Link, ...]) -> Place:
    """Where the block in the making stands."""
    around = walk.lines
    if len(around) > OUTER + INNER:
        around = [*around[:OUTER], *around[-INNER:]]
    inner = around[-1] if around else _Element(0, "body", "", "", False)
    linked = sum(_letter_count(link.text) for link in links)
    return Place(
        tag=inner.tag,
        path=tuple(e.number for e in around),
        shapes=tuple(e.shape for e in around),
        zone=inner.zone,
        hidden=walk.open[-1].hidden if walk.open else False,
        removed=walk.open[-1].removed if walk.open else False,
        link_share=min(1.0, linked / max(1, _letter_count(text))),
        image=next((e.number for e in reversed(_framing(walk.lines)) if e.image), None),
    )


def _framing(elements: list[_Element]) -> list[_Element]:
    """The innermost elements around a picture or line, outermost first; a link around it is none of them.

    They are two, or four in the rows of a table: old pages put a picture and its caption into one.
    """
    frames = [e for e in elements[-_FRAME_DEPTH:] if e.tag != "a"]
    return frames if elements and elements[-1].tag in ("td", "th") else frames[-2:]


def link_address(url: str | None, href: str) -> str:
    """The address a link leads to, absolute where the page's own is known; `#…` for a place in the page itself."""
    href = href.strip()
    try:
        joined = href if href.startswith("#") else urljoin(url or "", href)
    except ValueError:
        return href
    page, _, place = joined.partition("#")
    return f"#{place}" if place and page == (url or "").partition("#")[0] else joined


def collapse_space(text: str) -> str:
    """Text with every run of white space folded to one blank, none at the ends."""
    return _WHITE_SPACE.sub(" ", text).strip()


def _letter_count(text: str) -> int:
    """How many characters a text has beside white space."""
    return sum(not c.isspace() for c in text)
