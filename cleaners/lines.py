"""A flattened text as blocks: each line once, with what structure it still shows."""

from __future__ import annotations

import re

from cleaners.block import Block, Place

BULLET = re.compile(r"^\s*[•●▪■◦‣*·]\s+")
MAX_LINES = 50_000
"""More lines than any page; what follows them stays unread."""


def blocks_of_text(text: str) -> tuple[Block, ...]:
    """One block a line that is not blank; bullets become the tag `bullet`, blank lines before it a `gap`."""
    blocks: list[Block] = []
    gap = 0
    for line in text.splitlines()[:MAX_LINES]:
        words = " ".join(BULLET.sub("", line).split())
        if not words:
            gap += 1
            continue
        tag = "bullet" if BULLET.match(line) else "line"
        blocks.append(Block(len(blocks), words, place=Place(tag=tag, gap=gap)))
        gap = 0
    return tuple(blocks)
