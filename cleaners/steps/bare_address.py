"""Lines that are an address and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaners.block import Block

ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.[a-z]{2,}", re.IGNORECASE)


def bare_address(blocks: Sequence[Block]) -> Iterator[Block]:
    """A web or mail address alone on its line: a leftover of mark-up, a share box or a signature."""
    for block in blocks:
        yield block.becomes("noise") if block.role == "body" and ADDRESS.fullmatch(block.text) else block
