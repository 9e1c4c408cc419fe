"""Link words glued to a paragraph's first word, left behind when a link's mark-up was stripped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.phrases import phrase_key, phrases
from cleaners.text.line_shape import is_prose

_PREFIX_LETTERS = 24
_FIRST_LETTERS = 2


def glued_teaser(page: Document) -> Iterator[Block]:
    """Remove the link words that run into a paragraph's first word."""
    first = {phrase[:_FIRST_LETTERS] for phrase in phrases("glued_teaser").whole}
    for block in page.texts:
        opens = phrase_key(block.text[:_PREFIX_LETTERS])[:_FIRST_LETTERS] in first and is_prose(block.text)
        if opens and (length := _glued_length(block.text)):
            yield replace(block, text=block.text[length:])


def _glued_length(text: str) -> int:
    """Number of letters of the link words that a text begins with, if its first word follows without a blank; else 0.

    >>> _glued_length("إقرأ المزيدوقالت المديرة إن المختبر سيعمل.")
    11
    >>> _glued_length("اقرأ المزيد من الكتب.")
    0
    """
    whole = phrases("glued_teaser").whole
    for length in range(min(_PREFIX_LETTERS, len(text) - 1), 3, -1):
        if text[length].isalpha() and text[length - 1].isalpha() and phrase_key(text[:length]) in whole:
            return length
    return 0
