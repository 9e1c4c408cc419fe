"""Recognise a person's name: a short line whose first word is a given name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cleaners.data_files import read_words
from cleaners.text.line_shape import is_name
from cleaners.text.normalize import comparison_key

_GIVEN_NAMES_FILE = Path(__file__).with_name("given_names.txt")
_TITLE_LETTERS = 2
"""A title before a name is abbreviated to one or two letters and a full stop."""


@cache
def _given_names() -> frozenset[str]:
    """Comparison keys of the given names; raises DataFileError for an unreadable or empty file."""
    return frozenset(map(comparison_key, read_words(_GIVEN_NAMES_FILE)))


def is_person_name(line: str) -> bool:
    """Whether a line is two to four words of letters starting with a given name, optionally after a title.

    >>> is_person_name("د. سامر الحلبي"), is_person_name("من مواقع التواصل"), is_person_name("أخبار الساعة")
    (True, False, False)
    """
    words = line.split()
    while len(words) > 2 and words[0].endswith(".") and len(words[0]) <= _TITLE_LETTERS + 1:
        words = words[1:]
    return is_name(" ".join(words)) and comparison_key(words[0]) in _given_names()
