"""Polls: a question that the page prints twice, and what else speaks of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaners.block import Block
from cleaners.marks import is_marked
from cleaners.normalize import comparison_key
from cleaners.sentence import is_prose

QUOTED = re.compile(r"[\"“«]([^\"”»]{12,})[\"”»]")
ENDS = ("!", "؟", "?")
QUESTION_LETTERS = 140


def poll(blocks: Sequence[Block]) -> Iterator[Block]:
    """After the text, a question or call that stands twice in a row, and lines that quote the phrase it quotes."""
    last = max(
        (n for n, b in enumerate(blocks) if b.is_body and is_prose(b.text) and not b.text.endswith(ENDS)),
        default=len(blocks),
    )
    asked = {n for n in range(last, len(blocks) - 1) if is_asked_twice(blocks[n], blocks[n + 1])}
    asked |= {n + 1 for n in asked}
    phrases = {comparison_key(quoted) for n in asked for quoted in QUOTED.findall(blocks[n].text)}
    for number, block in enumerate(blocks):
        about = (
            number in asked
            or is_marked(block.place.shapes[-4:], "poll")
            or any(p in comparison_key(block.text) for p in phrases)
        )
        after = not asked or number >= min(asked)
        yield block.becomes("noise") if block.is_body and about and after else block


def is_asked_twice(block: Block, following: Block) -> bool:
    """Whether two neighbours are the same short question or call."""
    return (
        block.is_body
        and following.is_body
        and len(block.text) <= QUESTION_LETTERS
        and block.text.endswith(ENDS)
        and comparison_key(block.text) == comparison_key(following.text)
    )
