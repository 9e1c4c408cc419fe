"""Embedded social media posts, which are not the article's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from cleaners.blocks.block import Block
from cleaners.blocks.class_names import is_marked
from cleaners.blocks.document import Document

_SIGNATURE = re.compile(r"^[—–-]+\s*.{1,80}\(@\w{1,30}\)")
_POST_ADDRESS = re.compile(r"\b(?:pic\.twitter\.com|t\.co|t\.me|instagram\.com/p)/\S+", re.IGNORECASE)
_HASHTAG = re.compile(r"#\w+")
_LATIN_LETTER = re.compile(r"[A-Za-z]")
_ARABIC_CHARACTER = re.compile(r"[\u0620-\u06ff]")
_POST_LETTERS = 140
"""Longer lines with a post's address are paragraphs that quote it."""
_SIGNED_LETTERS = 60
"""A signature ends with the date of its post."""
_POST_LINES = 8
"""Lines looked at on either side of a post's signature, that line included."""


def embedded_post(page: Document) -> Iterator[Block]:
    """Drop the blocks of an element marked as a post, and post signatures with the foreign or hashtag lines around."""
    posts: set[int] = set()
    for number in (block.index for block in page.texts if _is_signature(block.text)):
        above, below = page[max(0, number - _POST_LINES + 1) : number], page[number + 1 : number + _POST_LINES]
        lines = (*takewhile(_is_post_line, reversed(above)), *takewhile(_is_post_line, below))
        posts |= {number, *(block.index for block in lines)}
    for block in page.texts:
        if block.index in posts or (block.place.shapes and is_marked(block.place.shapes, "post")):
            yield block.becomes("noise")


def _is_signature(text: str) -> bool:
    """Whether a line is a post's signature, or little more than a few words and its media link.

    A paragraph to whose end a post was glued is text, and so is what follows a signature in a line that holds it all.
    """
    if "/" not in text and "(@" not in text:
        return False
    words = len(_POST_ADDRESS.sub("", text).strip())
    signed = _SIGNATURE.match(text)
    if signed:
        return words - signed.end() <= _SIGNED_LETTERS
    return words < _POST_LETTERS and words < len(text.strip())


def _is_post_line(block: Block) -> bool:
    """Whether a line is mostly Latin letters or hashtags, as lines of an Arabic article never are."""
    text = block.text
    latin, arabic = len(_LATIN_LETTER.findall(text)), len(_ARABIC_CHARACTER.findall(text))
    tags = sum(len(tag) for tag in _HASHTAG.findall(text))
    return latin > arabic or (tags > 0 and tags * 2 > len(text))
