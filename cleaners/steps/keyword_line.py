"""Lines of keywords."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaners.block import Block
from cleaners.mainelement import lines_of_article
from cleaners.marks import is_marked
from cleaners.phrases import phrases

KEYWORDS_LETTERS = 400
TAG_WORDS = 5


def keyword_line(blocks: Sequence[Block]) -> Iterator[Block]:
    """A labelled line of keywords, and the linked tags after a label that stands alone."""
    listing = False
    own = lines_of_article(blocks)
    for number, block in enumerate(blocks):
        match = phrases("keyword_line").match(block.text) if number in own else None
        if match and len(block.text) <= KEYWORDS_LETTERS:
            listing = not match.rest
            yield block.becomes("keywords", value=match.rest or None)
        elif number in own and (is_tag(block) or (listing and is_linked_word(block))):
            yield block.becomes("keywords", value=block.text)
        else:
            listing = False
            yield block


def is_tag(block: Block) -> bool:
    """Whether mark-up says that a block is a tag."""
    return is_marked(block.place.shapes[-3:], "tags") and is_linked_word(block)


def is_linked_word(block: Block) -> bool:
    """Whether a block is a few words that are all link."""
    return block.place.link_share > 0.9 and all(len(link.text.split()) <= TAG_WORDS for link in block.links)
