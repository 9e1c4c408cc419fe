"""The element of a page that holds the article's text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cleaners.block import Block
from cleaners.sentence import is_prose

HELD = 0.8
"""Share of the paragraphs' letters that the element must hold: one stray lede or leak outside it is allowed."""


def main_element(blocks: Sequence[Block]) -> int | None:
    """Number of the innermost element that holds nearly all paragraphs of the body, or None without any."""
    weights: Counter[int] = Counter()
    depths: dict[int, int] = {}
    total = 0
    for block in blocks:
        if block.is_body and is_prose(block.text):
            total += len(block.text)
            for depth, number in enumerate(block.place.path):
                weights[number] += len(block.text)
                depths[number] = depth
    holding = [number for number, weight in weights.items() if weight >= HELD * total]
    return max(holding, key=lambda number: (depths[number], -number), default=None)
