"""An article as its end is looked for, passage by passage: its subject, and how much of it is paragraphs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set

from cleaners.blocks.block import Block
from cleaners.text.content_words import telling
from cleaners.text.line_shape import REGULAR, is_closed_prose

TOPIC_PARAGRAPHS = 3
"""Fewer paragraphs have no subject that could be told."""


class RunningTopic:
    """The lines of a page from `start` on, as far as they were taken; each is looked at once, however long the page."""

    def __init__(self, blocks: Sequence[Block], start: int) -> None:
        self.subject: set[str] = set()
        self.paragraphs = 0
        self._blocks, self._end = blocks, start
        self._attached: set[int] = set()
        self._apart: dict[str, list[int]] = defaultdict(list)
        """By stem, the lines that had none of the subject's when they were taken."""

    def take(self, end: int, told: Set[str]) -> None:
        """The lines before `end` are of the text now, and its subject has some more stems."""
        for stem in told - self.subject:
            self._attached.update(self._apart.pop(stem, ()))
        self.subject |= told
        for number in range(self._end, end):
            block = self._blocks[number]
            if block.is_body and is_closed_prose(block.text):
                self.paragraphs += 1
            elif block.is_body:
                self._take_line(number, telling(block.text))
        self._end = max(self._end, end)

    def _take_line(self, number: int, stems: Set[str]) -> None:
        if stems & self.subject:
            self._attached.add(number)
            return
        for stem in stems:
            self._apart[stem].append(number)

    def is_irregular(self) -> bool:
        """Whether paragraphs are too few among the lines on the subject to tell by them where the text ends."""
        return self.paragraphs < TOPIC_PARAGRAPHS or self.paragraphs < REGULAR * (self.paragraphs + len(self._attached))
