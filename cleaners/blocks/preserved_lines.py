"""Lines of text whose line breaks a page shows: `pre` and `white-space: pre-line`."""

from __future__ import annotations

import re
from itertools import pairwise

from cleaners.text.line_shape import ends_sentence

_PRESERVED = re.compile(r"white-space\s*:\s*(?:pre|pre-line|pre-wrap|break-spaces)\s*(?:;|!|$)", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_WRAPPED_LETTERS = 60
"""Agencies break lines at 60 to 80 characters; verses are shorter."""


def preserves_lines(tag: str, style: str) -> bool:
    """Whether an element with this style attribute shows the line breaks of its text."""
    return tag == "pre" or bool(_PRESERVED.search(style))


def preserved_lines(text: str) -> list[str]:
    r"""The lines of a text as readers see them; paragraphs that only the width of a terminal has broken are joined.

    >>> preserved_lines("يا نهر من سقى الرمال\nفي كل واد نخلة")
    ['يا نهر من سقى الرمال', 'في كل واد نخلة']
    """
    found: list[str] = []
    for paragraph in _BLANK_LINE.split(text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = paragraph.split("\n")
        found += [" ".join(lines)] if _is_wrapped(lines) else lines
    return found


def _is_wrapped(lines: list[str]) -> bool:
    """Whether the lines are one sentence or more, each so full that the first word of the next has no room in it."""
    texts = [line.strip() for line in lines]
    longest = max(map(len, texts))
    full = (len(a) + 1 + len(b.split(" ", 1)[0]) > longest for a, b in pairwise(texts))
    return longest >= _WRAPPED_LETTERS and ends_sentence(texts[-1]) and all(full)
