"""Parse dates as Arab newsrooms print them; anything that would need a guess is None."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from cleaners.dates.calendars import calendar
from cleaners.dates.printed_dates import DAY_AND_MONTH, FULL_DATE, PrintedDate, printed_dates
from cleaners.dates.tokens import TokenizedLine, tokenize
from cleaners.text.line_shape import LETTER_RUN
from cleaners.text.normalize import comparison_key

_Label = Literal["published", "updated", "fetched"]
_LABEL_KINDS: dict[str, _Label] = {"l": "published", "u": "updated", "f": "fetched"}

_DATE_LINE_LETTERS = 140
"""The longest printed dates (label, weekday, both calendars and two clock times) have about 110."""
_WORDS_LETTERS = 40
"""The longest date lines without a digit ("last updated: an hour ago") have about 30."""
_DIGIT = re.compile(r"\d")
_YEAR_OR_CLOCK = re.compile(r"\d{4}|\d:\d\d")
_NOON = 12

_CLOCK = re.compile(r"(?:(?P<before>Z)[ ,(|\-]*)?(?P<time>T)(?: ?(?P<half>[apqm]))?(?:[ ,(|\-]*(?P<zone>Z))?")
_LOCAL = "local"
_NAIVE_LETTERS = len("2025-03-19T10:30:00")
_CLOCK_VALUE = re.compile(r"(\d+):(\d+)(?::(\d+)(?:[.,]\d+)?)?(?:([Zz])| ?([+-]\d\d):?(\d\d))?")
_RELATIVE = re.compile(
    r"[luf]?[ ,:\-|.]*(?:"
    r"B ?(?:b ?)?(?:(?P<count>d) ?)?(?P<unit>U)(?: ?b)*"
    r"|(?:(?P<count_>d) ?)?(?P<unit_>U) ?A"
    r"|(?P<days>D)(?:[ ,\-|]*j?[ ,\-|]*T ?[apqm]?)?"
    r")[ .]*"
)
_BESIDE_DATE = "WjlufUTZapqmhgHd ,:-|()/."
"""What stands beside a day, month and year and belongs to them."""
_SIGNS = re.compile("[WapqmZluf]")
"""With one of these, a clock time or a day without a year is the page's own date."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """One parsed date."""

    iso: str
    """A day (`2025-03-19`), or a time if a clock is printed, with its offset if a zone is too; always on the printed
    day."""
    raw: str
    """The string, or the part of it that was parsed, in normal form."""
    label: _Label | None = None
    """What the string calls the date; None if unlabelled."""
    is_relative: bool = False
    """Whether it was computed from the fetch time."""

    @property
    def day(self) -> str:
        """The day without the time."""
        return self.iso[:10]


def parse_date(text: str, now: datetime | None = None) -> Stamp | None:
    """Parse the date in a short string, day before month.

    Of several dates the one labelled as published wins, then an unlabelled one, then an updated or fetched one. A
    relative date must fill the string and is computed from `now`, in its zone; without `now` it is None. None also
    if the date is incomplete, impossible or contradicts its weekday or Hijri counterpart, and if equally labelled
    dates name different days.

    >>> parse_date("نشر في: السبت 18 شوال 1445 هـ - 27 أبريل 2024").iso
    '2024-04-27'
    >>> parse_date("آخر تحديث: ٠٩:٢١ م بتوقيت مكة المكرمة - ٢١ أيار/مايو ٢٠٢٥").iso
    '2025-05-21T21:21:00+03:00'
    >>> parse_date("31 فبراير 2024"), parse_date("12 آذار"), parse_date("الأحد 19 مارس 2025")
    (None, None, None)
    """
    stamps = parse_dates(text, now)
    for label in ("published", None, "updated", "fetched"):
        claims = [stamp for stamp in stamps if stamp.label == label]
        if claims:
            fullest = max(claims, key=lambda stamp: len(stamp.iso))
            return fullest if len({stamp.day for stamp in claims}) == 1 else None
    return None


def parse_dates(text: str, now: datetime | None = None) -> tuple[Stamp, ...]:
    """All dates in a short string, in order; empty if any of them is uncertain."""
    if not may_hold_date(text):
        return ()
    line = tokenize(text)
    found = _RELATIVE.fullmatch(line.shape)
    if found:
        stamp = _relative_stamp(line, found, now)
        return (stamp,) if stamp else ()
    dates = printed_dates(line)
    starts = [0, *(printed.end for printed in dates[:-1])]
    ends = [*(printed.start for printed in dates[1:]), len(line.shape)]
    return tuple(_date_stamp(line, *where) for where in zip(dates, starts, ends, strict=True)) if dates else ()


def texts_beside_dates(text: str) -> tuple[str, ...]:
    """What stands around the full dates of a short text, without their weekdays, clocks, labels and joining words.

    >>> texts_beside_dates("القاهرة في يوم الأحد 26 شباط/فبراير 2023 الساعة 10:30"), texts_beside_dates("19 مارس 2025")
    (('القاهرة',), ())
    """
    line = tokenize(text)
    kept: list[str] = []
    start = 0
    for found in FULL_DATE.finditer(line.shape):
        kept.append(_text_between(line, start, start + len(line.shape[start : found.start()].rstrip(_BESIDE_DATE))))
        start = len(line.shape) - len(line.shape[found.end() :].lstrip(_BESIDE_DATE))
    return tuple(filter(None, [*kept, _text_between(line, start, len(line.shape))]))


def _text_between(line: TokenizedLine, start: int, end: int) -> str:
    """The text from one token to another, `end` excluded; "" if there is none."""
    return line.text[line.tokens[start].start : line.tokens[end - 1].end].strip() if start < end else ""


def is_update(text: str) -> bool:
    """Whether a short text is labelled as the date of an update, and of no publication.

    >>> is_update("آخر تحديث قبل 3 ساعات"), is_update("نشر في 6 مارس 2024، آخر تحديث 7 مارس 2024")
    (True, False)
    """
    shape = tokenize(text).shape
    before, label, _ = shape.partition("u")
    return bool(label) and "l" not in shape and not FULL_DATE.search(before)


def is_date_line(text: str) -> bool:
    """Whether a line is nothing but a date or time with its weekday, label, clock, zone or Hijri counterpart.

    A day and month without a year, or a bare clock time, needs something that headings of a chronology lack: a
    weekday, a label, a half of the day or a zone.

    >>> [is_date_line(line) for line in ("الأحد 26 شباط/فبراير 2023", "منذ 3 ساعات", "18:43 مساء")]
    [True, True, True]
    >>> [is_date_line(line) for line in ("في عام 2025", "26 فبراير", "عقد اللقاء في 5 مارس 2024")]
    [False, False, False]
    """
    longest = _DATE_LINE_LETTERS if _DIGIT.search(text) else _WORDS_LETTERS
    return 3 <= len(text) <= longest and may_hold_date(text) and is_date_shape(tokenize(text).shape)


def may_hold_date(text: str) -> bool:
    """Whether a text has a year, a clock or a word of other dates; a cheap first test, which most lines fail."""
    if _YEAR_OR_CLOCK.search(text):
        return True
    return not calendar().dating.isdisjoint(LETTER_RUN.findall(comparison_key(text)))


def is_date_shape(shape: str) -> bool:
    """Whether the shape of a line (see `TokenizedLine`) is that of a date line."""
    if "x" in shape or "n" in shape:
        return False
    if _RELATIVE.fullmatch(shape):
        return True
    rest = DAY_AND_MONTH.sub("c", FULL_DATE.sub("C", shape))
    rest = re.sub(r"U(?=[ ,]*[WCc])", "", rest)
    if re.search(r"[xndyMHABUbD]", rest):
        return False
    return "C" in rest or bool(re.search("[cT]", rest) and _SIGNS.search(rest))


def _date_stamp(line: TokenizedLine, printed: PrintedDate, start: int, end: int) -> Stamp:
    """The stamp of one date, with the label and clock found between its neighbours."""
    labels = [_LABEL_KINDS[kind] for kind in line.shape[start : printed.start] if kind in _LABEL_KINDS]
    after = re.compile("[luf]").search(line.shape, printed.end, end)
    clock = _day_or_moment(line, printed, start if start == 0 else printed.start, after.start() if after else end)
    piece = line.text[line.tokens[printed.start].start : line.tokens[printed.end - 1].end]
    return Stamp(clock, line.text if is_date_shape(line.shape) else piece, labels[-1] if labels else None)


def _day_or_moment(line: TokenizedLine, printed: PrintedDate, start: int, end: int) -> str:
    """The day in ISO 8601, with the time if a clock stands between the two positions: one with a zone, else the first.

    A clock that names no zone, or one that changes in summer, gives a time without an offset.
    """
    clocks = [_time_of(line, found) for found in _CLOCK.finditer(line.shape, start, end)]
    known = [f"{printed.day}T{time}" for time in clocks if time and _is_moment(f"{printed.day}T{time}")]
    with_offset = (moment for moment in known if len(moment) > _NAIVE_LETTERS)
    return next(with_offset, next(iter(known), printed.day.isoformat()))


def _time_of(line: TokenizedLine, found: re.Match[str]) -> str | None:
    """The time in ISO 8601 of a match of `_CLOCK`; None for one that may be of either half of the day, as "3:15"."""
    clock = _CLOCK_VALUE.fullmatch(line.tokens[found.start("time")].value)
    if clock is None:
        return None
    zones = [line.tokens[found.start(name)].value for name in ("zone", "before") if found[name]]
    offset = f"{clock[5]}:{clock[6]}" if clock[5] else "+00:00" if clock[4] else next(iter(zones), _LOCAL)
    time = f"{_hour_of(int(clock[1]), found['half']):02}:{int(clock[2]):02}:{int(clock[3] or 0):02}"
    if offset != _LOCAL:
        return time + offset
    return time if found["half"] or len(clock[1]) > 1 else None


def _hour_of(hour: int, half: str | None) -> int:
    """The hour on the 24-hour clock; 99 if the half of the day contradicts it or leaves it open."""
    if half == "q" or (half == "a" and hour > _NOON):
        return 99
    if half == "a":
        return hour % _NOON
    return hour + _NOON if half in ("p", "m") and hour < _NOON else hour


def _is_moment(iso: str) -> bool:
    """Whether an ISO 8601 string is a valid date and time."""
    try:
        datetime.fromisoformat(iso)
    except ValueError:
        return False
    return True


def _relative_stamp(line: TokenizedLine, found: re.Match[str], now: datetime | None) -> Stamp | None:
    """The day that long before `now`; None for weeks and longer, which do not determine a day."""
    if found["days"]:
        back = timedelta(days=int(line.tokens[found.start("days")].value))
    else:
        form = "" if found["unit"] else "_"
        unit, _, count = line.tokens[found.start("unit" + form)].value.partition(" ")
        count = line.tokens[found.start("count" + form)].value if found["count" + form] else count
        if unit == "coarse" or not count:
            return None
        back = timedelta(**{f"{unit}s": int(count)})
    if now is None:
        return None
    if back > now.replace(tzinfo=None) - datetime.min:
        return None  # before the first year; fetch times come from archives too
    label = _LABEL_KINDS.get(line.shape[0])
    return Stamp((now - back).date().isoformat(), line.text, label, is_relative=True)
