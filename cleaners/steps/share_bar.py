"""Rows of social networks with the call over them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from cleaners.block import Block
from cleaners.phrases import phrases
from cleaners.sentence import is_prose

BUTTONS = 2
CALL_LETTERS = 60
HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})


def share_bar(blocks: Sequence[Block]) -> Iterator[Block]:
    """Above the first or after the last paragraph, two or more lines in a row that are each a network's name.

    With them goes a short line right over them, if it is a heading or alone with them in an element.
    """
    text = [n for n, block in enumerate(blocks) if block.is_body and is_prose(block.text)]
    sizes = Counter(element for block in blocks for element in block.place.path)
    dropped: set[int] = set()
    for row in rows_of(blocks):
        if text and text[0] < row[0] < text[-1]:
            continue
        dropped |= {*row, *call_over(blocks, row, sizes)}
    for number, block in enumerate(blocks):
        yield block.becomes("noise") if number in dropped and block.is_body else block


def rows_of(blocks: Sequence[Block]) -> list[list[int]]:
    """Positions of the lines of each row of networks."""
    rows: list[list[int]] = [[]]
    for number, block in enumerate(blocks):
        if block.role in ("body", "noise") and phrases("network").match(block.text):
            rows[-1].append(number)
        else:
            rows.append([])
    return [row for row in rows if len(row) >= BUTTONS]


def call_over(blocks: Sequence[Block], row: Sequence[int], sizes: Mapping[int, int]) -> list[int]:
    """The position of the call over a row; none where the line above is something else.

    `sizes` has the number of blocks in each element.
    """
    number = row[0] - 1
    if number < 0 or is_prose(blocks[number].text) or len(blocks[number].text) > CALL_LETTERS:
        return []
    around = [element for element in blocks[number].place.path if element in blocks[row[0]].place.path][-1:]
    alone = bool(around) and sizes[around[0]] == 1 + len(row) and all(around[0] in blocks[n].place.path for n in row)
    return [number] if blocks[number].place.tag in HEADINGS or alone else []
