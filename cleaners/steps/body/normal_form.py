"""Bring every block to the corpus normal form; the only step that edits text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.text.normalize import normalize


def normal_form(page: Document) -> Iterator[Block]:
    """Each block's text in normal form; one that has nothing left is noise."""
    for block in page:
        text = normalize(block.text)
        if not text:
            yield replace(block, text="", role="noise", kind=None, value=None)
        elif text != block.text:
            yield replace(block, text=text)
