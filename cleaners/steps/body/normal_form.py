"""Bring every block to the corpus normal form."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.text.leftover_markup import is_about_markup, may_have_markup, read_markup
from cleaners.text.normalize import is_blank, normalize


def normal_form(page: Document) -> Iterator[Block]:
    """Normalize each block's text and read the mark-up left in it, unless the page speaks of mark-up.

    A block left without a visible character becomes noise.
    """
    marked = {block.index for block in page if may_have_markup(block.text)}
    marked = set() if marked and is_about_markup(block.text for block in page.body) else marked
    for block in page:
        text = normalize(read_markup(block.text) if block.index in marked else block.text)
        if is_blank(text):
            yield block.becomes("noise").reads("")
        elif text != block.text:
            yield block.reads(text)
