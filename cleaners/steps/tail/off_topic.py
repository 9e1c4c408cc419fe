"""Short lines among the paragraphs that speak of nothing the article speaks of: teasers, credits, calls in any words.

No phrase is asked for. A subhead, a pull quote or a verse takes up the words of its text; what an interface or another
article says does not. Measured on 62 thousand paragraphs of real prose: 8 lines that belonged to their text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.dates.calendars import names_month
from cleaners.phrases import phrase_key
from cleaners.steps.tail.report import LABELLED, Text, text_of
from cleaners.text.content_words import content_stems
from cleaners.text.line_shape import (
    DASHES,
    TITLE_LETTERS,
    are_verses,
    ends_sentence,
    is_headline,
    is_open_ended,
    word_count,
)

_POINTER = re.compile(r"^(?:[◄►▶☚»«›→←🔴]|>>)+\s*\w")
_NUMBERED = re.compile(r"^\W*\d")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_AND = "\u0648"
"""A line that opens with "and" goes on with the text."""
_TEASER_LETTERS, _HEADLINE_LETTERS, _LINE_LETTERS, _TAIL_LETTERS, _HEAD_LETTERS = 190, 110, 60, 80, 45
_HEADLINE_SHARED = 1 / 3
_RUN_LINES, _HEAD_WORDS = 4, 4
_TEASED_SHARED = 0.67
_EDGE_SHARED = 0.2
"""Share of a line's longer words that the text may have too: two subjects of one newspaper share some."""


def off_topic(page: Document, flattened: bool = False) -> Iterator[Block]:
    """Lines off the article's subject are dropped, what they announce becomes an `inline` teaser.

    What follows a flattened text is another step's. In one without a page around it questions stay: summaries of
    programmes ask them, one for each of their subjects.
    """
    text = text_of(page)
    if text is None:
        return
    first, last = text.paragraphs[0], text.paragraphs[-1]
    paragraphs = frozenset(text.paragraphs)
    alone = flattened and not _has_page_around(page)
    edges = _furnished(page)
    for number, block in enumerate(text.blocks):
        if number in paragraphs or text.is_marked_up(number) or _continues(block.text):
            continue
        if alone and is_open_ended(block.text) and not _POINTER.match(block.text):
            continue
        if first < number < last:
            other = _between_paragraphs(block, number, text)
        else:
            looked_at = (number > last) in edges and not (flattened and number > last)
            other = _at_the_edge(block, number > last, text) if looked_at else None
        if other is not None:
            yield other


def _has_page_around(page: Document) -> bool:
    """Whether lines of a page were told apart from the text; a paragraph that is printed twice is none of these."""
    said = {phrase_key(block.text) for block in page.body}
    return any(not block.is_body and block.role != "title" and phrase_key(block.text) not in said for block in page)


def _furnished(page: Document) -> set[bool]:
    """At which ends of the text the page has lines of its own, `True` for after it: only there more are looked for.

    What a clean text begins and ends with is its own.
    """
    first, last = page.closed[0].index, page.closed[-1].index
    return {b.index > last for b in page if not b.is_body and not b.article and not first <= b.index <= last}


def _between_paragraphs(block: Block, number: int, text: Text) -> Block | None:
    """What a line between the first and the last paragraph becomes, None where it stays."""
    line = block.text
    told = LABELLED.match(line)
    off = told is not None and not content_stems(told[1]) & text.subject and not _NUMBERED.match(line)
    if told and off and len(line) <= _TEASER_LETTERS and not text.is_one_of_many(number):
        if is_headline(told[2]) and len(told[2]) <= TITLE_LETTERS:
            return block.becomes("related", "inline", told[2])
        if len(line) <= _LINE_LETTERS and not text.shared(line) and not is_open_ended(line):
            return block.becomes("noise")
    if _POINTER.match(line) and len(line) <= _TEASER_LETTERS:
        return block.becomes("related", "inline", line.lstrip("◄►▶☚»«›→←🔴> "))
    run = text.run_around(number)
    if len(run) > 1:
        return _among_others(block, run, text)
    if is_open_ended(line) or _NUMBERED.match(line):
        return None
    return block.becomes("noise") if _is_off(line, text) else None


def _is_off(line: str, text: Text) -> bool:
    """Whether a line speaks of nothing the text speaks of; a headline may share a third of its words."""
    if len(line) <= _HEADLINE_LETTERS and word_count(line) > 3 and text.shared(line) < _HEADLINE_SHARED:
        return True
    return len(line) <= _LINE_LETTERS and bool(_ARABIC.search(line)) and not text.shared(line)


def _among_others(block: Block, run: range, text: Text) -> Block | None:
    """What a line becomes that stands with others between two paragraphs: a teaser's head, its headline, one of
    several calls; None where one of them is of the text, or where they may be verses.

    In 62 thousand real paragraphs three such runs stood, all in a programme's list of other subjects.
    """
    if len(run) > _RUN_LINES:
        return None
    members = [text.blocks[n] for n in run]
    lines = [member.text for member in members]
    if any(map(text.is_marked_up, run)) or any(_continues(line) or _NUMBERED.match(line) for line in lines):
        return None
    if text.blocks[run[0] - 1].text.endswith(":"):
        return None
    is_head = len(run) == 2 and word_count(lines[0]) <= _HEAD_WORDS and not text.shared(lines[0])
    is_head = is_head and is_headline(lines[1]) and word_count(lines[1]) > _HEAD_WORDS
    if is_head and text.shared(lines[1]) < _TEASED_SHARED:
        is_first = block is members[0]
        return block.becomes("noise") if is_first else block.becomes("related", "inline", block.text)
    off = all(_is_off(line, text) for line in lines) and not are_verses(lines)
    return block.becomes("noise") if off else None


def _at_the_edge(block: Block, is_tail: bool, text: Text) -> Block | None:
    """What a line before the first or after the last paragraph becomes, None where it stays."""
    line = block.text
    if (
        _NUMBERED.match(line)
        or line.startswith(DASHES)
        or not _ARABIC.search(line)
        or text.shared(line) >= _EDGE_SHARED
    ):
        return None
    longest = _TAIL_LETTERS if is_tail else _HEAD_LETTERS
    return block.becomes("noise") if len(line) <= longest and (is_tail or not is_open_ended(line)) else None


def _continues(line: str) -> bool:
    """Whether a line is a sentence, announces what follows it, goes on with what stands before, or dates it."""
    if line.endswith((":", "،", "؛")) or line.lstrip("\"'“«").startswith(_AND) or names_month(line):
        return True
    return ends_sentence(line) and not is_open_ended(line)
