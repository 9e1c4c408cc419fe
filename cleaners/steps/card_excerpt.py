"""Excerpts of the articles that a card between paragraphs leads to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from cleaners.block import Block
from cleaners.related.card import EXCERPT_LETTERS, LINKED
from cleaners.sentence import ends_sentence, is_cut_off


def card_excerpt(blocks: Sequence[Block]) -> Iterator[Block]:
    """A line without an end right under a linked headline is its excerpt, where their element holds nothing else.

    The text of an article holds its paragraphs too, so a paragraph under a teaser stays.
    """
    excerpts = {n for n in range(1, len(blocks)) if is_excerpt(blocks[n - 1], blocks[n])}
    texts = {e for n, b in enumerate(blocks) if excerpts and b.is_body and n not in excerpts for e in b.place.path}
    for number, block in enumerate(blocks):
        yield block.becomes("noise") if number in excerpts and is_in_card(blocks, number, texts) else block


def is_excerpt(headline: Block, block: Block) -> bool:
    """Whether a line stands right under a linked headline of another article and is cut off or has no end."""
    if headline.role != "related" or headline.place.link_share < LINKED or not block.is_body or block.links:
        return False
    if len(block.text) > EXCERPT_LETTERS:
        return False
    return is_cut_off(block.text) or not ends_sentence(block.text)


def is_in_card(blocks: Sequence[Block], number: int, texts: Collection[int]) -> bool:
    """Whether the innermost element around a headline and its excerpt holds no text but excerpts.

    `texts` has the numbers of the elements that do.
    """
    own, over = blocks[number].place.path, blocks[number - 1].place.path
    around = [element for element in own if element in over]
    return bool(around) and around[-1] not in texts
