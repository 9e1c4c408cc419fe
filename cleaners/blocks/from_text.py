"""A flattened text as blocks: each line once, with what structure it still shows."""

from __future__ import annotations

import re

from cleaners.blocks.block import Block, Place

_BULLET = re.compile(r"^\s*[•●▪■◦‣]\s+(?=[^•●▪■◦‣\s])")
MAX_LINES = 50_000
"""More lines than any page; what follows them stays unread."""


def blocks_of_text(text: str) -> tuple[Block, ...]:
    """One block a line that is not blank, its text as it stands; one with a bullet has the tag `bullet`.

    Blank lines before a line are its `gap`.
    """
    blocks: list[Block] = []
    gap = 0
    for line in text.splitlines()[:MAX_LINES]:
        words = " ".join(line.split())
        if not words:
            gap += 1
            continue
        tag = "bullet" if _BULLET.match(line) else "line"
        blocks.append(Block(len(blocks), words, place=Place(tag=tag, gap=gap)))
        gap = 0
    return tuple(blocks)


def strip_bullet(text: str) -> str:
    """A line without the bullet before it.

    >>> strip_bullet("• بيان عن التطورات الأخيرة")
    'بيان عن التطورات الأخيرة'
    """
    return _BULLET.sub("", text)
