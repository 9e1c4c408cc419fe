"""Lines that other articles of the same outlet or dump carry in the same place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.blocks.evidence import nameless_shape
from cleaners.sites.learned import NOTHING_LEARNED, Learned, PlacedLine

_DEPTH = 3
"""The innermost elements whose shapes make a place; those above hold other things too."""
_CHANGING = re.compile(r"\d|^(?:category|tag|author|post|format|status|type)-")
"""Classes that differ from article to article, as content management systems write them."""

_learned_in_use: ContextVar[Learned] = ContextVar("learned lines", default=NOTHING_LEARNED)
"""What the caller of this cleaning has learned."""


def repeated(page: Document) -> Iterator[Block]:
    """Drop lines, and sentences at the edges of a text, that were learned from its outlet or dump.

    This is no step of the recipe: it runs once, on the result, for what was learned there is what the recipe leaves.
    """
    learned = _learned_in_use.get()
    if not learned:
        return
    for number, rest in learned.without(placed_lines(page)).items():
        block = page.body[number]
        yield block.reads(rest) if rest else block.becomes("noise")


def placed_lines(page: Document) -> tuple[PlacedLine, ...]:
    """The lines of a page's text with the elements around them."""
    return tuple(PlacedLine(block.text, _element_of(block, page.main)) for block in page.body)


def _element_of(block: Block, main: int | None) -> str:
    """The shapes of the elements around a block below the main one, without ids and classes that change."""
    path, shapes = block.place.path, block.place.shapes
    first = path.index(main) + 1 if main in path[:-1] and len(path) == len(shapes) else len(shapes) - 1
    return " > ".join(map(_lasting_shape, shapes[max(first, 0, len(shapes) - _DEPTH) :]))


def _lasting_shape(shape: str) -> str:
    """A shape without what differs between articles.

    >>> _lasting_shape("div entry post-31 #post-31")
    'div entry'
    """
    tag, _, names = nameless_shape(shape).partition(" ")
    return " ".join([tag, *(name for name in names.split() if not _CHANGING.search(name))])


@contextmanager
def knowing(learned: Learned) -> Iterator[None]:
    """Drop what was learned within the `with` block, in this thread alone."""
    token = _learned_in_use.set(learned)
    try:
        yield
    finally:
        _learned_in_use.reset(token)
