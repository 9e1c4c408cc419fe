"""After the head of the comments no text of the article follows, only what the page adds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaners.block import Block
from cleaners.phrases import phrases
from cleaners.sentence import is_prose


def page_end(blocks: Sequence[Block]) -> Iterator[Block]:
    """The comments' head, and the lines after the last one that are no paragraphs."""
    last = max((n for n, b in enumerate(blocks) if b.is_body and is_prose(b.text)), default=-1)
    ended = False
    for number, block in enumerate(blocks):
        head = block.is_body and phrases("comments_heading").match(block.text) is not None
        ended = ended or (head and number > last)
        yield block.becomes("noise") if block.is_body and (head or ended) else block
