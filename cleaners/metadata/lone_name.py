"""A person's name alone around the headline, without a label: the author's, or a subhead that opens alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from cleaners.dates import is_date_shape
from cleaners.dates.tokens import tokenize
from cleaners.metadata.credited_persons import PERSON_LETTERS, persons
from cleaners.metadata.headline_area import NearbyLine
from cleaners.metadata.labelled import BARS
from cleaners.metadata.own_text import OwnText
from cleaners.metadata.person_names import is_certain_name, is_person_name, is_place, name_words
from cleaners.metadata.titles import is_site_name
from cleaners.phrases import phrase_key, phrases
from cleaners.text.line_shape import is_prose

_BESIDE = re.compile(rf"{BARS.pattern}|\s+/\s+")
"""Bars, dashes and slashes; in other places slashes occur in month names and after labels."""
_REACH = 2
"""Lines between a name and the date below it: a job, a reading time."""
_LINES_BELOW_HEADLINE = 8
"""Lines after a headline that may be a name alone: further down, a poem is signed."""
_SUBHEAD_OF_PAGE = re.compile(r"(?:^|\s)(?:h[2-6]|b|strong)(?:\s|$)")
_LINKED_NAME = re.compile(r"^a(?:\s|$)")
_TRANSLATOR = "translat"
_TAG_ADDRESS = re.compile(r"\btags?\b|categor|\bcat\b|/tag/|translat| #")


def lone_names(lines: Sequence[NearbyLine], article: OwnText, sites: frozenset[str]) -> list[str]:
    """The first name alone in its line that can only be the author's; empty without one.

    Below the name stands a date or a reading time, or beside it the outlet or a date. Else it is the only name in
    question, above the summary, nothing but a person can be meant, its element is no subhead, and neither headline nor
    text mentions its given name or its last word. A name that `article` mentions is a caption.
    """
    found = [(number, name) for number, line in enumerate(lines) for name in _names_in_question(line, article, sites)]
    for number, name in found:
        if _is_above_date(lines, number) or _is_beside_date(lines, number) or _has_company(lines[number], sites):
            return [name]
    if len(found) != 1 or found[0][0] >= _LINES_BELOW_HEADLINE:
        return []
    number, name = found[0]
    if lines[number].is_below_summary or _SUBHEAD_OF_PAGE.search(lines[number].names):
        return []
    return [name] if is_certain_name(name) and article.words.isdisjoint(name_words(name)) else []


def _names_in_question(line: NearbyLine, article: OwnText, sites: frozenset[str]) -> list[str]:
    """The name alone in a line, unless it is the translator's or the article mentions the person."""
    names = _sole_name(line, sites) if _TRANSLATOR not in line.names else []
    return [name for name in names if not article.mentions(name)]


def _sole_name(line: NearbyLine, sites: frozenset[str]) -> list[str]:
    """The only personal name in a line of names, dates and outlets, else the only one among its leaf elements."""
    parts = [part for part in _BESIDE.split(line.text) if part] if len(line.text) <= PERSON_LETTERS * 2 else []
    tagged = {text for text, names in line.parts if _TAG_ADDRESS.search(names)}
    names = [part for part in parts if is_person_name(part) and part not in tagged]
    others = [part for part in parts if part not in names and not is_date_shape(tokenize(part).shape)]
    if len(names) == 1 and not any(persons([part], sites) for part in others):
        return names
    inside = list(dict.fromkeys(text for text, _ in line.parts if is_person_name(text) and text not in tagged))
    return inside if len(inside) == 1 and parts else []


def _has_company(line: NearbyLine, sites: frozenset[str]) -> bool:
    """Whether a date, the outlet, a place or an agency stands beside a name in its line."""
    parts = [part for part in _BESIDE.split(line.text) if part]
    if len(line.text) <= PERSON_LETTERS * 2 and not _is_behind_label(line):
        parts += [text for text, _ in line.parts]
    return any(is_date_shape(tokenize(part).shape) or is_site_name(part, sites) or _is_nobody(part) for part in parts)


def _is_behind_label(line: NearbyLine) -> bool:
    """Whether an element with unlinked words of its own stands before the name, such as "referee" in a table."""
    texts = list(takewhile(lambda part: not is_person_name(part[0]), line.parts))[-1:]
    return any(
        not any(map(str.isdigit, text)) and not _is_nobody(text) and _LINKED_NAME.search(names) is None
        for text, names in texts
    )


def _is_nobody(part: str) -> bool:
    """Whether a text is a place, an agency, a desk or another name of nobody."""
    return is_place(part) or any(phrase_key(part) in phrases(name).whole for name in ("nobody", "agency", "desk"))


def _is_above_date(lines: Sequence[NearbyLine], number: int) -> bool:
    """Whether a date or a reading time stands soon below a line, on the same side of the headline."""
    below = lines[number + 1 : number + 1 + _REACH]
    return any(_is_stamp(other) and other.is_above == lines[number].is_above for other in below)


def _is_beside_date(lines: Sequence[NearbyLine], number: int) -> bool:
    """Whether a date stands soon above a line, in an element that the two share and that holds no paragraph."""
    parent = lines[number].parent
    near = [other for other in lines[max(0, number - _REACH) : number] if other.parent is parent]
    return parent is not None and any(map(_is_stamp, near)) and not any(map(is_prose, _texts_in(lines[number])))


def _texts_in(line: NearbyLine) -> Iterator[str]:
    """Yield the texts of the elements beside a line."""
    for element in line.parent if line.parent is not None else ():
        yield " ".join("".join(map(str, element.itertext())).split()) if isinstance(element.tag, str) else ""


def _is_stamp(line: NearbyLine) -> bool:
    """Whether a line is a date or a reading time."""
    is_dated = bool(line.machine_date) or is_date_shape(tokenize(line.text).shape)
    return is_dated or phrases("reading_time").match(line.text) is not None
