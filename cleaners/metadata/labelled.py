"""Names and dates after a short label that no list knows, by where they stand: between headline and first paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cleaners.dates import is_date_line
from cleaners.metadata.headline_area import Nearby
from cleaners.metadata.names import is_person_name
from cleaners.phrases import phrase_key, phrases
from cleaners.text.line_shape import LETTER_RUN
from cleaners.text.normalize import comparison_key

_LABEL_WORDS = 4
"""Labels of bylines and of dates have one to four words."""
_LINE_LETTERS = 160
BARS = re.compile(r"\s+[-–—]+\s+|\s*[|•·]\s*")
_SLASH = re.compile(r"\s+/\s+")
_OTHERS = ("photo_credit", "translator", "source_line", "keyword_line", "related_heading", "read_more", "teaser")
"""Phrases before the names of others than the author, and before headlines."""


def value_of(piece: str) -> str:
    """What follows a short label and its colon; "" where the piece is nothing of the kind.

    >>> value_of("صاغت الخبر: هالة منصور"), value_of("الساعة 18:43 مساء"), value_of("بلا علامة")
    ('هالة منصور', '', '')
    """
    label, colon, value = piece.partition(":")
    words = comparison_key(label).split()
    is_label = bool(colon) and 0 < len(words) <= _LABEL_WORDS and all(map(LETTER_RUN.fullmatch, words))
    return value.strip() if is_label else ""


def is_labelled_date(piece: str) -> bool:
    """Whether a piece of a line is a date after any short label."""
    return is_date_line(value_of(piece))


def is_dated(piece: str) -> bool:
    """Whether a piece of a line is a date, with any label or none."""
    return is_date_line(piece) or is_labelled_date(piece)


def pieces(text: str) -> Iterator[str]:
    """The parts of a line between bars and dashes; between slashes too, unless they stand in a date."""
    for part in filter(None, BARS.split(text)):
        yield from (part,) if is_dated(part) else filter(None, _SLASH.split(part))


def labelled_names(near: Iterable[Nearby], told: str) -> list[str]:
    """The one person whom a piece of the lines between headline and text names after an unknown label, or nobody.

    `told` is the comparison key of what the article says: whom it speaks of is not its author. Where several are
    named one may be the photographer, the guest or the translator, and nobody is sure.
    """
    found: dict[str, str] = {}
    for line in near:
        if line.is_beyond or line.is_above or len(line.text) > _LINE_LETTERS:
            continue
        for text in (line.text, *(part for part, _ in line.parts)):
            for name in map(_name_of, pieces(text)):
                if name and f" {comparison_key(name)} " not in f" {told} ":
                    found.setdefault(comparison_key(name), name)
    return list(found.values()) if len(found) == 1 else []


def _name_of(piece: str) -> str:
    """The person after a label that is not known to name another than the author; "" for none."""
    name = value_of(piece)
    if not is_person_name(name) or any(phrases(file).match(piece) for file in _OTHERS):
        return ""
    return "" if set(phrase_key(name).split()) & phrases("desk").whole else name
