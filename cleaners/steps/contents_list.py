"""The list of contents that guides print over their text, which a flattened page keeps as lines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from cleaners.block import Block
from cleaners.normalize import comparison_key
from cleaners.sentence import is_prose, word_count

ENTRIES = 3
"""Lines in a row that come again as subheads; two can be a refrain."""
APART = 1.5
"""Subheads have lines between them; a list that is printed twice has none."""
HEAD_WORDS = 4
Places = dict[str, list[int]]
NUMBER = re.compile(r"^\W*\d[\d.]*\W*\s")


def contents_list(blocks: Sequence[Block]) -> Iterator[Block]:
    """Lines in a row of which nearly each comes again further down, in the same order, and the short line over them."""
    keys = [comparison_key(NUMBER.sub("", block.text)) for block in blocks]
    later: Places = defaultdict(list)
    for number, key in enumerate(keys):
        later[key].append(number)
    listed: set[int] = set()
    number = 0
    while number < len(blocks):
        entries = entries_from(blocks, keys, later, number)
        if len(entries) >= ENTRIES:
            listed.update(entries)
            above = blocks[number - 1] if number else None
            if above and above.is_body and not is_prose(above.text) and word_count(above.text) <= HEAD_WORDS:
                listed.add(number - 1)
        number = max(entries, default=number) + 1
    for number, block in enumerate(blocks):
        yield block.becomes("noise") if number in listed and block.is_body else block


def entries_from(blocks: Sequence[Block], keys: Sequence[str], later: Places, start: int) -> list[int]:
    """Positions of the lines from here on that come again below the list; an entry that does not may end it."""
    entries: list[int] = []
    places: list[int] = []
    for number in range(start, len(blocks)):
        block = blocks[number]
        if not block.is_body or is_prose(block.text):
            break
        again = next((n for n in later[keys[number]] if n > max([number, *places[-1:]])), None)
        if again is None:
            if entries and NUMBER.match(block.text):
                entries.append(number)
                continue
            break
        entries.append(number)
        places.append(again)
    return entries if places and places[-1] - places[0] >= APART * (len(places) - 1) else []
