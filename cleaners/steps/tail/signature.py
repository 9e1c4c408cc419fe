"""The author's name under the text, as a signature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.text.normalize import comparison_key


def signature(page: Document, authors: Sequence[str] = ()) -> Iterator[Block]:
    """Turn the last lines of the body that are just a known author's name into bylines.

    Known are the authors of the metadata and of bylines above the text.
    """
    names = {comparison_key(b.value) for b in page if b.role == "byline" and b.value and b.index < page.start}
    names |= {comparison_key(author) for author in authors}
    names -= {""}
    signed = takewhile(lambda block: comparison_key(block.text) in names, reversed(page.body) if names else ())
    yield from (block.becomes("byline", value=block.text) for block in signed if block.index > page.end >= 0)
