"""Names and dates after a short label in no list, accepted between headline and first paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cleaners.dates import is_date_line, is_date_shape, may_hold_date
from cleaners.dates.tokens import tokenize
from cleaners.metadata.headline_area import MAX_LINE_LETTERS, NearbyLine
from cleaners.metadata.own_text import OwnText
from cleaners.metadata.person_names import is_certain_name, is_place
from cleaners.phrases import phrase_key, phrases
from cleaners.text.line_shape import LETTER_RUN
from cleaners.text.normalize import comparison_key

_MAX_LABEL_WORDS = 4
"""Byline and date labels have one to four words."""
_USER_WORDS = 4
"""Words of a user's name."""
BARS = re.compile(r"\s+[-–—]+\s+|\s*[|•·]\s*")
_SLASH = re.compile(r"\s+/\s+")
_OTHER_LABELS = ("photo_credit", "translator", "source_line", "keyword_line", "related_heading", "read_more", "teaser")
"""Lists of phrases that precede headlines or the names of people other than the author."""


def value_of(piece: str) -> str:
    """The text after a short label and its colon; "" if the piece has no such label.

    >>> value_of("صاغت الخبر: هالة منصور"), value_of("الساعة 18:43 مساء"), value_of("بلا علامة")
    ('هالة منصور', '', '')
    """
    label, colon, value = piece.partition(":")
    words = comparison_key(label).split() if colon else ()
    is_label = 0 < len(words) <= _MAX_LABEL_WORDS and all(map(LETTER_RUN.fullmatch, words))
    return value.strip() if is_label else ""


def is_labelled_date(piece: str) -> bool:
    """Whether a piece of a line is a date after any short label."""
    value = value_of(piece)
    return bool(value) and is_date_line(value)


def is_dated(piece: str) -> bool:
    """Whether a piece of a line is a date, with any label or none."""
    return is_date_line(piece) or is_labelled_date(piece)


def goes_with_date(text: str) -> bool:
    """Whether a text beside a date is a place, or the user who posted the page, after a label.

    >>> goes_with_date("أرسلت بواسطة admin"), goes_with_date("بقلم هالة منصور"), goes_with_date("عقد اللقاء")
    (True, True, False)
    """
    posted = phrases("posted_by").match(text)
    is_posted = posted is not None and posted.form in ("start", "label") and 0 < len(posted.rest.split()) <= _USER_WORDS
    return is_posted or is_place(text)


def pieces(text: str) -> Iterator[str]:
    """Yield the parts of a line between bars and dashes, and between slashes outside dates."""
    for part in filter(None, BARS.split(text)):
        yield from (part,) if is_dated(part) else filter(None, _SLASH.split(part))


def undated_pieces(text: str) -> Iterator[str]:
    """Yield the parts of a line, as `pieces`, that are no dates."""
    if not may_hold_date(text):
        yield from (one for part in BARS.split(text) for one in _SLASH.split(part) if one)
        return
    for part in filter(None, BARS.split(text)):
        if not is_dated(part):
            inner = filter(None, _SLASH.split(part)) if "/" in part else (part,)
            yield from (one for one in inner if not is_date_shape(tokenize(one).shape) and not is_labelled_date(one))


def labelled_names(lines: Iterable[NearbyLine], article: OwnText) -> list[str]:
    """The person named after an unknown label between headline and text; empty unless there is exactly one.

    A person that the article's text mentions is not its author. Of several names one may be the photographer, the guest
    or the translator, so none is certain.
    """
    found: dict[str, str] = {}
    for line in lines:
        if line.is_below_summary or line.is_above or len(line.text) > MAX_LINE_LETTERS:
            continue
        for text in (line.text, *(part for part, _ in line.parts)):
            for name in map(_name_of, pieces(text)):
                if name and not article.mentions(name):
                    found.setdefault(comparison_key(name), name)
    return list(found.values()) if len(found) == 1 else []


def _name_of(piece: str) -> str:
    """The person after a label, unless the label is known to be another role's; "" for none."""
    name = value_of(piece)
    if not is_certain_name(name) or any(phrases(file).match(piece) for file in _OTHER_LABELS):
        return ""
    return "" if set(phrase_key(name).split()) & phrases("desk").whole else name
