"""Bring every block to the corpus normal form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.text.normalize import is_blank, normalize


def normal_form(page: Document) -> Iterator[Block]:
    """Normalize each block's text; a block left without a visible character becomes noise."""
    for block in page:
        text = normalize(block.text)
        if is_blank(text):
            yield replace(block, text="", role="noise", kind=None, value=None)
        elif text != block.text:
            yield replace(block, text=text)
