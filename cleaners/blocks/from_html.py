"""Split a page's tree into blocks: each text of the page once, with its position."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree
from msgspec import Struct

from cleaners.blocks.block import Block, Link, Place, Zone
from cleaners.blocks.element import (
    IMAGE_TAGS,
    TEXT_LEVEL_TAGS,
    UNREAD_TAGS,
    ZONE_OF_TAG,
    element_shape,
    holds_lines,
    is_card,
    zone_of,
)
from cleaners.blocks.preserved_lines import preserved_lines, preserves_lines
from cleaners.blocks.visibility import Hiding, hiding_of
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
_SETTING_TAGS = ZONE_OF_TAG.keys() | {"pre"}
"""Tags by which an element may hand on something else than the one around it."""


class _Setting(Struct, frozen=True):
    """What an element hands on to those in it; most elements share that of the one around them."""

    zone: Zone = ""
    hidden: bool = False
    removed: bool = False
    preserved: bool = False
    """Whether it shows the line breaks of its text."""


class _Line(Struct):
    """An open element that starts blocks, while the tree is walked."""

    number: int
    tag: str
    zone: Zone
    source: etree._Element | None = None
    """None for one without attributes, whose shape is its tag."""
    names: str = ""
    """Its classes."""
    image: bool = False
    path: tuple[int, ...] = ()
    shapes: tuple[str, ...] = ()
    """As in `Place`; found with the first block in it, since most elements have none."""


_SHOWN = _Setting()
_BODY = _Line(0, "body", "")
"""What holds the text beside the tree's elements."""


@dataclass(slots=True)
class _Walk:
    """The state of one walk over a tree."""

    url: str | None
    removed: Set[etree._Element]
    setting: _Setting = _SHOWN
    """That of the innermost open element."""
    open: list[tuple[bool, _Setting]] = field(default_factory=list)
    """Of each open element whether it starts blocks, and the setting around it."""
    lines: list[_Line] = field(default_factory=list)
    """The open elements that start blocks."""
    blocks: list[Block] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    links: list[tuple[str, list[str], int]] = field(default_factory=list)
    """Address, texts and the number of the block's texts before each link."""
    href: str | None = None
    addresses: dict[str, str] = field(default_factory=dict)
    """The address of each target, as it is written, of a link."""
    numbers: dict[etree._Element, int] = field(default_factory=dict)
    """The number of each element, for its paths."""
    hidden: dict[etree._Element, Hiding] = field(default_factory=dict)


def blocks_of_tree(
    tree: etree._Element, url: str | None, removed: Set[etree._Element] = frozenset()
) -> tuple[Block, ...]:
    """The text blocks of a page in document order, white space collapsed; those inside `removed` are flagged.

    Each has a visible character and is no rule of signs. A `<br>` ends a block, a line break in the source does not.
    Empty for a page without text.
    """
    return tuple(_walked(tree, _Walk(url, removed)).blocks)


def numbered_blocks(
    tree: etree._Element, url: str | None, removed: Set[etree._Element] = frozenset()
) -> tuple[tuple[Block, ...], dict[etree._Element, int], dict[etree._Element, Hiding]]:
    """The blocks as from `blocks_of_tree`, the number that their paths have for each element, and what hides text.

    The last are the elements with text or others in them that `hiding_of` finds hidden, and how.
    """
    walk = _walked(tree, _Walk(url, removed))
    return tuple(walk.blocks), walk.numbers, walk.hidden


def _walked(tree: etree._Element, walk: _Walk) -> _Walk:
    """Walk over a tree and gather its blocks."""
    events = etree.iterwalk(tree, events=("start", "end"))
    for event, element in events:
        if event == "end":
            _close_element(walk, element)
            if len(walk.blocks) >= _MAX_BLOCKS:
                break
        elif not _open_element(walk, element):
            walk.open.append((False, walk.setting))
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


def _open_element(walk: _Walk, element: etree._Element) -> bool:
    """Open an element and read its leading text; False where there is nothing to read in it."""
    tag, text = element.tag, element.text
    if tag in UNREAD_TAGS or not isinstance(tag, str):
        return False
    line = tag not in TEXT_LEVEL_TAGS or (tag == "a" and is_card(element))
    if not text and tag != "a" and not len(element):
        _pass_empty(walk, element, tag, line)
        return False
    given = element.keys()
    names = str(element.get("class")) if "class" in given else ""
    style = str(element.get("style")) if "style" in given else ""
    hiding = hiding_of(names, style, "hidden" in given) if given else ""
    if hiding and not line:
        if _is_unseen_word(element, hiding):
            return False
        line = holds_lines(element)
    if line and (walk.words or walk.links):
        _finish_block(walk)
    number = _number_element(walk, element, tag)
    walk.open.append((line, walk.setting))
    if hiding or style or walk.removed or tag in _SETTING_TAGS or "role" in given:
        _set(walk, element, tag, style, line, hiding)
    if line:
        walk.lines.append(_Line(number, tag, walk.setting.zone, element if given else None, names))
    if tag == "a" and (href := element.get("href")):
        walk.href = _address(walk, str(href))
        walk.links.append((walk.href, [], len(walk.words)))
    if text and (walk.words or not text.isspace()):
        _add_text(walk, text)
    return True


def _set(walk: _Walk, element: etree._Element, tag: str, style: str, line: bool, hiding: Hiding) -> None:
    """Enter an element that may hand on something else than the one around it."""
    outer = walk.setting
    if hiding:
        walk.hidden[element] = hiding
    walk.setting = _Setting(
        zone_of(element) or outer.zone,
        outer.hidden or (line and hiding != ""),
        outer.removed or element in walk.removed,
        outer.preserved or preserves_lines(tag, style),
    )


def _address(walk: _Walk, href: str) -> str:
    """The address of a link's target."""
    address = walk.addresses.get(href)
    if address is None:
        address = walk.addresses[href] = link_address(walk.url, href)
    return address


def _pass_empty(walk: _Walk, element: etree._Element, tag: str, line: bool) -> None:
    """Pass an element without text: an image, a line break, a field."""
    if line and (walk.words or walk.links):
        _finish_block(walk)
    _number_element(walk, element, tag)


def _number_element(walk: _Walk, element: etree._Element, tag: str) -> int:
    """Give an element the next number; an image frames the lines around it."""
    number = walk.numbers[element] = len(walk.numbers) + 1
    if tag in IMAGE_TAGS:
        for around in _framing(walk.lines):
            around.image = True
    return number


def _close_element(walk: _Walk, element: etree._Element) -> None:
    """Close an element and read the text that follows it."""
    line, outer = walk.open.pop()
    if line:
        if walk.words or walk.links:
            _finish_block(walk)
        walk.lines.pop()
    if element.tag == "a":
        walk.href = None
        walk.links = [] if line else walk.links
    walk.setting = outer
    if (text := element.tail) and (walk.words or not text.isspace()):
        _add_text(walk, text)


def _add_text(walk: _Walk, text: str) -> None:
    """Add text to the current block, and to the link around it; where line breaks show, each line is a block."""
    if walk.setting.preserved:
        *lines, text = preserved_lines(text)
        for line in lines:
            _add_words(walk, line)
            _finish_block(walk)
    _add_words(walk, text)


def _add_words(walk: _Walk, text: str) -> None:
    """Add text to the current block, and to the link around it."""
    walk.words.append(text)
    if walk.href is not None:
        walk.links[-1][1].append(text)


def _finish_block(walk: _Walk) -> None:
    """Finish the current block if it has text; a link still open continues in the next."""
    text = collapse_space("".join(walk.words)) if walk.words else ""
    text = "" if not text or is_blank(text) or is_rule(text) else text
    if text:
        links = _links_in_block(walk) if walk.links else ()
        walk.blocks.append(Block(len(walk.blocks), text, links=links, place=_place_of_block(walk, text, links)))
    walk.words.clear()
    if walk.links and (text or walk.href is None):
        walk.links = [] if walk.href is None else [(walk.href, [], 0)]


def _links_in_block(walk: _Walk) -> tuple[Link, ...]:
    """The links of the current block with their places in it."""
    found: list[Link] = []
    letters = seen = 0
    for url, words, first in walk.links:
        if first > seen:
            letters, seen = letters + len("".join("".join(walk.words[seen:first]).split())), first
        found.append(Link(url, collapse_space("".join(words)), letters))
    return tuple(found)


def _place_of_block(walk: _Walk, text: str, links: tuple[Link, ...]) -> Place:
    """The position of the current block."""
    inner, setting = walk.lines[-1] if walk.lines else _BODY, walk.setting
    if not inner.path:
        _locate(walk.lines)
    share = _link_share(text, links) if links else 0.0
    image = _image_number(walk.lines)
    return Place(inner.tag, inner.path, inner.shapes, inner.zone, setting.hidden, setting.removed, share, image)


def _locate(lines: list[_Line]) -> None:
    """Find the path and the shapes of the innermost open line, from those of the lines around it."""
    at = len(lines)
    while at and not lines[at - 1].path:
        at -= 1
    path, shapes = (lines[at - 1].path, lines[at - 1].shapes) if at else ((), ())
    for line in lines[at:]:
        if len(path) >= OUTER + INNER:
            path, shapes = path[:OUTER] + path[OUTER + 1 :], shapes[:OUTER] + shapes[OUTER + 1 :]
        line.path = path = (*path, line.number)
        shape = line.tag if line.source is None else element_shape(line.source, line.names)
        line.shapes = shapes = (*shapes, shape)


def _image_number(lines: list[_Line]) -> int | None:
    """The number of the innermost element around the current block that also holds an image; None without one."""
    for line in lines[-_FRAME_DEPTH:]:
        if line.image:
            return next((around.number for around in reversed(_framing(lines)) if around.image), None)
    return None


def _link_share(text: str, links: Iterable[Link]) -> float:
    """The share of a text's letters that are in its links, 0 to 1."""
    linked = 0
    for link in links:
        linked += len(link.text) - link.text.count(" ")
    return min(1.0, linked / max(1, len(text) - text.count(" ")))


def _framing(lines: list[_Line]) -> list[_Line]:
    """The innermost lines around an image or text, outermost first, without links.

    They are two, or four inside table rows: old pages put an image and its caption into one table.
    """
    frames = [line for line in lines[-_FRAME_DEPTH:] if line.tag != "a"]
    return frames if lines and lines[-1].tag in ("td", "th") else frames[-2:]


def link_address(url: str | None, href: str) -> str:
    """The target of a link, absolute if the page's own address is known; `#…` for a target in the page itself."""
    href = href.strip()
    joined = href if href.startswith("#") else join_address(url, href)
    if joined is None:
        return href
    if "#" not in joined:
        return joined
    page, _, fragment = joined.partition("#")
    return f"#{fragment}" if fragment and url and _page_key(page) == _page_key(url.partition("#")[0]) else joined


def _page_key(url: str) -> str:
    """An address without what differs between links to one page: scheme, `www`, escapes, the slash at its end."""
    return unquote(url).partition("://")[2].removeprefix("www.").rstrip("/")


def collapse_space(text: str) -> str:
    """Replace every run of white space by one space, and strip the ends."""
    return " ".join(text.split())
