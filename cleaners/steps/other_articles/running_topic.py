"""The topic of an article and its share of paragraphs, updated passage by passage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set

from cleaners.blocks.block import Block
from cleaners.text.content_words import content_stems
from cleaners.text.line_shape import PROSE_SHARE, is_closed_prose

TOPIC_PARAGRAPHS = 3
"""Fewest paragraphs from which a topic can be determined."""


class RunningTopic:
    """The lines taken so far from a page, beginning at `start`; each is examined once, however long the page."""

    def __init__(self, blocks: Sequence[Block], start: int) -> None:
        self.subject: set[str] = set()
        self.paragraphs = 0
        self._blocks, self._end = blocks, start
        self._attached: set[int] = set()
        self._apart: dict[str, list[int]] = defaultdict(list)
        """By stem, the lines that shared none of the topic's stems when they were taken."""

    def take(self, end: int, stems: Set[str]) -> None:
        """Add the lines before `end` to the text, and more stems to its topic."""
        for stem in stems - self.subject:
            self._attached.update(self._apart.pop(stem, ()))
        self.subject |= stems
        for number in range(self._end, end):
            block = self._blocks[number]
            if block.is_body and is_closed_prose(block.text):
                self.paragraphs += 1
            elif block.is_body:
                self._take_line(number, content_stems(block.text))
        self._end = max(self._end, end)

    def _take_line(self, number: int, stems: Set[str]) -> None:
        if stems & self.subject:
            self._attached.add(number)
            return
        for stem in stems:
            self._apart[stem].append(number)

    def is_irregular(self) -> bool:
        """Whether too few of the on-topic lines are paragraphs to find the text's end by them."""
        return self.paragraphs < TOPIC_PARAGRAPHS or self.paragraphs < PROSE_SHARE * (
            self.paragraphs + len(self._attached)
        )
