"""Structure that a text itself shows: typed bullets and numbers, verses, subheads of a flattened text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from cleaners.blocks.block import Block
from cleaners.text.line_shape import are_verses, ends_sentence, is_closed_prose, is_headline

_MARKER = re.compile(r"(?P<bullet>[•●▪■◦‣])\s*|(?P<dash>[-–—*])\s+|(?P<number>\d{1,3})\s?[-–.)]\s*(?=[^\W\d_])")
"""A typed bullet, a dash or a number, in whatever digits."""
_MARKS = frozenset("•●▪■◦‣-–—*")
_VERSE_LETTERS = 80
"""Longer lines are sentences."""
_BROKEN_LINES, _BARE_LINES, _FLAT_LINES = 2, 3, 4
"""Lines that make verses: in one paragraph, bare in a larger element, in a flattened text."""
_SENTENCES = 1 / 3
"""Largest share of the lines of a poem that end like sentences or begin with a speaker's name."""
_SPEAKER_LETTERS = 25
_SUBHEAD_LETTERS, _SUBHEAD_LEVEL = 80, 2
_FLAT_TAGS = frozenset(("line", "bullet"))


class Enclosing(NamedTuple):
    """A list, item or poem that a text shows; numbers are below 0, unlike those of elements."""

    kind: Literal["list", "item", "verse"]
    number: int
    position: int = 0
    """The number printed before an item, 0 after a bullet."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What the text of a block shows about it."""

    around: tuple[Enclosing, ...] = ()
    """What encloses it, outermost first."""
    level: int = 0
    """Of a subhead."""
    marker: int = 0
    """Letters of its bullet or number."""


def printed_structure(blocks: Sequence[Block], plain: Sequence[bool]) -> dict[int, Printed]:
    """What the texts of those `blocks` show that are `plain`, without structure from their mark-up; by index."""
    found: dict[int, Printed] = {}
    for run in _plain_runs(blocks, plain):
        listed = _typed_items(run)
        found |= listed
        for part in _between_items(run, listed):
            found |= _verses(part) or (_printed_subheads(part) if part[0].place.tag in _FLAT_TAGS else {})
    return found


def _plain_runs(blocks: Sequence[Block], plain: Sequence[bool]) -> Iterator[list[Block]]:
    """The plain blocks that follow one another in one element: sibling paragraphs, or lines of a flattened text."""
    run: list[Block] = []
    for block, is_plain in zip(blocks, plain, strict=True):
        if run and not (is_plain and block.place.path[:-1] == run[-1].place.path[:-1]):
            yield run
            run = []
        if is_plain:
            run.append(block)
    if run:
        yield run


def _typed_items(run: Sequence[Block]) -> dict[int, Printed]:
    """The items of typed lists: lines with a bullet, two or more with the same dash, or with numbers that count up."""
    marks = [_MARKER.match(block.text) if _may_begin(block.text[:1]) else None for block in run]
    found: dict[int, Printed] = {}
    first = 0
    for at in range(1, len(run) + 1):
        if at < len(run) and _follows_marker(marks[at - 1], marks[at]):
            continue
        mark = marks[first]
        if mark and (at - first > 1 or mark["bullet"]):
            number = -2 * run[first].index - 1
            for block, one in zip(run[first:at], marks[first:at], strict=True):
                position = int(one["number"] or 0) if one else 0
                around = (Enclosing("list", number), Enclosing("item", -2 * block.index - 1, position))
                found[block.index] = Printed(around, marker=one.end() if one else 0)
        first = at
    return found


def _may_begin(letter: str) -> bool:
    """Whether a letter, "" for none, may begin a marker."""
    return letter in _MARKS or letter.isdecimal()


def _follows_marker(mark: re.Match[str] | None, following: re.Match[str] | None) -> bool:
    """Whether two markers are of neighbours in one list."""
    if mark is None or following is None or mark.lastgroup != following.lastgroup:
        return False
    if mark["number"]:
        return int(following["number"]) == int(mark["number"]) + 1
    return mark[0][0] == following[0][0]


def _between_items(run: Sequence[Block], listed: dict[int, Printed]) -> Iterator[list[Block]]:
    """The lines between the items of lists, as they follow one another."""
    part: list[Block] = []
    for block in run:
        if block.index in listed:
            if part:
                yield part
            part = []
        else:
            part.append(block)
    if part:
        yield part


def _verses(lines: Sequence[Block]) -> dict[int, Printed]:
    """The lines of a text that are verses: short ones whose breaks are set by `<br>`, or alike in a flattened text."""
    found: dict[int, Printed] = {}
    first, blank = 0, int(all(block.place.gap > 0 for block in lines[1:]))
    for at in range(1, len(lines) + 1):
        if at < len(lines) and _is_stanza(lines[at - 1], lines[at], blank):
            continue
        stanza = lines[first:at]
        if len(stanza) >= _least_lines(stanza[0]) and _are_alike(stanza):
            found |= {block.index: Printed((Enclosing("verse", -2 * stanza[0].index - 2),)) for block in stanza}
        first = at
    return found


def _is_stanza(above: Block, block: Block, blank: int) -> bool:
    """Whether two short lines stand in one paragraph, or in a flattened text no more than `blank` empty lines apart."""
    if above.place.path != block.place.path or not (is_verse_line(above.text) and is_verse_line(block.text)):
        return False
    return block.place.tag not in _FLAT_TAGS or block.place.gap <= blank


def is_verse_line(text: str) -> bool:
    """Whether a line is as short as verses and no sentence of a report."""
    return len(text) <= _VERSE_LETTERS and not is_closed_prose(text)


def _least_lines(block: Block) -> int:
    """The number of lines that make verses, where they stand as this one does."""
    if block.place.tag in _FLAT_TAGS:
        return _FLAT_LINES
    return _BROKEN_LINES if block.place.tag in ("p", "blockquote") else _BARE_LINES


def _are_alike(stanza: Sequence[Block]) -> bool:
    """Whether few lines are sentences or speeches, as those of stories are, and those of a flattened text are alike in
    length; those that mark-up breaks may differ.
    """
    texts = [block.text for block in stanza]
    said = sum(ends_sentence(text) or text.endswith(":") or ":" in text[:_SPEAKER_LETTERS] for text in texts)
    if said > _SENTENCES * len(texts):
        return False
    return stanza[0].place.tag not in _FLAT_TAGS or are_verses(texts)


def _printed_subheads(lines: Sequence[Block]) -> dict[int, Printed]:
    """The subheads of a flattened text: short headlines alone between paragraphs."""
    found: dict[int, Printed] = {}
    for (above, block), (_, below) in pairwise(pairwise(lines)):
        short = len(block.text) <= _SUBHEAD_LETTERS and is_headline(block.text)
        if short and is_closed_prose(above.text) and is_closed_prose(below.text):
            found[block.index] = Printed(level=_SUBHEAD_LEVEL)
    return found
