"""Personal data in a text that can be found by its form: e-mail addresses and telephone numbers."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from cleaners.signals.flag_words import flag_words
from cleaners.text.normalize import comparison_key

_EMAIL = re.compile(
    r"(?<![\w.+%-])[A-Za-z0-9][\w.+%-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w@-])", re.ASCII
)
"""An address as people have it; the local part and the labels have their longest lengths (RFC 5321, 4.5.3.1)."""
_PHONE_NUMBER = re.compile(r"(?<![\w.,/:@+-])(?:\+|\()?\d(?:[ ()./\u00a0-]{0,2}\d){6,16}(?![\w@%]|[.,:/-]\d)")
"""Seven to seventeen digits in groups; E.164 allows fifteen, and 00 may stand for the plus sign."""
_DIGITS = re.compile(r"\d")
_DATE = re.compile(r"(?:\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}|\d{4}\s?[-/]\s?\d{4})")
_FROM_ABROAD = re.compile(r"(?:\+|00)[1-9]")
_MOBILE = re.compile(r"0[1-9]\d{8,9}")
"""A national number in one piece, as Arab states write them: ten or eleven digits after a zero."""
_LABEL_LETTERS = 40
"""How far before a number what it is called may stand."""


class PersonalDatum(NamedTuple):
    """A place in a text."""

    kind: str
    """`email` or `phone`."""
    start: int
    """Characters before it."""
    end: int


def personal_data_of(text: str) -> tuple[PersonalDatum, ...]:
    """The e-mail addresses and telephone numbers in a text, in order.

    A number counts if it is written as one to be called from abroad, in one piece with a leading zero, or after a word
    such as "هاتف"; dates, years and amounts do not.

    >>> personal_data_of("راسلونا: a.b@mail.example أو هاتف: 555-12-34")
    (PersonalDatum(kind='email', start=9, end=25), PersonalDatum(kind='phone', start=35, end=44))
    >>> personal_data_of("بين 2010-2020 بلغ 1 200 000 000 يوم 2023-01-30")
    ()
    """
    emails = [PersonalDatum("email", *found.span()) for found in _EMAIL.finditer(text)] if "@" in text else []
    phones = [PersonalDatum("phone", *found.span()) for found in _PHONE_NUMBER.finditer(text) if _is_phone(text, found)]
    return tuple(sorted((*emails, *phones), key=lambda one: one.start))


def _is_phone(text: str, found: re.Match[str]) -> bool:
    written = found[0]
    if _DATE.fullmatch(written):
        return False
    digits = "".join(str(int(digit)) for digit in _DIGITS.findall(written))
    bare = written.lstrip("(")
    if _FROM_ABROAD.match(("+" if bare.startswith("+") else "") + digits) and 9 <= len(digits) <= 17:
        return True
    if _MOBILE.fullmatch(digits) and written.isdecimal():
        return True
    before = comparison_key(text[max(0, found.start() - _LABEL_LETTERS) : found.start()].rpartition("\n")[2]).split()
    return any(
        " ".join(before[-size - skip : len(before) - skip]) in _labels() for size in (1, 2) for skip in (0, 1, 2)
    )


@cache
def _labels() -> frozenset[str]:
    return frozenset(map(comparison_key, flag_words().personal.labels))
