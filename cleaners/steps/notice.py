"""Notices that a page adds to every article: disclaimers, comment rules, cookies, rights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaners.block import Block
from cleaners.phrases import phrases

NOTICE_LETTERS = 420
"""The longest notice seen, an agency's trailer with its terms, has about 300 letters."""


def notice(blocks: Sequence[Block]) -> Iterator[Block]:
    """A block that opens like a notice; the openings are whole formulas that no reporter writes."""
    for block in blocks:
        said = block.role == "body" and phrases("notice").match(block.text, NOTICE_LETTERS)
        yield block.becomes("noise") if said else block
