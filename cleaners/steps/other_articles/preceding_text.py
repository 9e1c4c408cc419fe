"""Counts and stems of the body text before each block, computed once per page because long pages need them per line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from cleaners.blocks.block import Block
from cleaners.text.content_words import content_stems
from cleaners.text.line_shape import PROSE_SHARE, is_closed_prose, is_prose

_OWN_PARAGRAPHS = 3
"""Fewest paragraphs of the page's own article before another one is accepted without a known head."""


class _CountsBefore(NamedTuple):
    """Counts of the body text before a block."""

    paragraphs: int = 0
    lines: int = 0
    """Lines from the first paragraph on."""
    closed: int = 0
    """Lines, from the first paragraph on, that are certainly running text."""
    last: Block | None = None
    """The nearest paragraph before the block."""


class PrecedingText:
    """The body text before each block of a page, counted once, and only as far as somebody asks."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks

    @cached_property
    def counts(self) -> Sequence[_CountsBefore]:
        """The counts before each block, and at the end."""
        counts = [_CountsBefore()]
        for block in self._blocks:
            paragraphs, lines, closed, last = counts[-1]
            if block.is_body:
                if is_prose(block.text):
                    paragraphs, last = paragraphs + 1, block
                lines += bool(paragraphs)
                closed += bool(paragraphs) and is_closed_prose(block.text)
            counts.append(_CountsBefore(paragraphs, lines, closed, last))
        return counts

    @cached_property
    def tags(self) -> Mapping[str, int]:
        """Index of the first body block with each tag."""
        return {block.place.tag: block.index for block in reversed(self._blocks) if block.is_body}

    @cached_property
    def _stems(self) -> Mapping[str, int]:
        """Index of the first paragraph with each stem."""
        stems: dict[str, int] = {}
        for block in self._blocks:
            if block.is_body and is_prose(block.text):
                stems |= dict.fromkeys(content_stems(block.text) - stems.keys(), block.index)
        return stems

    @cached_property
    def _stem_counts(self) -> Sequence[int]:
        """The number of distinct stems of the paragraphs before each block."""
        new = Counter(self._stems.values())
        return [0, *accumulate(new[number] for number in range(len(self._blocks)))]

    def is_mostly_paragraphs(self, number: int) -> bool:
        """Whether the text before a block is mostly paragraphs, and has enough of them for an article."""
        counts = self.counts[number]
        return counts.paragraphs >= _OWN_PARAGRAPHS and counts.closed >= PROSE_SHARE * counts.lines

    def overlap(self, number: int, subject: Set[str]) -> float:
        """Overlap coefficient of the stems of the paragraphs before a block and those of a topic, 0 to 1."""
        shared = sum(self._stems.get(stem, number) < number for stem in subject)
        return shared / max(1, min(self._stem_counts[number], len(subject)))
