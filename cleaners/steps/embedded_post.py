"""Posts of social networks that the text shows: their words are quoted elsewhere, not written here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaners.block import Block
from cleaners.marks import is_marked

SIGNATURE = re.compile(r"^[—–-]+\s*.{1,80}\(@\w{1,30}\)")
POST_ADDRESS = re.compile(r"\b(?:pic\.twitter\.com|t\.co|t\.me|instagram\.com/p)/\S+", re.IGNORECASE)
HASHTAG = re.compile(r"#\w+")
LATIN = re.compile(r"[A-Za-z]")
ARABIC = re.compile(r"[\u0620-\u06ff]")
REACH = 8
"""Lines that one post may have on either side of its signature."""


def embedded_post(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks of a post's element; in other texts its signature and the foreign or tagged lines around it."""
    signatures = [n for n, b in enumerate(blocks) if b.role == "body" and is_signature(b.text)]
    posts = set(signatures)
    for number in signatures:
        for direction in (-1, 1):
            for other in range(number + direction, number + direction * REACH, direction):
                if not 0 <= other < len(blocks) or not is_foreign(blocks[other].text):
                    break
                posts.add(other)
    for number, block in enumerate(blocks):
        inside = number in posts or is_marked(block.place.shapes, "post")
        yield block.becomes("noise") if inside and block.role == "body" else block


def is_signature(text: str) -> bool:
    """Whether a line signs a post or carries the address of its picture."""
    return bool(SIGNATURE.match(text)) or (len(text) < 400 and bool(POST_ADDRESS.search(text)))


def is_foreign(text: str) -> bool:
    """Whether a line is mostly of Latin letters, or of hashtags: an Arabic article's own lines are neither."""
    latin, arabic = len(LATIN.findall(text)), len(ARABIC.findall(text))
    tags = sum(len(tag) for tag in HASHTAG.findall(text))
    return latin > arabic or (tags > 0 and tags * 2 > len(text))
