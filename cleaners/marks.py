"""What class names and ids say of an element, where they say anything."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

from cleaners.block import Kind
from cleaners.errors import OwnDataError

WORD = re.compile(r"[a-z]+")
DIGITS = re.compile(r"\d+")
KINDS: dict[str, Kind | Literal["menu"]] = {
    "menu": "menu",
    "most_read": "most_read",
    "related": "related",
    "latest": "latest",
}
MEANINGS = {
    "lists": tuple(KINDS),
    "addresses": ("share",),
    "parts": ("adjacent", "caption", "poll", "post", "side", "tags"),
}
FILE = Path(__file__).with_name("marks.toml")


@cache
def marks(table: str) -> dict[str, frozenset[str]]:
    """One table of `marks.toml`: a meaning and the words, or pairs of words, that name it.

    Raises OwnDataError for a table or meaning that is missing or unknown, and for a value that is no list of strings.
    """
    try:
        data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise OwnDataError(f"{FILE}: cannot be read ({error})") from error
    compare_keys("table", data, MEANINGS)
    compare_keys(f"key of [{table}]", data[table], MEANINGS[table])
    for meaning, words in data[table].items():
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise OwnDataError(f"{FILE}: {table}.{meaning} = {words!r} must be a list of strings")
    return {meaning: frozenset(words) for meaning, words in data[table].items()}


def compare_keys(what: str, given: Iterable[str], wanted: Iterable[str]) -> None:
    """Raise OwnDataError for the first key that is too many or missing."""
    given, wanted = list(given), list(wanted)
    for key in given:
        if key not in wanted:
            near = get_close_matches(key, wanted, 1)
            raise OwnDataError(f"{FILE}: unknown {what} {key!r}{f'; did you mean {near[0]!r}?' if near else ''}")
    for key in wanted:
        if key not in given:
            raise OwnDataError(f"{FILE}: {what} {key!r} is missing")


def check_marks() -> None:
    """Read the whole file, so that a malformed one raises OwnDataError at start and not at its first use."""
    for table in MEANINGS:
        marks(table)


def kind_of_shapes(shapes: Iterable[str]) -> Kind | Literal["menu"] | None:
    """The kind of list that the innermost telling class or id names, `menu` for navigation, else None."""
    for shape in reversed(list(shapes)):
        for kind, words in marks("lists").items():
            if words & words_of(shape):
                return KINDS[kind]
    return None


def is_marked(shapes: Iterable[str], part: str) -> bool:
    """Whether a class or id of one of the elements names that part of a page."""
    words = marks("parts")[part]
    return any(words & words_of(shape) for shape in shapes)


def is_share_link(url: str) -> bool:
    """Whether an address belongs to a share button or to an account in a social network."""
    host = url.lower().removeprefix("https://").removeprefix("http://").removeprefix("//").removeprefix("www.")
    return any(host.startswith((mark, f"m.{mark}", f"api.{mark}")) for mark in marks("addresses")["share"])


def plain_shape(shape: str) -> str:
    """Tag and first class of a shape: what elements of one kind share, whatever else tells them apart.

    >>> plain_shape("div card-3 wide #post-77")
    'div card-'
    """
    tag, *names = shape.split()
    first = next((name for name in names if not name.startswith("#")), "")
    return f"{tag} {DIGITS.sub('', first)}"


@lru_cache(maxsize=8192)
def words_of(shape: str) -> frozenset[str]:
    """The words of an element's id and classes, and the pairs of words that stand together in one of them.

    >>> sorted(words_of("div post-most-read_2"))
    ['most', 'most read', 'post', 'post most', 'read']
    """
    found: set[str] = set()
    for name in shape.split()[1:]:
        words = WORD.findall(name)
        found |= {*words, *(f"{a} {b}" for a, b in pairwise(words))}
    return frozenset(found)
