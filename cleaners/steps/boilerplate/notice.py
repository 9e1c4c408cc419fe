"""Notices appended to every article: disclaimers, comment rules, cookies, rights."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.phrases import phrases

_NOTICE_LETTERS = 420
"""The longest notice seen, an agency's trailer with its terms, has about 300 letters."""
_BOX_BLOCKS = 3
"""A box holds a notice with its heading and terms; larger elements hold the text too."""


def notice(page: Document) -> Iterator[Block]:
    """Drop a block that opens with a notice's formula, and the other blocks of its small element.

    The openings are whole formulas that no reporter writes.
    """
    named = [page[number] for number in sorted(page.named("notice"))]
    notices = [block for block in named if block.role in ("body", "noise") and _is_notice(block)]
    if not notices:
        return
    said = {block.index for block in notices}
    inner = {element for block in notices for element in block.place.path[-2:]} - {page.main}
    boxes = {element for element in inner if page.sizes[element] <= _BOX_BLOCKS}
    for block in page.texts:
        if block.index in said or not boxes.isdisjoint(block.place.path):
            yield block.becomes("noise")


def _is_notice(block: Block) -> bool:
    """Whether a block opens with a notice's formula."""
    return phrases("notice").match(block.text, _NOTICE_LETTERS) is not None
