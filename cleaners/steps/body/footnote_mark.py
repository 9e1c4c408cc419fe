"""Footnote marks in paragraphs: links to notes in the same page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document

_FOOTNOTE_MARK = re.compile(r"[\[({⁽]?\s*(?:\d{1,3}|[*†‡↑↩]|[a-z])\s*[\])}⁾]?", re.IGNORECASE)
"""A number, letter or sign, bare or in brackets: the whole text of a link to a note."""
_BRACKETS = frozenset("[({⁽")
_MARK_LETTERS = 12
_MIN_TEXT_LETTERS = 25
"""A line of fewer letters beside the marks is a contents entry or a pager, not a paragraph."""


def footnote_mark(page: Document) -> Iterator[Block]:
    """Remove linked footnote marks from the lines that carry them.

    Brackets make a mark findable anywhere; a bare one must adjoin the word or sign before it, as superscripts do.
    """
    for block in page.texts:
        marks = [link.text for link in block.links if link.url.startswith("#") and is_footnote_mark(link.text)]
        if marks and _is_marked_line(block, marks):
            yield block.reads(_without_marks(block.text, marks))


def _is_marked_line(block: Block, marks: list[str]) -> bool:
    """Whether a line is text with marks: long, or unlinked words that end with one in brackets."""
    if len(block.text) - sum(map(len, marks)) >= _MIN_TEXT_LETTERS:
        return True
    return len(marks) == len(block.links) and marks[-1][:1] in _BRACKETS and block.text.endswith(marks[-1])


def is_footnote_mark(text: str) -> bool:
    """Whether a link's text can be just a footnote mark.

    >>> is_footnote_mark("[١]"), is_footnote_mark(" 12 "), is_footnote_mark("المصادر")
    (True, True, False)
    """
    return len(text) < _MARK_LETTERS and _FOOTNOTE_MARK.fullmatch(text.strip()) is not None


def _without_marks(text: str, marks: list[str]) -> str:
    """A text without its marks, looked for in their order."""
    kept, rest = "", text
    for mark in marks:
        bare = "" if mark[:1] in "[({⁽" else r"(?<=[^\W\d]|[.,،؛:؟!»\")\]…])"
        found = re.search(rf"{bare}{re.escape(mark)}(?!\w)", rest)
        if found:
            kept, rest = kept + rest[: found.start()], rest[found.end() :]
    joined = kept + rest
    return joined.strip() or text
