"""Menus and breadcrumbs of a flattened page, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.phrases import phrases
from cleaners.steps.head.page_frame import is_frame_line, is_menu, is_menu_label

_MIN_ROW, _MIN_ROW_BELOW = 2, 3
"""Fewest labels in a row at the top of a page, and below it, where one must also name a page of the site."""


def menu_line(page: Document) -> Iterator[Block]:
    """Drop lines that list labels of a menu, breadcrumbs, and rows of lines that are such labels.

    A single label may be a kicker, a subhead or an item of a list.
    """
    menus = {block.index for block in page if is_menu(block.text)}
    labels = {block.index for block in page if is_menu_label(block.text)}
    if not menus and not labels:
        return
    top = sum(1 for _ in takewhile(lambda block: block.index in labels or is_frame_line(block.text), page))
    for is_row, lines in groupby(page, lambda block: block.index in labels or block.index in menus):
        row = list(lines) if is_row else []
        whole = _is_row(row, top) if row else False
        yield from (block.becomes("noise") for block in row if block.is_body and (whole or block.index in menus))


def _is_row(row: Sequence[Block], top: int) -> bool:
    """Whether lines that are labels each stand together as the lines of a menu do."""
    if row[0].index < top:
        return len(row) >= _MIN_ROW
    return len(row) >= _MIN_ROW_BELOW and any(phrases("interface_line").match(block.text) for block in row)
