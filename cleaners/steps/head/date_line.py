"""Lines that say when an article was published or changed, or how long it takes to read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.dates import is_date_line, parse_date
from cleaners.phrases import phrases

_DATELINE_LETTERS = 80
"""Between headline and text a line of this length that holds a full date is a dateline of the interface."""


def date_line(page: Document, fetched_at: datetime | None = None) -> Iterator[Block]:
    """A line that is nothing but a date; before the first paragraph also a short one that holds a date."""
    return (b.becomes("date") for b in page if b.role == "body" and _is_dateline(b, b.index < page.start, fetched_at))


def reading_time(page: Document) -> Iterator[Block]:
    """Minutes of reading and counts of visits."""
    for block in page.texts:
        match = phrases("reading_time").match(block.text)
        if match and len(match.rest) < 20:
            yield block.becomes("noise")


def _is_dateline(block: Block, in_head: bool, fetched_at: datetime | None) -> bool:
    """Whether a block only dates the article."""
    if is_date_line(block.text):
        return True
    return in_head and len(block.text) <= _DATELINE_LETTERS and parse_date(block.text, fetched_at) is not None
