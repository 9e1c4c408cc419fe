"""Kickers: the same few words above the subheads of a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.text.line_shape import word_count
from cleaners.text.normalize import comparison_key

_KICKER_WORDS = 4
_KICKED_TAGS = frozenset({"h2", "h3", "h4", "h5", "h6"})


def kicker(page: Document) -> Iterator[Block]:
    """Drop the same few words wherever they stand in one element with a subhead, right above it, at least twice.

    Evidence: shown by the element, which holds nothing else, and repeated.
    """
    places: dict[str, list[Block]] = defaultdict(list)
    for block, below in pairwise(page):
        above_subhead = below.place.tag in _KICKED_TAGS and below.place.path[:-1] == block.place.path
        if block.is_body and above_subhead and word_count(block.text) <= _KICKER_WORDS:
            places[comparison_key(block.text)].append(block)
    for blocks in places.values():
        if len(blocks) > 1:
            yield from (block.becomes("noise") for block in blocks)
