"""After the head of the comments no text of the article follows, only what the page adds."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.phrases import phrases


def page_end(page: Document) -> Iterator[Block]:
    """The comments' heads, and all lines after the first of them that stands below the text."""
    ended = False
    for block in page.body:
        head = phrases("comments_heading").match(block.text) is not None
        ended = ended or (head and block.index > page.end)
        if head or ended:
            yield block.becomes("noise")
