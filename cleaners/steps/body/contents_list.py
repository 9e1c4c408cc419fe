"""The table of contents above a guide: links to places in the page, or the plain lines of a flattened one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.phrases import phrases
from cleaners.text.line_shape import is_prose, word_count
from cleaners.text.normalize import comparison_key

_ENTRY_LINKED = 0.75
"""A number before an entry may stand outside its link."""
_HEAD_REACH = 2
"""Lines above the entries that may head them: a heading and a button."""
_HEADING_TAGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_MIN_ENTRIES = 3
"""Consecutive lines that recur as subheads; two can be a refrain."""
_MIN_HEADED_ENTRIES = 1
"""Links to places in the page under a heading that names them."""
_SPREAD = 1.5
"""Mean distance between subheads, in lines; a list printed twice has nothing between them."""
_TRIES_PER_RUN = 8
"""Retries within a run that is not a contents list; retrying at every line would take quadratic time."""
_TEXT_REACH, _OVER_TEXT = 2, 0.5
"""Lines under a subhead that may be its first paragraph, and the share of subheads that have one."""
_CONTENTS_HEAD_WORDS = 4
_ENTRY_NUMBER = re.compile(r"^\W*\d[\d.]*\W*\s")


@dataclass(frozen=True, slots=True)
class _ContentsEntry:
    """Positions of a line in the table of contents and of the subhead that it announces."""

    line: int
    subhead: int
    found: int
    """Entries up to this one whose subhead was found; merely numbered entries do not count."""


def contents_box(page: Document) -> Iterator[Block]:
    """Drop consecutive links to places in the page itself, and the short heading above them.

    They are three or more, or any under the words of such a heading.

    Whatever the plugin that made the box, its entries are such links. Lines dropped before are yielded too, so that
    no later step restores them.
    """
    for is_entry, run in groupby(page, _is_entry):
        entries = list(run) if is_entry else []
        headed = entries and phrases("contents_heading").match(page[max(0, entries[0].index - 1)].text) is not None
        if len(entries) >= (_MIN_HEADED_ENTRIES if headed else _MIN_ENTRIES):
            first = entries[0].index
            above = takewhile(_may_head_contents, reversed(page[max(0, first - _HEAD_REACH) : first]))
            heads = [block for block in above if _belongs_to_box(page, block, entries)]
            yield from (block.becomes("noise") for block in (*heads, *entries) if block.role in ("body", "noise"))


def _is_entry(block: Block) -> bool:
    """Whether a block is nothing but a link of some words to a place in its page."""
    to_places = bool(block.links) and all(len(link.url) > 1 and link.url.startswith("#") for link in block.links)
    return to_places and block.place.link_share >= _ENTRY_LINKED and word_count(block.text) > 0


def _belongs_to_box(page: Document, block: Block, entries: Sequence[Block]) -> bool:
    """Whether a short line above entries is named, has a heading's tag, or is alone with them in an element."""
    if phrases("contents_heading").match(block.text):
        return True
    around = [element for element in block.place.path if element in entries[0].place.path][-1:]
    alone = bool(around) and page.sizes[around[0]] <= len(entries) + _HEAD_REACH
    return block.place.tag in _HEADING_TAGS or alone


def contents_list(page: Document) -> Iterator[Block]:
    """Drop consecutive lines that nearly all recur further down in the same order, and the short line above them."""
    keys = [comparison_key(_unnumbered(block.text)) for block in page]
    if len(set(keys)) == len(keys):
        return
    places: dict[str, list[int]] = defaultdict(list)
    for number, key in enumerate(keys):
        places[key].append(number)
    listed: set[int] = set()
    number = 0
    while number < len(page):
        run = _entries_from(page, keys, places, number)
        entries = [entry.line for entry in run] if _is_spread(run) and _head_text(page, run) else []
        if len(entries) >= _MIN_ENTRIES:
            listed.update(entries)
            above = page[max(0, number - 1) : number]
            listed.update(block.index for block in above if block.is_body and _may_head_contents(block))
            number = entries[-1] + 1
        else:
            number += max(1, len(run) // _TRIES_PER_RUN)
    yield from (page[number].becomes("noise") for number in listed)


def _unnumbered(text: str) -> str:
    """A line without the number before it."""
    number = _ENTRY_NUMBER.match(text)
    return text[number.end() :] if number else text


def _may_head_contents(block: Block) -> bool:
    """Whether a line above a table of contents can be its heading, dropped before or not."""
    return (
        block.role in ("body", "noise") and not is_prose(block.text) and word_count(block.text) <= _CONTENTS_HEAD_WORDS
    )


def _entries_from(
    blocks: Sequence[Block], keys: Sequence[str], places: Mapping[str, Sequence[int]], start: int
) -> list[_ContentsEntry]:
    """The consecutive lines from `start` that recur below the list; numbered lines among them need not."""
    run: list[_ContentsEntry] = []
    for number in range(start, len(blocks)):
        if not blocks[number].is_body or is_prose(blocks[number].text):
            break
        last = run[-1] if run else _ContentsEntry(start, start, 0)
        same = places[keys[number]]
        after = bisect_right(same, max(number, last.subhead))
        if after < len(same):
            run.append(_ContentsEntry(number, same[after], last.found + 1))
        elif run and _ENTRY_NUMBER.match(blocks[number].text):
            run.append(_ContentsEntry(number, last.subhead, last.found))
        else:
            break
    return run


def _head_text(page: Document, run: Sequence[_ContentsEntry]) -> bool:
    """Whether most subheads of a run stand above running text, as the refrains of a poem do not."""
    heads = {entry.subhead for entry in run}
    over_text = [n for n in heads if any(is_prose(block.text) for block in page[n + 1 : n + 1 + _TEXT_REACH])]
    return len(over_text) > len(heads) * _OVER_TEXT


def _is_spread(run: Sequence[_ContentsEntry]) -> bool:
    """Whether the subheads of a run have lines of text between them."""
    return bool(run) and run[-1].subhead - run[0].subhead >= _SPREAD * (run[-1].found - run[0].found)
