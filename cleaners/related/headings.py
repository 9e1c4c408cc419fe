"""What the words of a heading say of the list under it, where no phrase file has the heading as a whole."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cleaners.block import Kind
from cleaners.errors import OwnDataError
from cleaners.phrases import key_of

FILE = Path(__file__).with_name("headings.toml")
KINDS: tuple[Kind, ...] = ("most_read", "latest", "unlabelled")
"""In this order: "the most read news of the last hours" names the most read."""
PLACES = ("words", "first")


@cache
def heading_words() -> Mapping[Kind, Mapping[str, frozenset[str]]]:
    """The folded words of each kind by place; raises OwnDataError for a file that is malformed."""
    try:
        data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise OwnDataError(f"{FILE}: cannot be read ({error})") from error
    if sorted(data) != sorted(KINDS):
        raise OwnDataError(f"{FILE}: tables are {sorted(data)}, must be {sorted(KINDS)}")
    for kind, table in data.items():
        if sorted(table) != sorted(PLACES):
            raise OwnDataError(f"{FILE}: keys of [{kind}] are {sorted(table)}, must be {sorted(PLACES)}")
        for place, words in table.items():
            if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
                raise OwnDataError(f"{FILE}: {kind}.{place} = {words!r} must be a list of strings")
    return {kind: {place: frozenset(map(key_of, data[kind][place])) for place in PLACES} for kind in KINDS}


def worded_kind(heading: str) -> Kind | None:
    """The kind of list that one of a heading's words names; None for any other heading, such as of related articles.

    >>> worded_kind("آخر ما نُشر"), worded_kind("رائج الآن"), worded_kind("في الملف ذاته")
    ('latest', 'most_read', None)
    """
    words = key_of(heading).split()
    for kind in KINDS:
        table = heading_words()[kind]
        if table["words"].intersection(words) or table["first"].intersection(words[:1]):
            return kind
    return None
