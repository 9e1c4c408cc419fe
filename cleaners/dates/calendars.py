"""The words that dates are printed with: `calendars.toml`, read strictly and folded for comparing."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from cleaners.errors import OwnDataError
from cleaners.normalize import comparison_key

FILE = Path(__file__).with_name("calendars.toml")

OFFSET = re.compile(r"local|[+-]\d\d:\d\d")
MONTHS = {str(number): str(number) for number in range(1, 13)}
KINDS: dict[str, dict[str, str]] = {
    "gregorian": dict.fromkeys(MONTHS, "M"),
    "hijri": dict.fromkeys(MONTHS, "H"),
    "weekdays": {str(number): "W" for number in range(1, 8)},
    "labels": {"published": "l", "updated": "u", "fetched": "f"},
    "halves": {"morning": "a", "afternoon": "p", "unclear": "q", "either": "m"},
    "eras": {"hijri": "h", "gregorian": "g"},
    "joins": {"words": "j"},
    "ago": {"before": "B", "after": "A", "about": "b"},
    "days_ago": {"0": "D", "1": "D", "2": "D"},
    "numbers": {str(number): "d" for number in range(1, 11)},
}
"""One letter for what each list of words is, as the patterns of `dates.py` spell it."""
ZONE, UNIT = "Z", "U"
MONTH_KINDS = {KINDS["gregorian"]["1"], KINDS["hijri"]["1"]}
UNITS = ("minute", "hour", "day", "coarse")
COUNTS = {"one": "1", "two": "2", "many": ""}


class Word(NamedTuple):
    """What a word or phrase means in a date."""

    kind: str
    """A letter of `KINDS`, `Z` for a zone or `U` for a unit of time."""
    value: str
    """Number of a month, weekday or day; offset of a zone; unit and count, such as `hour 2`."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """All words of dates by their comparison key."""

    words: dict[str, Word]
    longest: int
    """Words in the longest phrase."""


@cache
def calendar() -> Calendar:
    """The words of `calendars.toml`, read once. Raises OwnDataError where the file is wrong."""
    return read_calendar(FILE)


def names_month(text: str) -> bool:
    """Whether a text names a month in one word, of any calendar.

    >>> names_month("في آذار/مارس"), names_month("في بيروت")
    (True, False)
    """
    words = (calendar().words.get(word) for word in comparison_key(text).split())
    return any(word is not None and word.kind in MONTH_KINDS for word in words)


def read_calendar(path: Path) -> Calendar:
    """The words of one file of the same shape; raises OwnDataError naming file, table, key and phrase."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise OwnDataError(f"{path}: cannot be read ({error})") from error
    words: dict[str, Word] = {}
    for table, entries in data.items():
        check(path, "table", table, [*KINDS, "zones", "units"])
        for key, phrases, word in lists_of(path, table, entries):
            for phrase in strings(path, f"{table}.{key}", phrases):
                folded = comparison_key(phrase)
                if not folded or folded in words:
                    why = "stands in another list too" if folded else "has no letters"
                    raise OwnDataError(f"{path}: {table}.{key}: {phrase!r} {why}")
                words[folded] = word
    return Calendar(words, max((len(phrase.split()) for phrase in words), default=0))


def lists_of(path: Path, table: str, entries: Any) -> list[tuple[str, Any, Word]]:
    """Key, phrases and meaning of each list in one table of the file."""
    if not isinstance(entries, dict):
        raise OwnDataError(f"{path}: {table} = {entries!r} is not a table")
    if table == "zones":
        for key in entries:
            if not OFFSET.fullmatch(key):
                raise OwnDataError(f"{path}: zones: {key!r} is no offset such as '+03:00', nor 'local'")
        return [(key, phrases, Word(ZONE, key)) for key, phrases in entries.items()]
    if table == "units":
        return [found for unit, forms in entries.items() for found in unit_lists(path, unit, forms)]
    for key in entries:
        check(path, f"{table} key", key, list(KINDS[table]))
    return [(key, phrases, Word(KINDS[table][key], key)) for key, phrases in entries.items()]


def unit_lists(path: Path, unit: str, forms: Any) -> list[tuple[str, Any, Word]]:
    """The same for one unit of time."""
    check(path, "unit", unit, list(UNITS))
    if not isinstance(forms, dict):
        raise OwnDataError(f"{path}: units.{unit} = {forms!r} is not a table")
    for form in forms:
        check(path, f"units.{unit} key", form, list(COUNTS))
    return [(f"{unit}.{form}", phrases, Word(UNIT, f"{unit} {COUNTS[form]}")) for form, phrases in forms.items()]


def strings(path: Path, key: str, phrases: Any) -> list[str]:
    """The phrases if they are a list of strings."""
    if not isinstance(phrases, list) or not all(isinstance(phrase, str) for phrase in phrases):
        raise OwnDataError(f"{path}: {key} = {phrases!r} is not a list of phrases")
    return phrases


def check(path: Path, what: str, key: str, valid: list[str]) -> None:
    """Raise OwnDataError for a key that is not valid, with the nearest one that is."""
    if key not in valid:
        near = get_close_matches(key, valid, 1, 0.0)[0]
        raise OwnDataError(f"{path}: unknown {what} {key!r}; did you mean {near!r}?")
