"""Split flattened text into blocks, keeping the structure it still shows."""

from __future__ import annotations

import re

from cleaners.blocks.block import Block, Place
from cleaners.text.normalize import is_blank

_BULLET = re.compile(r"^\s*[•●▪■◦‣]\s+(?=[^•●▪■◦‣\s])")
MAX_LINES = 50_000
"""More lines than any page has; the rest is ignored."""


def blocks_of_text(text: str) -> tuple[Block, ...]:
    """One block per line that is not blank, tagged `bullet` where it has one; `gap` counts the blank ones before it."""
    blocks: list[Block] = []
    gap = 0
    for line in text.splitlines()[:MAX_LINES]:
        words = " ".join(line.split())
        if is_blank(words):
            gap += 1
            continue
        tag = "bullet" if _BULLET.match(line) else "line"
        blocks.append(Block(len(blocks), words, place=Place(tag=tag, gap=gap)))
        gap = 0
    return tuple(blocks)


def strip_bullet(text: str) -> str:
    """Remove a leading bullet.

    >>> strip_bullet("• بيان عن التطورات الأخيرة")
    'بيان عن التطورات الأخيرة'
    """
    return _BULLET.sub("", text)
