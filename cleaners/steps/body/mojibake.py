"""Lines of encoding debris that could not be read."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.text.mojibake import is_mojibake


def mojibake(page: Document) -> Iterator[Block]:
    """Drop lines of lost or torn characters; those that can be read were repaired with the page's encoding."""
    return (block.becomes("noise") for block in page.texts if is_mojibake(block.text))
