"""Small boxes inside an article that their class names beyond doubt: contents, newsletters, advertisements."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set

from cleaners.blocks.block import Block
from cleaners.blocks.class_names import Region, box_of_names
from cleaners.blocks.evidence import nameless_shape
from cleaners.text.line_shape import is_prose
from cleaners.text.text_cache import text_cache

_BOX_LINES, _BOX_LETTERS, _LINE_LETTERS = 12, 500, 220
"""Most lines of a box and letters of it and of one line; larger elements hold text whatever they are called."""
_TEXT_LINES = 2
_TAGS_OF_TEXT = frozenset(
    {"html", "body", "main", "article", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figure"}
)
"""Headings have classes of the plugin that lists them; the others hold text."""

_ONE_LINE_TAGS = frozenset({"p", "li", "td"})
"""Their classes may be abbreviations, such as a compiler makes."""


def named_boxes(blocks: Iterable[Block], shapes: Mapping[int, str], around: Set[int]) -> dict[int, Region]:
    """The part of the page that the box around a block is, by the block's index; others are absent.

    A box is small, does not hold the elements `around` the article, and has a class that is given to nothing else:
    where elements of one shape hold several paragraphs, the class is an abbreviation. Comments may be long.
    `shapes` has the shape of each element.
    """
    names = {n: name for n, shape in shapes.items() if n not in around and (name := _box_of_shape(shape))}
    lines: dict[int, list[Block]] = defaultdict(list)
    for block in blocks if names else ():
        if not names.keys().isdisjoint(block.place.path):
            for number in block.place.path:
                if number in names:
                    lines[number].append(block)
    kinds = {number: nameless_shape(shapes[number]) for number in lines}
    prose = Counter(kinds[number] for number, inside in lines.items() for block in inside if is_prose(block.text))
    return {
        block.index: names[number]
        for number, inside in lines.items()
        if names[number] == "comments" or (_is_small(inside) and prose[kinds[number]] < _TEXT_LINES)
        for block in inside
        if block.role != "title"
    }


@text_cache(8192)
def _box_of_shape(shape: str) -> Region | None:
    """The part of a page that an element is by one of its classes; None for text and headings."""
    tag = shape.partition(" ")[0]
    name = None if tag in _TAGS_OF_TEXT else box_of_names(shape)
    return None if tag in _ONE_LINE_TAGS and name == "advertisement" else name


def _is_small(lines: list[Block]) -> bool:
    """Whether lines are few and short enough for a box."""
    letters = [len(block.text) for block in lines]
    return len(lines) <= _BOX_LINES and sum(letters) <= _BOX_LETTERS and max(letters) <= _LINE_LETTERS
