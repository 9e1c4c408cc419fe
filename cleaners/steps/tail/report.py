"""The body of a report as a sequence of lines: its paragraphs, their topic, and labelled lines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.steps.other_articles.running_topic import TOPIC_PARAGRAPHS
from cleaners.text.content_words import coverage, topic_stems
from cleaners.text.line_shape import is_closed_prose, is_mostly_prose
from cleaners.text.normalize import comparison_key

LABELLED = re.compile(r"^\W{0,4}((?:[^\W\d_]\S*\s+){0,3}[^\W\d_][^\s:|]*)\s*[:|–—]\s*(.+)$")
"""Up to four words, a colon, bar or dash, and the text that they introduce."""
_PARAGRAPHS_SHARE = 0.5
_PART_TAGS = frozenset({"h2", "h3", "h4", "h5", "h6", "li", "th", "pre"})
_SPEAKER_LINES = 4
_MIN_LABELS = 3
_CELLS = frozenset({"td", "blockquote"})
_MIN_CELLS = 4
"""Fewest cells of a data table; pages laid out in tables have single lines in a few cells."""


@dataclass(frozen=True, slots=True)
class Report:
    """The body as a sequence of lines, and its topic."""

    blocks: tuple[Block, ...]
    paragraphs: tuple[int, ...]
    """Positions of the paragraphs, in order."""
    subject: frozenset[str]
    labels: Mapping[str, Sequence[int]]
    """Positions of the lines under each label."""
    labelled: tuple[int, ...]
    """Positions of all lines with a label, in order."""
    cells: frozenset[int]
    """Positions of the table cells and quotations that are parts of the text."""

    def shared(self, line: str) -> float:
        """Coverage of a line's content stems by the paragraphs, 0 to 1; 0 for a line without any."""
        return coverage(line, self.subject)

    def is_marked_up(self, number: int) -> bool:
        """Whether mark-up identifies a line as part of the text: a subhead, an item, a cell, a quotation."""
        return self.blocks[number].place.tag in _PART_TAGS or number in self.cells

    def is_one_of_many(self, number: int) -> bool:
        """Whether a line's label recurs like a speaker's in a dialogue, or is one of several side by side.

        A teaser's head occurs twice at most, and never beside more than one other label.
        """
        match = LABELLED.match(self.blocks[number].text)
        if match is None:
            return False
        run = self.run_around(number)
        beside = bisect_left(self.labelled, run.stop) - bisect_left(self.labelled, run.start)
        return beside >= _MIN_LABELS or len(self.labels[comparison_key(match[1])]) >= _SPEAKER_LINES

    def is_report(self) -> bool:
        """Whether paragraphs are most of the on-topic lines, and at least half of all lines."""
        lines = [block.text for block in self.blocks[self.paragraphs[0] : self.paragraphs[-1] + 1]]
        own = [line for line in lines if is_closed_prose(line) or self.shared(line)]
        return is_mostly_prose(own) and len(self.paragraphs) >= _PARAGRAPHS_SHARE * len(lines)

    def run_around(self, number: int) -> range:
        """Positions of the lines between the same two paragraphs as a line."""
        below = bisect_left(self.paragraphs, number)
        return range(self.paragraphs[below - 1] + 1, self.paragraphs[below])


def report_of(page: Document) -> Report | None:
    """The body as a report; None if it is not mostly paragraphs."""
    if len(page.closed) < TOPIC_PARAGRAPHS:
        return None
    paragraphs = tuple(n for n, block in enumerate(page.body) if is_closed_prose(block.text))
    labels: dict[str, list[int]] = defaultdict(list)
    for number, block in enumerate(page.body):
        if match := LABELLED.match(block.text):
            labels[comparison_key(match[1])].append(number)
    labelled = tuple(sorted(number for lines in labels.values() for number in lines))
    subject = topic_stems(block.text for block in page.closed)
    report = Report(page.body, paragraphs, subject, labels, labelled, _cells_of(page.body, paragraphs))
    return report if report.is_report() else None


def _cells_of(body: Sequence[Block], paragraphs: Iterable[int]) -> frozenset[int]:
    """Positions of the quotations and data-table cells that contain no paragraph."""
    texts = {body[n].place.path[-1:] for n in paragraphs}
    cells = [n for n, b in enumerate(body) if b.place.tag in _CELLS and b.place.path[-1:] not in texts]
    is_table = sum(body[n].place.tag == "td" for n in cells) >= _MIN_CELLS
    return frozenset(n for n in cells if is_table or body[n].place.tag != "td")
