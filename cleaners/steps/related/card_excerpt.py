"""Excerpts in cards between paragraphs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.blocks.layout import LINKED
from cleaners.steps.related.card import EXCERPT_LETTERS
from cleaners.text.line_shape import ends_sentence, is_cut_off


def card_excerpt(page: Document) -> Iterator[Block]:
    """Drop the unfinished line right under a linked headline if their common element holds no text.

    The element of an article's text holds paragraphs too, so a paragraph under a teaser stays.
    """
    excerpts = {block.index: over for over, block in pairwise(page) if _may_be_excerpt(over, block)}
    texts = {e for b in page.body if excerpts and b.index not in excerpts for e in b.place.path}
    for number, over in excerpts.items():
        if _is_in_card(over, page[number], texts):
            yield page[number].becomes("noise")


def _may_be_excerpt(headline: Block, block: Block) -> bool:
    """Whether the line under a linked headline of another article is cut off or ends no sentence."""
    if headline.role != "related" or headline.place.link_share < LINKED or not block.is_body or block.links:
        return False
    if len(block.text) > EXCERPT_LETTERS:
        return False
    return is_cut_off(block.text) or not ends_sentence(block.text)


def _is_in_card(headline: Block, block: Block, texts: Collection[int]) -> bool:
    """Whether the innermost element around a headline and its excerpt holds no text but excerpts.

    `texts` are the numbers of the elements that hold text.
    """
    around = [element for element in block.place.path if element in headline.place.path]
    return bool(around) and around[-1] not in texts
