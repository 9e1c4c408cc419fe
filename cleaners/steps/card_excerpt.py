"""Excerpts of the articles that a card between paragraphs leads to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaners.block import Block
from cleaners.related.card import EXCERPT_LETTERS, LINKED
from cleaners.related.lists import CUT_OFF
from cleaners.sentence import ends_sentence


def card_excerpt(blocks: Sequence[Block]) -> Iterator[Block]:
    """A line without an end right under a linked headline is its excerpt, where their element holds nothing else.

    The text of an article holds its paragraphs too, so a paragraph under a teaser stays.
    """
    excerpts = {n for n in range(1, len(blocks)) if is_excerpt(blocks[n - 1], blocks[n])}
    for number, block in enumerate(blocks):
        yield block.becomes("noise") if number in excerpts and is_in_card(blocks, number, excerpts) else block


def is_excerpt(headline: Block, block: Block) -> bool:
    """Whether a line stands right under a linked headline of another article and is cut off or has no end."""
    if headline.role != "related" or headline.place.link_share < LINKED or not block.is_body or block.links:
        return False
    cut = bool(CUT_OFF.search(block.text)) or not ends_sentence(block.text)
    return cut and len(block.text) <= EXCERPT_LETTERS


def is_in_card(blocks: Sequence[Block], number: int, excerpts: set[int]) -> bool:
    """Whether the innermost element around a headline and its excerpt holds no text but excerpts."""
    own, over = blocks[number].place.path, blocks[number - 1].place.path
    around = [element for element in own if element in over]
    return bool(around) and not any(
        n not in excerpts and block.is_body and around[-1] in block.place.path for n, block in enumerate(blocks)
    )
