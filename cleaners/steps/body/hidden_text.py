"""Lines that the page hides from its readers."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document


def hidden_text(page: Document) -> Iterator[Block]:
    """Drop what the mark-up hides and `unfold` did not show: it is said not to be read."""
    return (block.becomes("noise") for block in page.body if block.place.hidden)
