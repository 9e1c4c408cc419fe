"""Split a page's tree into blocks: each text of the page once, with its position."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from urllib.parse import unquote

import lxml.html
from lxml import etree

from cleaners.blocks.block import Block, Link, Place, Zone
from cleaners.blocks.element import (
    IMAGE_TAGS,
    TEXT_LEVEL_TAGS,
    UNREAD_TAGS,
    ZONE_OF_TAG,
    element_shape,
    holds_lines,
    starts_block,
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


@dataclass(slots=True)
class _Element:
    """An open element while the tree is walked."""

    number: int
    tag: str
    zone: Zone
    hidden: bool
    starts_block: bool = True
    removed: bool = False
    preserved: bool = False
    """Whether it shows the line breaks of its text."""
    source: etree._Element | None = None
    names: str = ""
    """Its classes."""
    image: bool = False
    path: tuple[int, ...] = ()
    shapes: tuple[str, ...] = ()
    """As in `Place`; found with the first block in it, since most elements have none."""
    inline: _Element | None = None
    """What the elements in its lines are."""


_UNREAD = _Element(0, "script", "", hidden=True, starts_block=False)
"""Any element whose text is not read."""


@dataclass(slots=True)
class _Walk:
    """The state of one walk over a tree."""

    url: str | None
    removed: Set[etree._Element]
    open: list[_Element] = field(default_factory=lambda: [_Element(0, "body", "", hidden=False)])
    lines: list[_Element] = field(default_factory=list)
    """The open elements that start blocks."""
    blocks: list[Block] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    links: list[tuple[str, list[str]]] = field(default_factory=list)
    href: str | None = None
    numbers: dict[etree._Element, int] = field(default_factory=dict)
    """The number of each element, for its paths."""
    hidden: dict[etree._Element, Hiding] = field(default_factory=dict)


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
) -> tuple[tuple[Block, ...], dict[etree._Element, int], dict[etree._Element, Hiding]]:
    """The blocks as from `blocks_of_tree`, the number that their paths have for each element, and what hides text.

    The last are the elements with text or others in them that `hiding_of` finds hidden, and how.
    """
    walk = _walked(tree, _Walk(url, removed))
    return tuple(walk.blocks), walk.numbers, walk.hidden


def _walked(tree: lxml.html.HtmlElement, walk: _Walk) -> _Walk:
    """Walk over a tree and gather its blocks."""
    events = etree.iterwalk(tree, events=("start", "end"))
    for event, element in events:
        if len(walk.blocks) >= _MAX_BLOCKS:
            break
        if event == "end":
            _close_element(walk, element)
        elif not _open_element(walk, element):
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


def _open_element(walk: _Walk, element: etree._Element) -> bool:
    """Open an element and read its leading text; False where there is nothing to read in it."""
    tag, text = element.tag, element.text
    if tag in UNREAD_TAGS or not isinstance(tag, str):
        return False
    line = tag not in TEXT_LEVEL_TAGS or starts_block(element)
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
    walk.numbers[element] = len(walk.numbers) + 1
    if hiding:
        walk.hidden[element] = hiding
    zone, removed, preserved = _inherited(walk, element, tag, given, style)
    if line:
        hidden = walk.open[-1].hidden or hiding != ""
        opened = _Element(len(walk.numbers), tag, zone, hidden, True, removed, preserved, element, names)
        walk.lines.append(opened)
    else:
        opened = _inline(walk.open[-1], zone, removed, preserved)
    walk.open.append(opened)
    if tag == "a" and "href" in given and (href := element.get("href")):
        walk.href = link_address(walk.url, str(href))
        walk.links.append((walk.href, []))
    if text and (walk.words or not text.isspace()):
        _add_text(walk, text)
    return True


def _inherited(
    walk: _Walk, element: etree._Element, tag: str, given: Sequence[str | bytes], style: str
) -> tuple[Zone, bool, bool]:
    """The zone of an element, whether it is removed and whether it shows line breaks; mostly as what is around it."""
    outer = walk.open[-1]
    zone, removed, preserved = outer.zone, outer.removed, outer.preserved
    if tag in ZONE_OF_TAG or "role" in given:
        zone = zone_of(element) or zone
    if walk.removed and not removed:
        removed = element in walk.removed
    if (style or tag == "pre") and not preserved:
        preserved = preserves_lines(tag, style)
    return zone, removed, preserved


def _inline(outer: _Element, zone: Zone, removed: bool, preserved: bool) -> _Element:
    """What an element of a line is while it is open: mostly the same as others there."""
    if (zone, removed, preserved) != (outer.zone, outer.removed, outer.preserved):
        return _Element(0, "span", zone, outer.hidden, False, removed, preserved)
    if not outer.starts_block:
        return outer
    if outer.inline is None:
        outer.inline = _Element(0, "span", zone, outer.hidden, False, removed, preserved)
    return outer.inline


def _pass_empty(walk: _Walk, element: etree._Element, tag: str, line: bool) -> None:
    """Pass an element without text: an image, a line break, a field."""
    if line and (walk.words or walk.links):
        _finish_block(walk)
    walk.numbers[element] = len(walk.numbers) + 1
    if tag in IMAGE_TAGS:
        for around in _framing(walk.lines):
            around.image = True


def _close_element(walk: _Walk, element: etree._Element) -> None:
    """Close an element and read the text that follows it."""
    line = walk.open[-1].starts_block
    if line and (walk.words or walk.links):
        _finish_block(walk)
    if element.tag == "a":
        walk.href = None
        walk.links = [] if line else walk.links
    walk.open.pop()
    if line:
        walk.lines.pop()
    if (text := element.tail) and (walk.words or not text.isspace()):
        _add_text(walk, text)


def _add_text(walk: _Walk, text: str) -> None:
    """Add text to the current block, and to the link around it; where line breaks show, each line is a block."""
    if walk.open[-1].preserved:
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
        links = tuple([Link(url, collapse_space("".join(words))) for url, words in walk.links])
        walk.blocks.append(Block(len(walk.blocks), text, links=links, place=_place_of_block(walk, text, links)))
    walk.words = []
    if text or walk.href is None:
        walk.links = [] if walk.href is None else [(walk.href, [])]


def _place_of_block(walk: _Walk, text: str, links: tuple[Link, ...]) -> Place:
    """The position of the current block."""
    inner, current = walk.lines[-1] if walk.lines else walk.open[0], walk.open[-1]
    if not inner.path:
        _locate(walk.lines)
    share = _link_share(text, links) if links else 0.0
    image = _image_number(walk.lines)
    return Place(inner.tag, inner.path, inner.shapes, inner.zone, current.hidden, current.removed, share, image)


def _locate(lines: list[_Element]) -> None:
    """Find the path and the shapes of the innermost open line, from those of the lines around it."""
    at = next((n for n in range(len(lines), 0, -1) if lines[n - 1].path), 0)
    path, shapes = (lines[at - 1].path, lines[at - 1].shapes) if at else ((), ())
    for line in lines[at:]:
        if len(path) >= OUTER + INNER:
            path, shapes = path[:OUTER] + path[OUTER + 1 :], shapes[:OUTER] + shapes[OUTER + 1 :]
        shape = element_shape(line.source, line.names) if line.source is not None else ""
        line.path, line.shapes = path, shapes = (*path, line.number), (*shapes, shape)


def _image_number(lines: list[_Element]) -> int | None:
    """The number of the innermost element around the current block that also holds an image; None without one."""
    for around in reversed(_framing(lines)):
        if around.image:
            return around.number
    return None


def _link_share(text: str, links: Iterable[Link]) -> float:
    """The share of a text's letters that are in its links, 0 to 1."""
    linked = sum(_letter_count(link.text) for link in links)
    return min(1.0, linked / max(1, _letter_count(text)))


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


def _letter_count(text: str) -> int:
    """The number of characters of a text with collapsed white space that are no spaces."""
    return len(text) - text.count(" ")
