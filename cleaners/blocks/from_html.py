"""Split a page's tree into blocks: each text of the page once, with its position."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from urllib.parse import unquote

import lxml.html
from lxml import etree

from cleaners.blocks.block import Block, Link, Place, Zone
from cleaners.blocks.element import IMAGE_TAGS, UNREAD_TAGS, element_shape, holds_lines, starts_block, zone_of
from cleaners.blocks.preserved_lines import preserved_lines, preserves_lines
from cleaners.blocks.visibility import hiding_of
from cleaners.text.normalize import is_blank, is_rule
from cleaners.text.web_address import join_address

_FRAME_DEPTH = 4
"""Cell, row, table body and table."""
_HINT_WORDS = 8
"""A hidden part of a line with fewer words is a hint; the rest of a paragraph that a button opens has more."""
OUTER, INNER = 16, 48
"""Enclosing elements kept for a deeper block; unclosed tags nest hundreds, hostile pages as many as the parser lets."""
_MAX_BLOCKS = 20_000
"""More blocks than any real page has; the rest is ignored."""


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
    preserved: bool = False
    """Whether it shows the line breaks of its text."""


_OUTSIDE = _Element(0, "body", "", "", hidden=False)
"""What stands around the outermost element."""
_UNREAD = _Element(0, "script", "", "", hidden=True, starts_block=False)
"""Any element whose text is not read."""


@dataclass(slots=True)
class _Walk:
    """The state of one walk over a tree."""

    url: str | None
    removed: Set[etree._Element]
    open: list[_Element] = field(default_factory=list)
    lines: list[_Element] = field(default_factory=list)
    """The open elements that start blocks."""
    blocks: list[Block] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    links: list[tuple[str, list[str], int]] = field(default_factory=list)
    """Address, texts and the number of the block's texts before each link."""
    href: str | None = None
    count: int = 0
    numbers: dict[etree._Element, int] = field(default_factory=dict)
    """The number of each element, for its paths."""


def blocks_of_tree(
    tree: lxml.html.HtmlElement, url: str | None, removed: Set[etree._Element] = frozenset()
) -> tuple[Block, ...]:
    """The text blocks of a page in document order, white space collapsed; those inside `removed` are flagged.

    Each has a visible character and is no rule of signs. A `<br>` ends a block, a line break in the source does not.
    Empty for a page without text.
    """
    return tuple(_walked(tree, _Walk(url, removed)).blocks)


def numbered_blocks(
    tree: lxml.html.HtmlElement, url: str | None, removed: Set[etree._Element] = frozenset()
) -> tuple[tuple[Block, ...], dict[etree._Element, int]]:
    """The blocks as from `blocks_of_tree`, and the number that their paths have for each element."""
    walk = _walked(tree, _Walk(url, removed))
    return tuple(walk.blocks), walk.numbers


def _walked(tree: lxml.html.HtmlElement, walk: _Walk) -> _Walk:
    """Walk over a tree and gather its blocks."""
    events = etree.iterwalk(tree, events=("start", "end"))
    for event, element in events:
        if len(walk.blocks) >= _MAX_BLOCKS:
            break
        if event == "end":
            _close_element(walk, element)
            continue
        is_read = isinstance(element.tag, str) and element.tag not in UNREAD_TAGS
        hiding = hiding_of(element) if is_read else ""
        line = is_read and starts_block(element)
        if is_read and not (hiding and not line and _is_unseen_word(element, hiding)):
            _open_element(walk, element, bool(hiding), line)
        else:
            walk.open.append(_UNREAD)
            events.skip_subtree()
    _finish_block(walk)
    return walk


def _is_unseen_word(element: etree._Element, hiding: str) -> bool:
    """Whether a hidden element inside a line is hidden for good, or holds a link or few words, as a hint.

    Its words leave the line; the line stays.
    """
    if holds_lines(element):
        return False
    return hiding != "folded" or element.find(".//a[@href]") is not None or len(_words_in(element)) < _HINT_WORDS


def _words_in(element: etree._Element) -> list[str]:
    """The words of an element."""
    return "".join(map(str, element.itertext())).split()


def _open_element(walk: _Walk, element: etree._Element, is_hidden: bool, line: bool) -> None:
    """Open an element and read its leading text."""
    line = line or (is_hidden and holds_lines(element))
    if line and (walk.words or walk.links):
        _finish_block(walk)
    outer = walk.open[-1] if walk.open else _OUTSIDE
    walk.count += 1
    walk.numbers[element] = walk.count
    tag = str(element.tag)
    if tag in IMAGE_TAGS:
        for around in _framing(walk.lines):
            around.image = True
    opened = _Element(
        walk.count,
        tag,
        element_shape(element),
        zone_of(element) or outer.zone,
        hidden=outer.hidden or (is_hidden and line),
        starts_block=line,
        removed=outer.removed or element in walk.removed,
        preserved=outer.preserved or preserves_lines(element),
    )
    walk.open.append(opened)
    if line:
        walk.lines.append(opened)
    if tag == "a" and (href := element.get("href")):
        walk.href = link_address(walk.url, str(href))
        walk.links.append((walk.href, [], len(walk.words)))
    _add_text(walk, element.text)


def _close_element(walk: _Walk, element: etree._Element) -> None:
    """Close an element and read the text that follows it."""
    line = walk.open[-1].starts_block
    if line and (walk.words or walk.links):
        _finish_block(walk)
    if element.tag == "a":
        walk.href = None
        walk.links = [] if line else walk.links
    if walk.open.pop().starts_block:
        walk.lines.pop()
    _add_text(walk, element.tail)


def _add_text(walk: _Walk, text: str | None) -> None:
    """Add text to the current block, and to the link around it; where line breaks show, each line is a block."""
    if text and walk.open and walk.open[-1].preserved:
        *lines, text = preserved_lines(text)
        for line in lines:
            _add_words(walk, line)
            _finish_block(walk)
    _add_words(walk, text)


def _add_words(walk: _Walk, text: str | None) -> None:
    """Add text to the current block, and to the link around it."""
    if text:
        walk.words.append(text)
        if walk.href is not None:
            walk.links[-1][1].append(text)


def _finish_block(walk: _Walk) -> None:
    """Finish the current block if it has text; a link still open continues in the next."""
    text = collapse_space("".join(walk.words)) if walk.words else ""
    text = "" if not text or is_blank(text) or is_rule(text) else text
    if text:
        links = tuple(_links_in_block(walk)) if walk.links else ()
        walk.blocks.append(Block(len(walk.blocks), text, links=links, place=_place_of_block(walk, text, links)))
    walk.words = []
    if text or walk.href is None:
        walk.links = [] if walk.href is None else [(walk.href, [], 0)]


def _links_in_block(walk: _Walk) -> Iterator[Link]:
    """Yield the links of the current block with their places in it."""
    letters = seen = 0
    for url, words, first in walk.links:
        if first > seen:
            letters, seen = letters + len("".join("".join(walk.words[seen:first]).split())), first
        yield Link(url, collapse_space("".join(words)), letters)


def _place_of_block(walk: _Walk, text: str, links: tuple[Link, ...]) -> Place:
    """The position of the current block."""
    around = walk.lines
    if len(around) > OUTER + INNER:
        around = [*around[:OUTER], *around[-INNER:]]
    inner = around[-1] if around else _OUTSIDE
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
    """The innermost elements around an image or line, outermost first, without links.

    They are two, or four inside table rows: old pages put an image and its caption into one table.
    """
    frames = [e for e in elements[-_FRAME_DEPTH:] if e.tag != "a"]
    return frames if elements and elements[-1].tag in ("td", "th") else frames[-2:]


def link_address(url: str | None, href: str) -> str:
    """The target of a link, absolute if the page's own address is known; `#…` for a target in the page itself."""
    href = href.strip()
    joined = href if href.startswith("#") else join_address(url, href)
    if joined is None:
        return href
    page, _, fragment = joined.partition("#")
    return f"#{fragment}" if fragment and url and _page_key(page) == _page_key(url.partition("#")[0]) else joined


def _page_key(url: str) -> str:
    """An address without what differs between links to one page: scheme, `www`, escapes, the slash at its end."""
    return unquote(url).partition("://")[2].removeprefix("www.").rstrip("/")


def collapse_space(text: str) -> str:
    """Replace every run of white space by one space, and strip the ends."""
    return " ".join(text.split())


def _letter_count(text: str) -> int:
    """The number of characters of a text with collapsed white space that are no spaces."""
    return len(text) - text.count(" ")
