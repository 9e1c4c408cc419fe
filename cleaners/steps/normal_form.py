"""Bring every block to the corpus normal form; the only step that edits text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cleaners.block import Block
from cleaners.normalize import normalize


def normal_form(blocks: Sequence[Block]) -> Iterator[Block]:
    """Each block's text in normal form; one that has nothing left is noise."""
    for block in blocks:
        text = normalize(block.text)
        edited = block if text == block.text else replace(block, text=text)
        yield edited if text else edited.becomes("noise")
