"""Paragraphs that a page prints twice: as deck and first paragraph, or repeated in full."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.text.line_shape import ends_sentence
from cleaners.text.normalize import keys_among

_NEIGHBOUR_LETTERS = 40
"""Shorter adjacent lines may repeat on purpose: steps of a guide, a refrain, a separator."""
_REPEATED_LETTERS = 80
"""Further apart, only whole sentences of this length count; official statements repeat formulas and open clauses."""


def doubled_line(page: Document) -> Iterator[Block]:
    """Drop the later of two body blocks with the same text."""
    said: set[str] = set()
    before = ""
    for block, key in zip(page.body, keys_among([block.text for block in page.body]), strict=True):
        neighbour = key == before and len(block.text) >= _NEIGHBOUR_LETTERS
        again = key in said and len(block.text) >= _REPEATED_LETTERS and ends_sentence(block.text)
        if key and (neighbour or again):
            yield block.becomes("noise")
        said.add(key)
        before = key or before
