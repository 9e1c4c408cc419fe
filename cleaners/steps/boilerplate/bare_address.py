"""Lines that are an address and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document

_BARE_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.[a-z]{2,}", re.IGNORECASE)
_ADDRESS_LETTERS = 500
"""Longer ones are no address that a person reads, and would keep the pattern busy."""


def bare_address(page: Document) -> Iterator[Block]:
    """A web or mail address alone on its line: a leftover of mark-up, a share box or a signature."""
    for block in page.texts:
        if len(block.text) <= _ADDRESS_LETTERS and _BARE_ADDRESS.fullmatch(block.text):
            yield block.becomes("noise")
