"""What class names and ids reveal about an element."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, get_args

from msgspec import Struct

from cleaners.blocks.block import Kind
from cleaners.data_files import read_toml
from cleaners.text.text_cache import text_cache

_ASCII_WORD = re.compile(r"[a-z]+")
_DIGIT_RUN = re.compile(r"\d+")
Region = Literal[
    "dialog", "comments", "page_header", "page_footer", "menu", "sidebar", "form", "share_links",
    "advertisement", "other_headlines", "details",
]  # fmt: skip
"""The parts of a page around its article, by precedence where one class name has words of several."""
_LIST_KINDS: tuple[Kind | Literal["menu"], ...] = ("menu", "most_read", "related", "latest")
"""The kinds of lists by precedence."""
_REGIONS: tuple[Region, ...] = get_args(Region)
_MARKS_FILE = Path(__file__).parents[1] / "marks.toml"
_WordSet = frozenset[str]


class _ListMarks(Struct, frozen=True, forbid_unknown_fields=True):
    menu: _WordSet
    most_read: _WordSet
    related: _WordSet
    latest: _WordSet


class _AddressMarks(Struct, frozen=True, forbid_unknown_fields=True):
    share: _WordSet


class _PartMarks(Struct, frozen=True, forbid_unknown_fields=True):
    adjacent: _WordSet
    apart: _WordSet
    builder: _WordSet
    builder_part: _WordSet
    box: _WordSet
    caption: _WordSet
    fold: _WordSet
    not_read_aloud: _WordSet
    poll: _WordSet
    post: _WordSet
    read_aloud: _WordSet
    side: _WordSet
    tags: _WordSet


class _RegionMarks(Struct, frozen=True, forbid_unknown_fields=True):
    dialog: _WordSet
    comments: _WordSet
    page_header: _WordSet
    page_footer: _WordSet
    menu: _WordSet
    sidebar: _WordSet
    form: _WordSet
    share_links: _WordSet
    advertisement: _WordSet
    other_headlines: _WordSet
    details: _WordSet


class _BoxMarks(Struct, frozen=True, forbid_unknown_fields=True):
    comments: _WordSet
    menu: _WordSet
    form: _WordSet
    share_links: _WordSet
    advertisement: _WordSet
    other_headlines: _WordSet
    details: _WordSet


_BOXES: tuple[Region, ...] = tuple(region for region in _REGIONS if region in _BoxMarks.__struct_fields__)


class _ClassMarks(Struct, frozen=True, forbid_unknown_fields=True):
    """The words, or pairs of adjacent words, that name kinds of lists and parts of a page, and social-network hosts."""

    lists: _ListMarks
    addresses: _AddressMarks
    parts: _PartMarks
    regions: _RegionMarks
    boxes: _BoxMarks


@cache
def class_marks() -> _ClassMarks:
    """The contents of `marks.toml`, read once; raises DataFileError where it is malformed."""
    return read_toml(_MARKS_FILE, _ClassMarks)


def list_kind(shapes: Sequence[str]) -> Kind | Literal["menu"] | None:
    """The kind of list named by the innermost class or id that names one, `menu` for navigation, else None."""
    lists = class_marks().lists
    for shape in reversed(shapes):
        if marks := _marks_of_shape(shape):
            for kind in _LIST_KINDS:
                if not marks.isdisjoint(getattr(lists, kind)):
                    return kind
    return None


def is_marked(shapes: Iterable[str], part: str) -> bool:
    """Whether a class or id of one of the elements names a part of a page, such as `caption`."""
    words: _WordSet = getattr(class_marks().parts, part)
    named = [shape for shape in shapes if not words.isdisjoint(_marks_of_shape(shape))]
    return any(map(_names_side, named)) if part == "side" else bool(named)


def region_of_names(shape: str) -> Region | None:
    """The part of a page around its article that an element's class or id names; else None."""
    marks, regions = _marks_of_shape(shape), class_marks().regions
    for region in _REGIONS if marks else ():
        if not marks.isdisjoint(getattr(regions, region)) and (region != "sidebar" or is_marked((shape,), "side")):
            return region
    return None


def box_of_names(shape: str) -> Region | None:
    """The part of a page that an element's class or id names beyond doubt, even inside a text; else None."""
    marks, boxes = _marks_of_shape(shape), class_marks().boxes
    return next((name for name in (_BOXES if marks else ()) if not marks.isdisjoint(getattr(boxes, name))), None)


def is_share_link(url: str) -> bool:
    """Whether an address belongs to a share button or a social-network account."""
    host = url.lower().removeprefix("https://").removeprefix("http://").removeprefix("//").removeprefix("www.")
    return any(host.startswith((mark, f"m.{mark}", f"api.{mark}")) for mark in class_marks().addresses.share)


@text_cache(8192)
def plain_shape(shape: str) -> str:
    """Tag and first class of a shape, digits removed: what elements of one kind have in common.

    >>> plain_shape("div card-3 wide #post-77")
    'div card-'
    """
    tag, *names = shape.split()
    first = next((name for name in names if not name.startswith("#")), "")
    return f"{tag} {_DIGIT_RUN.sub('', first)}"


def _names_side(shape: str) -> bool:
    """Whether a class or id names a sidebar; page builders call each part of a text a widget."""
    parts = class_marks().parts
    for name in shape.split()[1:]:
        words = parts.side & _marks_of_shape(f"- {name}")
        if words and not (words <= parts.builder_part and name.lstrip("#").startswith(tuple(parts.builder))):
            return True
    return False


@text_cache(8192)
def _marks_of_shape(shape: str) -> frozenset[str]:
    """The words of an element's id and classes, and the pairs of adjacent words within each, that name anything.

    >>> sorted(_marks_of_shape("div post-most-read_2 item-tags"))
    ['most read', 'read', 'tags']
    """
    found: list[str] = []
    for name in shape.split()[1:]:
        words = _ASCII_WORD.findall(name)
        found += words
        found += [f"{a} {b}" for a, b in pairwise(words)]
    return _all_marks().intersection(found)


@cache
def _all_marks() -> _WordSet:
    """Every mark of lists, parts, regions and boxes."""
    marks = class_marks()
    kinds = (marks.lists, marks.parts, marks.regions, marks.boxes)
    return frozenset[str]().union(*(getattr(kind, name) for kind in kinds for name in kind.__struct_fields__))
