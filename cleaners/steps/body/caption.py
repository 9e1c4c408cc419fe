"""Picture captions and credits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.class_names import is_marked
from cleaners.blocks.document import Document
from cleaners.phrases import phrases
from cleaners.text.line_shape import ends_sentence, is_prose
from cleaners.text.normalize import comparison_key

_CAPTION_WORDS = 8
"""Longer lines that occur twice are kept: poems and formulas repeat."""
_PICTURE_BLOCKS = 2
"""An element around a picture holds a caption and a credit; larger elements hold text too."""
_COPYRIGHT = ("©", "(c)")
_CREDIT_LETTERS = 90


def caption(page: Document) -> Iterator[Block]:
    """Turn figure texts, a few words beside a picture, and a photo agency's name or label into photo credits."""
    named = page.named("photo_credit")
    for block in page.texts:
        image = block.place.image
        own = image is not None and page.sizes[image] <= _PICTURE_BLOCKS and not is_prose(block.text)
        if (own and not block.links) or _is_caption(block) or (block.index in named and _is_credit(block.text)):
            yield block.becomes("credit", "photo")


def repeated_caption(page: Document) -> Iterator[Block]:
    """Turn a short line that occurs twice between the paragraphs of a flattened text into a photo credit.

    Captions repeat words of the text; the repeated lines of guides, interviews and poems do not.
    """
    if not page.shows_page:
        return
    counts = Counter(comparison_key(block.text) for block in page.texts)
    said = f" {' '.join(comparison_key(block.text) for block in page.paragraphs)} "
    for block in page[page.start + 1 : page.end]:
        key = comparison_key(block.text)
        if counts[key] > 1 and _is_short_caption(block) and f" {key} " in said:
            yield block.becomes("credit", "photo")


def _is_caption(block: Block) -> bool:
    """Whether mark-up or a sign of copyright shows that a block belongs to a picture."""
    place = block.place
    if place.zone == "figure" or (place.shapes and is_marked(place.shapes[-2:], "caption")):
        return True
    return block.text.startswith(_COPYRIGHT) and len(block.text) <= _CREDIT_LETTERS


def _is_credit(text: str) -> bool:
    """Whether a line is a photo agency's name, or a label with few words behind it."""
    match = phrases("photo_credit").match(text)
    return match is not None and len(match.rest) <= _CREDIT_LETTERS and not ends_sentence(text)


def _is_short_caption(block: Block) -> bool:
    """Whether a block is a few words without sentence-ending punctuation."""
    words = len(block.text.split())
    return block.is_body and 2 <= words <= _CAPTION_WORDS and not ends_sentence(block.text.replace(":", "."))
