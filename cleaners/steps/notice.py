"""Notices that a page adds to every article: disclaimers, comment rules, cookies, rights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from cleaners.block import Block
from cleaners.mainelement import main_element
from cleaners.phrases import phrases

NOTICE_LETTERS = 420
"""The longest notice seen, an agency's trailer with its terms, has about 300 letters."""
BOX_BLOCKS = 3
"""A box with a notice has its heading and terms beside it; larger elements hold the text too."""


def notice(blocks: Sequence[Block]) -> Iterator[Block]:
    """A block that opens like a notice, and what else its own small element holds.

    The openings are whole formulas that no reporter writes.
    """
    said = [block for block in blocks if block.role in ("body", "noise") and is_notice(block)]
    sizes = Counter(number for block in blocks for number in block.place.path)
    main = main_element(blocks)
    boxes = {n for block in said for n in block.place.path[-2:] if n != main and sizes[n] <= BOX_BLOCKS}
    for block in blocks:
        told = is_notice(block) or not boxes.isdisjoint(block.place.path)
        yield block.becomes("noise") if told and block.role == "body" else block


def is_notice(block: Block) -> bool:
    """Whether a block opens with a notice's formula."""
    return phrases("notice").match(block.text, NOTICE_LETTERS) is not None
