"""What the body says before each block of a page, counted once for all of them: long pages ask it at every line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from cleaners.blocks.block import Block
from cleaners.text.content_words import telling
from cleaners.text.line_shape import REGULAR, is_closed_prose, is_prose

_OWN_PARAGRAPHS = 3
"""Paragraphs of the page's own article before another one is believed without a known head."""


class _CountsBefore(NamedTuple):
    """Counts of what the body says before a block."""

    paragraphs: int = 0
    lines: int = 0
    """Lines from the first paragraph on."""
    closed: int = 0
    """Those of them that are certainly running text."""
    stems: int = 0
    """Different stems that tell the paragraphs' subject."""
    last: Block | None = None
    """The paragraph before."""


@dataclass(frozen=True, slots=True)
class PrecedingText:
    """What the body says before each block of a page, counted once for all of them."""

    counts: Sequence[_CountsBefore]
    stems: Mapping[str, int]
    """The first paragraph that has a stem."""
    tags: Mapping[str, int]
    """The first block of the body in an element of that name."""

    def is_regular(self, number: int) -> bool:
        """Whether the text before a block is made of paragraphs, and of enough to be an article."""
        counts = self.counts[number]
        return counts.paragraphs >= _OWN_PARAGRAPHS and counts.closed >= REGULAR * counts.lines

    def overlap(self, number: int, subject: Set[str]) -> float:
        """Overlap coefficient of the stems of the paragraphs before a block and those of a topic, 0 to 1."""
        shared = sum(self.stems.get(stem, number) < number for stem in subject)
        return shared / max(1, min(self.counts[number].stems, len(subject)))


def preceding_text(blocks: Sequence[Block]) -> PrecedingText:
    """The counts for each position in a page."""
    stems: dict[str, int] = {}
    tags: dict[str, int] = {}
    counts = [_CountsBefore()]
    for number, block in enumerate(blocks):
        paragraphs, lines, closed, _, last = counts[-1]
        if block.is_body:
            tags.setdefault(block.place.tag, number)
            if is_prose(block.text):
                paragraphs, last = paragraphs + 1, block
                stems |= dict.fromkeys(telling(block.text) - stems.keys(), number)
            lines += bool(paragraphs)
            closed += bool(paragraphs) and is_closed_prose(block.text)
        counts.append(_CountsBefore(paragraphs, lines, closed, len(stems), last))
    return PrecedingText(counts, stems, tags)
