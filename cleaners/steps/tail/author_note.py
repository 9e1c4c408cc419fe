"""Notes on the author below the text: a profession, a town, books."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.phrases import phrases
from cleaners.steps.other_articles.running_topic import TOPIC_PARAGRAPHS
from cleaners.text.content_words import coverage, topic_stems
from cleaners.text.line_shape import is_prose
from cleaners.text.normalize import comparison_key

_NOTE_LETTERS = 260
_NOTE_SHARED = 0.2
"""Largest coverage of a note's content stems by the text; a closing paragraph has more in 9 of 10 articles."""
_NOTE_LINES = 8
"""Last lines of the body that may hold a note: credits, a poll and calls may follow it."""
_DASHES = (" - ", " – ", " — ")


def author_note(page: Document, authors: Sequence[str] = ()) -> Iterator[Block]:
    """Drop off-topic lines after the text that open with a profession, or with the author's name and a profession.

    Reports that open alike begin with their news; a report on a writer shares the words of its text.
    """
    names = {comparison_key(name) for name in (*authors, *(b.value for b in page if b.role == "byline" and b.value))}
    last = page.body[-_NOTE_LINES:]
    notes = [block for block in last if _introduces(block.text, names)]
    if not notes:
        return
    notes = [block for block in notes if not _is_listed(block, last)]
    own = [block for block in page.closed if block not in notes]
    subject = topic_stems(block.text for block in own)
    for note in notes if len(own) >= TOPIC_PARAGRAPHS else ():
        if note.index > own[TOPIC_PARAGRAPHS - 1].index and coverage(note.text, subject) < _NOTE_SHARED:
            yield note.becomes("noise")


def _is_listed(note: Block, last: Sequence[Block]) -> bool:
    """Whether a line with a dash stands among others with one, as those who sign a letter do."""
    beside = [block for block in last if abs(block.index - note.index) == 1]
    return _has_dash(note.text) and any(_has_dash(block.text) and not is_prose(block.text) for block in beside)


def _has_dash(text: str) -> bool:
    return any(dash in text for dash in _DASHES)


def _introduces(text: str, names: set[str]) -> bool:
    """Whether a short text opens with a profession, alone or after one of the names."""
    if len(text) > _NOTE_LETTERS:
        return False
    key = comparison_key(text)
    rest = next((key.removeprefix(name) for name in names if name and key.startswith(f"{name} ")), key)
    return phrases("profession").may_open(rest) and phrases("profession").match(rest, _NOTE_LETTERS) is not None
