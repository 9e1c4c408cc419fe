"""Derive a list's kind from single words of its heading when no phrase file has the whole heading."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from cleaners.blocks.block import Kind
from cleaners.data_files import read_toml
from cleaners.phrases import phrase_key

FILE = Path(__file__).with_name("headings.toml")
_WORDED_KINDS: tuple[Kind, ...] = ("most_read", "latest", "unlabelled")
"""Checked in this order: "the most read news of the last hours" names the most read."""


class _HeadingWords(Struct, frozen=True, forbid_unknown_fields=True):
    words: frozenset[str]
    first: frozenset[str]


class _Headings(Struct, frozen=True, forbid_unknown_fields=True):
    most_read: _HeadingWords
    latest: _HeadingWords
    unlabelled: _HeadingWords


@cache
def heading_words() -> Mapping[Kind, Mapping[str, frozenset[str]]]:
    """The folded words of each kind, by `words` and `first`; raises DataFileError if the file is malformed."""
    tables = msgspec.to_builtins(read_toml(FILE, _Headings))
    return {k: {place: frozenset(map(phrase_key, words)) for place, words in tables[k].items()} for k in _WORDED_KINDS}


def kind_by_words(heading: str) -> Kind | None:
    """The kind of list named by one of a heading's words; None for other headings, such as of related articles.

    >>> kind_by_words("آخر ما نُشر"), kind_by_words("رائج الآن"), kind_by_words("في الملف ذاته")
    ('latest', 'most_read', None)
    """
    words = phrase_key(heading).split()
    for kind in _WORDED_KINDS:
        table = heading_words()[kind]
        if table["words"].intersection(words) or table["first"].intersection(words[:1]):
            return kind
    return None
