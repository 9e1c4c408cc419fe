"""Lines that say when an article was published or changed, or how long it takes to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from cleaners.block import Block
from cleaners.dates import is_date_line, parse_date
from cleaners.phrases import phrases
from cleaners.steps.byline import first_paragraph

HEAD_LETTERS = 80
"""Between headline and text a line of this length that holds a full date is a dateline of the interface."""


def date_line(blocks: Sequence[Block], fetched_at: datetime | None = None) -> Iterator[Block]:
    """A line that is nothing but a date; before the first paragraph also a short one that holds a date."""
    first = first_paragraph(blocks)
    for number, block in enumerate(blocks):
        yield (block.becomes("date") if block.role == "body" and is_date(block, number < first, fetched_at) else block)


def reading_time(blocks: Sequence[Block]) -> Iterator[Block]:
    """Minutes of reading and counts of visits."""
    for block in blocks:
        match = phrases("reading_time").match(block.text) if block.role == "body" else None
        yield block.becomes("noise") if match and len(match.rest) < 20 else block


def is_date(block: Block, in_head: bool, fetched_at: datetime | None) -> bool:
    """Whether a block only dates the article."""
    if is_date_line(block.text):
        return True
    return in_head and len(block.text) <= HEAD_LETTERS and parse_date(block.text, fetched_at) is not None
