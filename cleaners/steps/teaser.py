"""Teasers inside the text: a head such as "read also" with another article's headline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaners.block import Block
from cleaners.phrases import phrases
from cleaners.sentence import is_headline, is_prose, word_count

TEASER_LETTERS = 260
"""A labelled teaser's head and headline together; some outlets put the lede of the other article there too."""


def teaser(blocks: Sequence[Block]) -> Iterator[Block]:
    """A head with its headline on one line becomes `inline`; a head alone is dropped with the headlines under it."""
    under_head = False
    for block in blocks:
        if block.role != "body":
            yield block
            continue
        rest = teased(block)
        if rest:
            under_head = False
            yield block.becomes("related", "inline", rest)
        elif rest == "":
            under_head = True
            yield block.becomes("noise")
        elif under_head and is_teased(block):
            yield block.becomes("related", "inline", block.text)
        else:
            under_head = False
            yield block


def read_more(blocks: Sequence[Block]) -> Iterator[Block]:
    """A "read more" button is dropped, and the headline right above it is a teaser."""
    above = {n - 1 for n, b in enumerate(blocks) if n and is_button(b)}
    for number, block in enumerate(blocks):
        if is_button(block):
            yield block.becomes("noise")
        elif number in above and block.is_body and is_teased(block):
            yield block.becomes("related", "inline", block.text)
        else:
            yield block


def teased(block: Block) -> str | None:
    """The headline that a teaser line announces, "" for a head that stands alone, None for other lines."""
    if len(block.text) > TEASER_LETTERS:
        return None
    match = phrases("teaser").match(block.text)
    if match is None:
        return None
    if match.form == "start" and not is_announced(block, match.rest):
        return None
    return match.rest


def is_announced(block: Block, rest: str) -> bool:
    """Whether what follows a head without a colon is a headline: linked, or shaped like one."""
    return not rest or block.place.link_share > 0.5 or (is_headline(rest) and word_count(rest) > 2)


def is_teased(block: Block) -> bool:
    """Whether a block under a teaser's head can be its headline."""
    return is_headline(block.text) and not is_prose(block.text)


def is_button(block: Block) -> bool:
    """Whether a block says "read more" and nothing else."""
    match = phrases("read_more").match(block.text) if block.role == "body" else None
    return match is not None and not match.rest
