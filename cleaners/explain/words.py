"""Words for people: what steps and fields are called, and dates, languages and numbers as they are said."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

from cleaners.data_files import Filled, read_toml

_LABELS_FILE = Path(__file__).with_name("words.toml")


@cache
def labels() -> dict[str, dict[str, str]]:
    """The Arabic words for steps, fates, fields, reasons and the page itself; tables that end in `_en` are English."""
    return read_toml(_LABELS_FILE, dict[str, dict[str, Filled]])


def date_in_words(iso: str) -> tuple[str, str]:
    """A day or moment (ISO 8601) in Arabic and in English; what is no date is given as it is, and "" in English.

    >>> date_in_words("2025-03-19T10:30:00+03:00")[1], date_in_words("2025-03-19")[1], date_in_words("soon")
    ('Wednesday 19 March 2025, 10:30 (UTC+03:00)', 'Wednesday 19 March 2025', ('soon', ''))
    """
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso, ""
    return _spoken(moment, "", "T" in iso, "\u060c"), _spoken(moment, "_en", "T" in iso, ",")


def _spoken(moment: datetime, language: str, has_clock: bool, comma: str) -> str:
    """A moment in the words of one language, with its zone as it was given."""
    words = labels()
    weekday, month = words[f"weekdays{language}"], words[f"months{language}"]
    day = f"{weekday[str(moment.isoweekday())]} {moment.day} {month[str(moment.month)]} {moment.year}"
    zone = f" ({moment.tzinfo})" if moment.tzinfo else ""
    return f"{day}{comma} {moment:%H:%M}{zone}" if has_clock else day


def language_in_words(code: str) -> tuple[str, str]:
    """The name of a language in Arabic and in English; of one without an entry its code, and "".

    >>> language_in_words("fr")[1], language_in_words("xx")
    ('French', ('xx', ''))
    """
    words = labels()
    return words["languages"].get(code, code), words["languages_en"].get(code, "")


def counted(number: int, thing: str) -> str:
    """A number with the form of its noun that Arabic grammar asks for; `thing` is a table of `words.toml`.

    >>> counted(2, "lines"), counted(11, "lines"), counted(1005, "letters")
    ('سطران خارج النص', '11 سطرا خارج النص', '1,005 أحرف')
    """
    forms, last = labels()[thing], number % 100
    if number in (1, 2):
        return forms["one" if number == 1 else "two"]
    form = "few" if 3 <= last <= 10 else "many" if last >= 11 else "other"
    return f"{number:,} {forms[form]}"
