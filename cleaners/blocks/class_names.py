"""What class names and ids say of an element, where they say anything."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

from msgspec import Struct

from cleaners.blocks.block import Kind
from cleaners.data_files import read_toml

_WORD = re.compile(r"[a-z]+")
_DIGITS = re.compile(r"\d+")
_KINDS: tuple[Kind | Literal["menu"], ...] = ("menu", "most_read", "related", "latest")
"""In this order the kinds of lists are asked for."""
_FILE = Path(__file__).parents[1] / "marks.toml"
_Words = frozenset[str]


class _Lists(Struct, frozen=True, forbid_unknown_fields=True):
    menu: _Words
    most_read: _Words
    related: _Words
    latest: _Words


class _Addresses(Struct, frozen=True, forbid_unknown_fields=True):
    share: _Words


class _Parts(Struct, frozen=True, forbid_unknown_fields=True):
    adjacent: _Words
    caption: _Words
    poll: _Words
    post: _Words
    side: _Words
    tags: _Words


class _Marks(Struct, frozen=True, forbid_unknown_fields=True):
    """The words, or pairs of words, that name kinds of lists, addresses and parts of a page."""

    lists: _Lists
    addresses: _Addresses
    parts: _Parts


@cache
def marks() -> _Marks:
    """The words of `marks.toml`, read once; raises DataFileError where the file is not of the form."""
    return read_toml(_FILE, _Marks)


def kind_of_shapes(shapes: Iterable[str]) -> Kind | Literal["menu"] | None:
    """The kind of list that the innermost telling class or id names, `menu` for navigation, else None."""
    for shape in reversed(list(shapes)):
        for kind in _KINDS:
            if getattr(marks().lists, kind) & _words_of(shape):
                return kind
    return None


def is_marked(shapes: Iterable[str], part: str) -> bool:
    """Whether a class or id of one of the elements names that part of a page."""
    words: _Words = getattr(marks().parts, part)
    return any(words & _words_of(shape) for shape in shapes)


def is_share_link(url: str) -> bool:
    """Whether an address belongs to a share button or to an account in a social network."""
    host = url.lower().removeprefix("https://").removeprefix("http://").removeprefix("//").removeprefix("www.")
    return any(host.startswith((mark, f"m.{mark}", f"api.{mark}")) for mark in marks().addresses.share)


def plain_shape(shape: str) -> str:
    """Tag and first class of a shape: what elements of one kind share, whatever else tells them apart.

    >>> plain_shape("div card-3 wide #post-77")
    'div card-'
    """
    tag, *names = shape.split()
    first = next((name for name in names if not name.startswith("#")), "")
    return f"{tag} {_DIGITS.sub('', first)}"


@lru_cache(maxsize=8192)
def _words_of(shape: str) -> frozenset[str]:
    """The words of an element's id and classes, and the pairs of words that stand together in one of them.

    >>> sorted(_words_of("div post-most-read_2"))
    ['most', 'most read', 'post', 'post most', 'read']
    """
    found: set[str] = set()
    for name in shape.split()[1:]:
        words = _WORD.findall(name)
        found |= {*words, *(f"{a} {b}" for a, b in pairwise(words))}
    return frozenset(found)
