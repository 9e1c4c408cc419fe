"""Split flattened text into blocks, keeping the structure it still shows."""

from __future__ import annotations

import re

from cleaners.blocks.block import Block, Place
from cleaners.text.leftover_markup import broken_into_lines, is_about_markup, may_have_markup, read_markup
from cleaners.text.normalize import is_blank, is_rule

_BULLET = re.compile(r"^\s*[•●▪■◦‣]\s+(?=[^•●▪■◦‣\s])")
MAX_LINES = 50_000
"""More lines than any page has; the rest is ignored."""


def blocks_of_text(text: str) -> tuple[Block, ...]:
    """One block per line that shows text, tagged `bullet` where it has one; `gap` counts the others before it.

    Tags and escapes that were left in the text break lines too. Blank lines and rules of signs show no text.
    """
    blocks: list[Block] = []
    places: dict[tuple[str, int], Place] = {}
    gap = 0
    for line in _lines_of(text):
        words = " ".join(line.split())
        if not words or is_blank(words) or is_rule(words):
            gap += 1
            continue
        tag = "bullet" if _BULLET.match(line) else "line"
        place = places.get((tag, gap)) or places.setdefault((tag, gap), Place(tag=tag, gap=gap))
        blocks.append(Block(len(blocks), words, place=place))
        gap = 0
    return tuple(blocks)


def _lines_of(text: str) -> list[str]:
    """The lines of a text, without the mark-up left in it unless it speaks of mark-up."""
    lines = text.splitlines()[:MAX_LINES]
    if not may_have_markup(text) or is_about_markup(lines):
        return lines
    lines = broken_into_lines("\n".join(lines)).splitlines()[:MAX_LINES]
    return ["" if is_blank(read_markup(line)) else line for line in lines]


def strip_bullet(text: str) -> str:
    """Remove a leading bullet.

    >>> strip_bullet("• بيان عن التطورات الأخيرة")
    'بيان عن التطورات الأخيرة'
    """
    return _BULLET.sub("", text)
