"""Rows of social network names with the prompt above them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.phrases import phrases
from cleaners.steps.related.card import SUBHEADINGS
from cleaners.text.line_shape import is_prose

_MIN_NETWORKS = 2
_PROMPT_LETTERS = 60


def share_bar(page: Document) -> Iterator[Block]:
    """Drop two or more consecutive network names above the first or below the last paragraph.

    A short line right above them goes too if it is a heading or shares an element with them alone.
    """
    for row in _network_rows(page):
        if not page.start < row[0].index < page.end:
            yield from (block.becomes("noise") for block in (*_prompt_above(page, row), *row) if block.is_body)


def _network_rows(page: Document) -> list[list[Block]]:
    """The lines of each row of network names."""
    if len(named := page.named("network")) < _MIN_NETWORKS:
        return []
    rows = (list(lines) for is_row, lines in groupby(page, lambda b: b.index in named and _is_network(b)) if is_row)
    return [row for row in rows if len(row) >= _MIN_NETWORKS]


def _is_network(block: Block) -> bool:
    """Whether a line is the name of a social network."""
    return block.role in ("body", "noise") and phrases("network").match(block.text) is not None


def _prompt_above(page: Document, row: Sequence[Block]) -> tuple[Block, ...]:
    """The prompt right above a row; empty if that line is something else."""
    above = page[max(0, row[0].index - 1) : row[0].index]
    if not above or is_prose(above[0].text) or len(above[0].text) > _PROMPT_LETTERS:
        return ()
    around = [element for element in above[0].place.path if element in row[0].place.path][-1:]
    alone = around and page.sizes[around[0]] == 1 + len(row) and all(around[0] in b.place.path for b in row)
    return above if above[0].place.tag in SUBHEADINGS or alone else ()
