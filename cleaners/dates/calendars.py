"""The vocabulary of printed dates: `calendars.toml`, strictly validated and folded for comparison."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
from msgspec import Meta

from cleaners.data_files import DataFileError, read_toml
from cleaners.text.line_shape import LETTER_RUN
from cleaners.text.normalize import comparison_key

_CALENDARS_FILE = Path(__file__).with_name("calendars.toml")

_Offset = Annotated[
    str, Meta(pattern=r"^(local|[+-]\d\d:\d\d)\Z", description="an offset such as '+03:00', or 'local'")
]
_MONTH_NUMBERS = {str(number): str(number) for number in range(1, 13)}
_WORD_KINDS: dict[str, dict[str, str]] = {
    "gregorian": dict.fromkeys(_MONTH_NUMBERS, "M"),
    "hijri": dict.fromkeys(_MONTH_NUMBERS, "H"),
    "weekdays": {str(number): "W" for number in range(1, 8)},
    "labels": {"published": "l", "updated": "u", "fetched": "f"},
    "halves": {"morning": "a", "afternoon": "p", "unclear": "q", "either": "m"},
    "eras": {"hijri": "h", "gregorian": "g"},
    "joins": {"words": "j"},
    "ago": {"before": "B", "after": "A", "about": "b"},
    "days_ago": {"0": "D", "1": "D", "2": "D"},
    "numbers": {str(number): "d" for number in range(1, 11)},
}
"""The token kind of each word list: the letter that the patterns over line shapes use."""
_ZONE, _UNIT = "Z", "U"
_MONTH_KINDS = {_WORD_KINDS["gregorian"]["1"], _WORD_KINDS["hijri"]["1"]}
_DATING_KINDS = {*_MONTH_KINDS, _UNIT, _WORD_KINDS["days_ago"]["1"]}
_UNITS = ("minute", "hour", "day", "coarse")
_UNIT_COUNTS = {"one": "1", "two": "2", "many": ""}


class _Word(NamedTuple):
    """The meaning of a word or phrase in a date."""

    kind: str
    """A letter of `_WORD_KINDS`, `Z` for a zone or `U` for a unit of time."""
    value: str
    """Number of a month, weekday or day; offset of a zone; unit and count, such as `hour 2`."""


@dataclass(frozen=True, slots=True)
class _Calendar:
    """Date words and phrases by comparison key."""

    words: dict[str, _Word]
    longest: int
    """Number of words in the longest phrase."""
    openings: frozenset[str]
    """The first words of the phrases."""
    dating: frozenset[str]
    """The words one of which a date without year and clock has: of months, units and days gone by."""


@cache
def calendar() -> _Calendar:
    """The vocabulary in `calendars.toml`, read once. Raises DataFileError if the file is invalid."""
    return read_calendar(_CALENDARS_FILE)


def names_month(text: str) -> bool:
    """Whether a text contains a one-word month name of either calendar.

    >>> names_month("في آذار/مارس"), names_month("في بيروت")
    (True, False)
    """
    words = (calendar().words.get(word) for word in comparison_key(text).split())
    return any(word is not None and word.kind in _MONTH_KINDS for word in words)


def read_calendar(path: Path) -> _Calendar:
    """Read a vocabulary file; raises DataFileError naming file, table, key and phrase."""
    words: dict[str, _Word] = {}
    for key, phrases, word in _phrase_lists(msgspec.to_builtins(read_toml(path, _TABLES_FORM))):
        for phrase in phrases:
            folded = comparison_key(phrase)
            if not folded or folded in words:
                why = "is in another list too" if folded else "has no letters"
                raise DataFileError(f"{path}: {key}: {phrase!r} {why}")
            words[folded] = word
    openings = frozenset(phrase.partition(" ")[0] for phrase in words)
    dating = (phrase for phrase, word in words.items() if word.kind in _DATING_KINDS)
    letters = frozenset(one for phrase in dating for one in LETTER_RUN.findall(phrase))
    return _Calendar(words, max((len(phrase.split()) for phrase in words), default=0), openings, letters)


def _keyed(keys: Any, values: Any = tuple[str, ...]) -> Any:
    """The type of a table limited to these keys."""
    return dict[Literal[tuple(keys)], values]  # type: ignore[misc]


_TABLES_FORM = msgspec.defstruct(
    "_Form",
    [
        *((table, _keyed(kinds), {}) for table, kinds in _WORD_KINDS.items()),
        ("zones", dict[_Offset, tuple[str, ...]], {}),
        ("units", _keyed(_UNITS, _keyed(_UNIT_COUNTS)), {}),
    ],
    frozen=True,
    forbid_unknown_fields=True,
)
"""Schema of the file: tables of phrase lists keyed by `_WORD_KINDS`, `_UNITS` and `_UNIT_COUNTS`."""


def _phrase_lists(tables: dict[str, dict[str, Any]]) -> Iterator[tuple[str, list[str], _Word]]:
    """Yield key, phrases and meaning of each list in the file."""
    for table, kinds in _WORD_KINDS.items():
        yield from ((f"{table}.{key}", phrases, _Word(kinds[key], key)) for key, phrases in tables[table].items())
    for offset, phrases in tables["zones"].items():
        yield f"zones.{offset}", phrases, _Word(_ZONE, offset)
    for unit, counts in tables["units"].items():
        for count, phrases in counts.items():
            yield f"units.{unit}.{count}", phrases, _Word(_UNIT, f"{unit} {_UNIT_COUNTS[count]}")
