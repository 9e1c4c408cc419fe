"""Short off-topic lines among the paragraphs: teasers, credits, calls in any wording.

No phrase is needed: a subhead, a pull quote or a verse repeats words of its text; interface text and other articles do
not. Measured on 62 thousand paragraphs of real prose: 8 dropped lines belonged to their text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.dates.calendars import names_month
from cleaners.steps.head.page_head import LEADING_DIGIT
from cleaners.steps.other_articles.article_end import opens_with_and
from cleaners.steps.tail.report import LABELLED, Report, report_of
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

_ARROW_LINE = re.compile(r"^(?:[◄►▶☚»«›→←🔴]|>>)+\s*\w")
_ARABIC_ALPHABET = re.compile(r"[\u0621-\u064a]")
_LABELLED_LETTERS, _LONG_LINE_LETTERS, _SHORT_LINE_LETTERS, _TAIL_LETTERS, _HEAD_LETTERS = 190, 110, 60, 80, 45
_HEADLINE_SHARED = 1 / 3
_MAX_RUN, _TEASER_HEAD_WORDS = 4, 4
_ANNOUNCED_SHARED = 0.67
_EDGE_SHARED = 0.2
"""Largest coverage of a line's stems by the text: two topics of one newspaper share some."""


def off_topic(page: Document) -> Iterator[Block]:
    """Drop lines off the article's topic; a headline that they announce becomes an `inline` teaser.

    This is no step for flattened texts, in which no mark-up confirms the guess.
    """
    report = report_of(page)
    if report is None:
        return
    first, last = report.paragraphs[0], report.paragraphs[-1]
    paragraphs = frozenset(report.paragraphs)
    edges = _furnished_ends(page)
    for number, block in enumerate(report.blocks):
        if number in paragraphs or block.index in page.own or report.is_marked_up(number) or _continues(block.text):
            continue
        if first < number < last:
            other = _between_paragraphs(block, number, report)
        else:
            other = _at_the_edge(block, number > last, report) if (number > last) in edges else None
        if other is not None:
            yield other


def _furnished_ends(page: Document) -> set[bool]:
    """The ends of the text at which the page has other lines, `True` for its end: only there to look for more.

    The first and last lines of a clean text are its own.
    """
    first, last = page.closed[0].index, page.closed[-1].index
    return {b.index > last for b in page if not b.is_body and not b.article and not first <= b.index <= last}


def _between_paragraphs(block: Block, number: int, report: Report) -> Block | None:
    """What a line between the first and the last paragraph becomes; None if it stays."""
    line = block.text
    label = LABELLED.match(line)
    off = label is not None and not content_stems(label[1]) & report.subject and not LEADING_DIGIT.match(line)
    if label and off and len(line) <= _LABELLED_LETTERS and not report.is_one_of_many(number):
        if is_headline(label[2]) and len(label[2]) <= TITLE_LETTERS:
            return block.becomes("related", "inline", label[2])
        if len(line) <= _SHORT_LINE_LETTERS and not report.shared(line) and not is_open_ended(line):
            return block.becomes("noise")
    if _ARROW_LINE.match(line) and len(line) <= _LABELLED_LETTERS:
        return block.becomes("related", "inline", line.lstrip("◄►▶☚»«›→←🔴> "))
    run = report.run_around(number)
    if len(run) > 1:
        return _among_others(block, run, report)
    if is_open_ended(line) or LEADING_DIGIT.match(line):
        return None
    return block.becomes("noise") if _is_off_topic(line, report) else None


def _is_off_topic(line: str, report: Report) -> bool:
    """Whether a line is off topic; one long enough for a headline may share up to a third of its stems."""
    if len(line) <= _LONG_LINE_LETTERS and word_count(line) > 3 and report.shared(line) < _HEADLINE_SHARED:
        return True
    return len(line) <= _SHORT_LINE_LETTERS and bool(_ARABIC_ALPHABET.search(line)) and not report.shared(line)


def _among_others(block: Block, run: range, report: Report) -> Block | None:
    """What a line in a run between two paragraphs becomes: a teaser's head, its headline, one of several calls.

    None if one of the lines belongs to the text or they may be verses. 62 thousand real paragraphs had three such
    runs, all in a programme's list of other topics.
    """
    if len(run) > _MAX_RUN:
        return None
    members = [report.blocks[n] for n in run]
    lines = [member.text for member in members]
    if any(map(report.is_marked_up, run)) or any(_continues(line) or LEADING_DIGIT.match(line) for line in lines):
        return None
    if report.blocks[run[0] - 1].text.endswith(":"):
        return None
    is_head = len(run) == 2 and word_count(lines[0]) <= _TEASER_HEAD_WORDS and not report.shared(lines[0])
    is_head = is_head and is_headline(lines[1]) and word_count(lines[1]) > _TEASER_HEAD_WORDS
    if is_head and report.shared(lines[1]) < _ANNOUNCED_SHARED:
        is_first = block is members[0]
        return block.becomes("noise") if is_first else block.becomes("related", "inline", block.text)
    off = all(_is_off_topic(line, report) for line in lines) and not are_verses(lines)
    return block.becomes("noise") if off else None


def _at_the_edge(block: Block, is_tail: bool, report: Report) -> Block | None:
    """What a line before the first or after the last paragraph becomes; None if it stays."""
    line = block.text
    if (
        LEADING_DIGIT.match(line)
        or line.startswith(DASHES)
        or not _ARABIC_ALPHABET.search(line)
        or report.shared(line) >= _EDGE_SHARED
    ):
        return None
    longest = _TAIL_LETTERS if is_tail else _HEAD_LETTERS
    return block.becomes("noise") if len(line) <= longest and (is_tail or not is_open_ended(line)) else None


def _continues(line: str) -> bool:
    """Whether a line is a sentence, introduces the next line, continues the previous one, or names a month."""
    if line.endswith((":", "،", "؛")) or opens_with_and(line) or names_month(line):
        return True
    return ends_sentence(line) and not is_open_ended(line)
