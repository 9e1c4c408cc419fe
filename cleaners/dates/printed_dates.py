"""Day, month and year printed together in either calendar, checked against weekday and second calendar."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from hijridate import Hijri

if TYPE_CHECKING:
    from cleaners.dates.tokens import TokenizedLine

_YEARS = range(1900, 2101)
_HIJRI_YEARS = range(1343, 1501)
"""The range of the Umm al-Qura tables."""
_MOON_DAYS = 2
"""Countries sight the new moon up to two days apart."""

_GAP = r"[ ,\-/|.:()@jU]{0,6}"
_MONTH = rf"(?P<month{{0}}>[MH])(?:{_GAP}(?P<twin{{0}}>[MH]))?"
FULL_DATE = re.compile(
    r"(?<![dyn][-/.])(?:"
    r"(?P<year1>y) ?(?P<mark1>[-/.]) ?(?P<month1>d) ?(?P=mark1) ?(?P<day1>d)(?![-/.][dyn])"
    r"|(?P<day2>d) ?(?P<mark2>[-/.]) ?(?P<month2>d) ?(?P=mark2) ?(?P<year2>y)(?![-/.][dyn])"
    rf"|(?<!d - )(?P<day3>d){_GAP}{_MONTH.replace('{0}', '3')}{_GAP}(?P<year3>y)"
    rf"|{_MONTH.replace('{0}', '4')}{_GAP}(?P<day4>d){_GAP}(?P<year4>y)"
    rf"|(?P<year5>y){_GAP}{_MONTH.replace('{0}', '5')}{_GAP}(?P<day5>d)"
    r")(?: ?[,.(]? ?(?P<era>[hgm]))?"
)
"""Over the shape of a line (`tokens.py`): year-first dates such as ISO, day-first dates, and dates with a month's
name or both its names ("آذار/مارس"). A run of more than three numbers is not a date."""
_US_STAMP = re.compile(r"(?<!\d)(?:[1-9]|1[0-2])/(?:[1-9]|1[0-2])/\d{4},? \d{1,2}:\d{2}:\d{2} [AP]M\b")
"""The .NET default for a time: month first, no padding, seconds, AM or PM."""
DAY_AND_MONTH = re.compile(rf"d{_GAP}[MH](?:{_GAP}[MH])?")
"""A day and month without a year."""
_WEEKDAY_BEFORE = re.compile(r"(?P<day>W)[ ,\-|:.()jU]*$")
_WEEKDAY_AFTER = re.compile(r"[ ,\-|()]*(?P<day>W)")


class PrintedDate(NamedTuple):
    """One date; `start` and `end` are token positions, `end` exclusive."""

    start: int
    end: int
    day: date
    """In the Gregorian calendar."""
    calendar: str
    """`gregorian`, `hijri`, or `hijri?` for a year in the Hijri range without month name or era."""


def printed_dates(line: TokenizedLine) -> list[PrintedDate]:
    """The dates of a line that are certain, in order.

    Empty if one is impossible, its two month names differ, an adjacent weekday contradicts it, or a Hijri and a
    Gregorian date on the line are different days. If both calendars are printed the Gregorian dates are returned;
    a Hijri date alone is converted (Umm al-Qura).
    """
    dates: list[PrintedDate] = []
    if "y" not in line.shape or _US_STAMP.search(line.text):
        return []
    for found in FULL_DATE.finditer(line.shape):
        printed = _date_of(line, found)
        if printed is None:
            return []
        dates.append(printed)
    western = [printed for printed in dates if printed.calendar == "gregorian"]
    eastern = [printed for printed in dates if printed.calendar != "gregorian"]
    if western and not all(_has_twin(printed, western) for printed in eastern):
        return []
    vouched = western or [printed for printed in eastern if printed.calendar == "hijri"]
    return vouched if all(_weekday_agrees(line, printed) for printed in vouched) else []


def _date_of(line: TokenizedLine, found: re.Match[str]) -> PrintedDate | None:
    """The date in a match of FULL_DATE, or None if there is no such day."""
    at = {name.rstrip("12345"): found.start(name) for name, kind in found.groupdict().items() if kind}
    values = {name: line.tokens[position].value for name, position in at.items()}
    names = {line.shape[at[name]] for name in ("month", "twin") if name in at} & {"M", "H"}
    era = line.shape[at["era"]] if "era" in at else ""
    calendar = _calendar_of(int(values["year"]), names, era)
    if not calendar or values.get("twin", values["month"]) != values["month"]:
        return None
    day = _day_of(int(values["year"]), int(values["month"]), int(values["day"]), calendar)
    return PrintedDate(found.start(), found.end(), day, calendar) if day else None


def _calendar_of(year: int, names: set[str], era: str) -> str | None:
    """The calendar of a date from its month names, era and year; None if they disagree."""
    if len(names) > 1 or ("M" in names and era == "h") or ("H" in names and era == "g"):
        return None
    if "H" in names or era == "h":
        return "hijri"
    return "hijri?" if not names and not era and year in _HIJRI_YEARS else "gregorian"


def _day_of(year: int, month: int, day: int, calendar: str) -> date | None:
    """The Gregorian day, or None if there is no such day or its year is out of range."""
    if year not in (_YEARS if calendar == "gregorian" else _HIJRI_YEARS):
        return None
    try:
        if calendar == "gregorian":
            return date(year, month, day)
        western = Hijri(year, month, day).to_gregorian()
        return date(western.year, western.month, western.day)
    except (ValueError, OverflowError):
        return None


def _has_twin(printed: PrintedDate, others: list[PrintedDate]) -> bool:
    """Whether one of the others is the same day, within the tolerance of moon sighting."""
    return any(abs((printed.day - other.day).days) <= _MOON_DAYS for other in others)


def _weekday_agrees(line: TokenizedLine, printed: PrintedDate) -> bool:
    """Whether the weekday beside a date matches it; True if there is none."""
    beside = _WEEKDAY_BEFORE.search(line.shape[: printed.start]) or _WEEKDAY_AFTER.match(line.shape, printed.end)
    return beside is None or line.tokens[beside.start("day")].value == str(printed.day.isoweekday())
