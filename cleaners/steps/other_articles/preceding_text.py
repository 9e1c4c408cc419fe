"""Counts and stems of the body text before each block, computed once per page because long pages need them per line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
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
    stems: int = 0
    """Distinct content stems of the paragraphs."""
    last: Block | None = None
    """The nearest paragraph before the block."""


@dataclass(frozen=True, slots=True)
class PrecedingText:
    """The body text before each block of a page."""

    counts: Sequence[_CountsBefore]
    stems: Mapping[str, int]
    """Index of the first paragraph with each stem."""
    tags: Mapping[str, int]
    """Index of the first body block with each tag."""

    def is_mostly_paragraphs(self, number: int) -> bool:
        """Whether the text before a block is mostly paragraphs, and has enough of them for an article."""
        counts = self.counts[number]
        return counts.paragraphs >= _OWN_PARAGRAPHS and counts.closed >= PROSE_SHARE * counts.lines

    def overlap(self, number: int, subject: Set[str]) -> float:
        """Overlap coefficient of the stems of the paragraphs before a block and those of a topic, 0 to 1."""
        shared = sum(self.stems.get(stem, number) < number for stem in subject)
        return shared / max(1, min(self.counts[number].stems, len(subject)))


def preceding_text(blocks: Sequence[Block]) -> PrecedingText:
    """The body text before each block, in one pass."""
    stems: dict[str, int] = {}
    tags: dict[str, int] = {}
    counts = [_CountsBefore()]
    for number, block in enumerate(blocks):
        paragraphs, lines, closed, _, last = counts[-1]
        if block.is_body:
            tags.setdefault(block.place.tag, number)
            if is_prose(block.text):
                paragraphs, last = paragraphs + 1, block
                stems |= dict.fromkeys(content_stems(block.text) - stems.keys(), number)
            lines += bool(paragraphs)
            closed += bool(paragraphs) and is_closed_prose(block.text)
        counts.append(_CountsBefore(paragraphs, lines, closed, len(stems), last))
    return PrecedingText(counts, stems, tags)
