"""Link words glued to a paragraph's first word, left behind when a link's mark-up was stripped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.phrases import phrase_key, phrases
from cleaners.text.line_shape import is_prose

_PREFIX_LETTERS = 24


def glued_teaser(page: Document) -> Iterator[Block]:
    """Remove the link words that run into a paragraph's first word."""
    for block in page.texts:
        if is_prose(block.text) and (length := _glued_length(block.text)):
            yield replace(block, text=block.text[length:])


def _glued_length(text: str) -> int:
    """Number of letters of the link words that a text begins with, if its first word follows without a blank; else 0.

    >>> _glued_length("إقرأ المزيدوقالت المديرة إن المختبر سيعمل.")
    11
    >>> _glued_length("اقرأ المزيد من الكتب.")
    0
    """
    whole = phrases("glued_teaser").whole
    opening = phrase_key(text[: _PREFIX_LETTERS + 1])
    if not any(opening.startswith(phrase[:-1]) for phrase in whole):  # the letter before the next word may change
        return 0
    for length in range(min(_PREFIX_LETTERS, len(text) - 1), 3, -1):
        if text[length].isalpha() and text[length - 1].isalpha() and phrase_key(text[:length]) in whole:
            return length
    return 0
