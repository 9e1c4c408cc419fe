"""Lines with the time of publication or change, and reading times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from datetime import datetime
from itertools import pairwise

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.dates import is_date_line, is_update, parse_dates, texts_beside_dates
from cleaners.metadata.labelled import BARS, is_dated
from cleaners.metadata.person_names import is_person_name
from cleaners.metadata.printed_section import is_line_of_details
from cleaners.phrases import phrase_key, phrases
from cleaners.text.line_shape import ends_sentence, is_prose, word_count

_DATELINE_LETTERS = 80
"""A line this short above the text that contains a full date is a dateline of the interface."""
_DATED_LINES = 4
"""First lines in which a text without paragraphs, such as a poem, may have a dateline."""
_DATE_LABEL_WORDS = 3
"""The longest section beside a date, outside the text's own container."""
_COMPANIONS = ("place", "agency", "nobody", "desk", "comments_heading", "interface_line", "network")
_LABELLED = ("byline", "source_line", "reading_time", "translator", "photo_credit", "interface_line")
_BAR_BETWEEN = "|"
"""It parts a section from a date, and nothing in a text."""
_EDGES = " ,،.:-–—()"


def date_line(page: Document, fetched_at: datetime | None = None) -> Iterator[Block]:
    """Mark lines that are only a date as dates, and above the first paragraph also those with a place, name or section.

    Evidence: the line says nothing else, but what a post is filed under where old blogs print it below. The days
    of a chronology are its subheads and stay.
    """
    days = _chronology(page)
    head = page.start if page.paragraphs else _DATED_LINES
    details = page.named("details_line")
    for block in page.texts:
        if block.index in days:
            continue
        is_said = block.index in details and is_line_of_details(block.text)
        is_said = is_said or (is_date_line(block.text) and (bool(page.paragraphs) or _has_digit(block.text)))
        if is_said or (block.index < head and _is_dateline(block, block.index in page.own)):
            yield block.becomes("date")


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def reading_time(page: Document) -> Iterator[Block]:
    """Drop reading times and visit counts."""
    named = page.named("reading_time")
    for block in (block for block in page.texts if block.index in named) if named else ():
        match = phrases("reading_time").match(block.text)
        if match and len(match.rest) < 20:
            yield block.becomes("noise")


def _chronology(page: Document) -> Set[int]:
    """Indices of unlabelled days that head paragraphs: at least two lines of one kind that are different days."""
    kinds: dict[object, list[Block]] = {}
    for block, below in pairwise(page):
        dated = block.role == "body" and is_date_line(block.text) and block.index in page.own
        if dated and (below.is_body or is_prose(below.text)) and not is_date_line(below.text):
            kinds.setdefault((block.place.tag, block.place.shapes[-1:]), []).append(block)
    listed = [blocks for blocks in kinds.values() if _are_days(blocks)]
    return frozenset(block.index for blocks in listed for block in blocks)


def _are_days(blocks: Sequence[Block]) -> bool:
    """Whether at least two of the lines name different days, without a label and a clock."""
    stamps = [parse_dates(block.text) for block in blocks]
    days = {stamp[0].iso for stamp in stamps if len(stamp) == 1 and stamp[0].label is None}
    return len(days) > 1 and all(len(day) == len("2025-03-19") for day in days)


def _is_dateline(block: Block, is_own: bool) -> bool:
    """Whether a short line is a full date with nothing but places, names, labels or a section beside it."""
    text = block.text
    if len(text) > _DATELINE_LETTERS or ends_sentence(text) or not parse_dates(text):
        return False
    may_be_labelled = not is_own or _BAR_BETWEEN in text
    parts = [part.strip(_EDGES) for part in BARS.split(text)]
    others = [part for part in parts if part and not is_dated(part)]
    bare = [text.strip(_EDGES) for part in others for text in texts_beside_dates(part)]
    return all(_go_with_date(part) or (may_be_labelled and _is_label(part, others)) for part in bare if part)


def _go_with_date(text: str) -> bool:
    """Whether a text is one or two things that go with a date, such as a count of comments and a reading time."""
    words = text.split()
    halves = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))
    return _goes_with_date(text) or any(_goes_with_date(one) and _goes_with_date(other) for one, other in halves)


def _goes_with_date(part: str) -> bool:
    """Whether a text is a place, an agency, a desk, a person, a reading time or a labelled name."""
    if any(phrase_key(part) in phrases(name).whole for name in _COMPANIONS) or is_person_name(part):
        return True
    if is_update(part):
        return True
    return any((match := phrases(name).match(part)) and word_count(match.rest) <= 4 for name in _LABELLED)


def _is_label(part: str, others: Sequence[str]) -> bool:
    """Whether a part between bars, itself without a date, is as short as a section's name."""
    return part in others and word_count(part) <= _DATE_LABEL_WORDS
