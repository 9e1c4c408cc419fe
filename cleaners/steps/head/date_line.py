"""Lines with the time of publication or change, and reading times."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.dates import is_date_line, parse_date
from cleaners.phrases import phrases

_DATELINE_LETTERS = 80
"""A line this short above the text that contains a full date is a dateline of the interface."""


def date_line(page: Document, fetched_at: datetime | None = None) -> Iterator[Block]:
    """Mark lines that are only a date, and short lines above the first paragraph that contain one, as dates."""
    return (b.becomes("date") for b in page if b.role == "body" and _is_dateline(b, b.index < page.start, fetched_at))


def reading_time(page: Document) -> Iterator[Block]:
    """Drop reading times and visit counts."""
    for block in page.texts:
        match = phrases("reading_time").match(block.text)
        if match and len(match.rest) < 20:
            yield block.becomes("noise")


def _is_dateline(block: Block, in_head: bool, fetched_at: datetime | None) -> bool:
    """Whether a block is a dateline; `in_head`, also a short line that contains a date."""
    if is_date_line(block.text):
        return True
    return in_head and len(block.text) <= _DATELINE_LETTERS and parse_date(block.text, fetched_at) is not None
