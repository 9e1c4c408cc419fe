"""Posts of social networks that the text shows: their words are quoted elsewhere, not written here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from cleaners.blocks.block import Block
from cleaners.blocks.class_names import is_marked
from cleaners.blocks.document import Document

SIGNATURE = re.compile(r"^[—–-]+\s*.{1,80}\(@\w{1,30}\)")
POST_ADDRESS = re.compile(r"\b(?:pic\.twitter\.com|t\.co|t\.me|instagram\.com/p)/\S+", re.IGNORECASE)
HASHTAG = re.compile(r"#\w+")
LATIN = re.compile(r"[A-Za-z]")
ARABIC = re.compile(r"[\u0620-\u06ff]")
REACH = 8
"""Lines that one post may have on either side of its signature."""


def embedded_post(page: Document) -> Iterator[Block]:
    """Blocks of a post's element; in other texts its signature and the foreign or tagged lines around it."""
    posts: set[int] = set()
    for number in (block.index for block in page.texts if _is_signature(block.text)):
        above, below = page[max(0, number - REACH + 1) : number], page[number + 1 : number + REACH]
        lines = (*takewhile(_is_foreign, reversed(above)), *takewhile(_is_foreign, below))
        posts |= {number, *(block.index for block in lines)}
    for block in page.texts:
        if block.index in posts or is_marked(block.place.shapes, "post"):
            yield block.becomes("noise")


def _is_signature(text: str) -> bool:
    """Whether a line signs a post or carries the address of its picture."""
    return bool(SIGNATURE.match(text)) or (len(text) < 400 and bool(POST_ADDRESS.search(text)))


def _is_foreign(block: Block) -> bool:
    """Whether a line is mostly of Latin letters, or of hashtags: an Arabic article's own lines are neither."""
    text = block.text
    latin, arabic = len(LATIN.findall(text)), len(ARABIC.findall(text))
    tags = sum(len(tag) for tag in HASHTAG.findall(text))
    return latin > arabic or (tags > 0 and tags * 2 > len(text))
