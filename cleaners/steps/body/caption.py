"""Picture captions and credits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.class_names import is_marked
from cleaners.blocks.document import Document
from cleaners.blocks.evidence import shows_page
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
    for block in page.texts:
        own = block.place.image is not None and page.sizes[block.place.image] <= _PICTURE_BLOCKS
        if _is_caption(block) or (own and not is_prose(block.text) and not block.links):
            yield block.becomes("credit", "photo")


def repeated_caption(page: Document) -> Iterator[Block]:
    """Turn a short line that occurs twice between the paragraphs of a flattened text into a photo credit.

    Captions repeat words of the text; the repeated lines of guides, interviews and poems do not.
    """
    counts = Counter(comparison_key(block.text) for block in page.texts)
    said = f" {' '.join(comparison_key(block.text) for block in page.paragraphs)} "
    for block in page[page.start + 1 : page.end] if shows_page(page) else ():
        key = comparison_key(block.text)
        if counts[key] > 1 and _is_short_caption(block) and f" {key} " in said:
            yield block.becomes("credit", "photo")


def _is_caption(block: Block) -> bool:
    """Whether mark-up or wording shows that a block belongs to a picture."""
    if block.place.zone == "figure":
        return True
    if is_marked(block.place.shapes[-2:], "caption"):
        return True
    if block.text.startswith(_COPYRIGHT) and len(block.text) <= _CREDIT_LETTERS:
        return True
    match = phrases("photo_credit").match(block.text)
    return match is not None and len(match.rest) <= _CREDIT_LETTERS and not ends_sentence(block.text)


def _is_short_caption(block: Block) -> bool:
    """Whether a block is a few words without sentence-ending punctuation."""
    words = len(block.text.split())
    return block.is_body and 2 <= words <= _CAPTION_WORDS and not ends_sentence(block.text.replace(":", "."))
