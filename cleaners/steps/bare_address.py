"""Lines that are an address and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaners.block import Block

ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.[a-z]{2,}", re.IGNORECASE)
ADDRESS_LETTERS = 500
"""Longer ones are no address that a person reads, and would keep the pattern busy."""


def bare_address(blocks: Sequence[Block]) -> Iterator[Block]:
    """A web or mail address alone on its line: a leftover of mark-up, a share box or a signature."""
    for block in blocks:
        alone = block.role == "body" and len(block.text) <= ADDRESS_LETTERS and ADDRESS.fullmatch(block.text)
        yield block.becomes("noise") if alone else block
