"""Find the element of a page that contains the article's text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cleaners.blocks.block import Block

_ARTICLE_ZONES = frozenset({"", "main", "header", "table", "footer"})
"""Page regions in which lines of an article stand; WordPress puts credits and tags in the article's footer."""
_ROW_TAGS = frozenset({"td", "th", "tr", "li", "dd", "dt"})
"""Elements that hold one of many lines."""
_PARAGRAPH_LEVELS, _ROW_DEPTH = 2, 4
"""A paragraph and what is around it; a row, its cell and a paragraph in it."""
_HELD_SHARE = 0.8
"""Minimum share of the paragraphs' characters inside the element: one stray lede or leak outside is allowed."""


def main_element(paragraphs: Iterable[Block], sizes: Mapping[int, int]) -> int | None:
    """Number of the innermost element that contains nearly all paragraphs of the body; None without paragraphs.

    For a single paragraph it is the element around it, so that its siblings are included; for one in an item or cell,
    that around the item or row. `sizes` has the number of blocks in each element.
    """
    weights: Counter[int] = Counter()
    depths: dict[int, int] = {}
    total, levels = 0, _PARAGRAPH_LEVELS
    for block in paragraphs:
        total += len(block.text)
        rows = sum(shape.partition(" ")[0] in _ROW_TAGS for shape in block.place.shapes[-_ROW_DEPTH:])
        levels = max(levels, _PARAGRAPH_LEVELS + rows)
        for depth, number in enumerate(block.place.path):
            weights[number] += len(block.text)
            depths[number] = depth
    holding = [number for number, weight in weights.items() if weight >= _HELD_SHARE * total]
    inner = sorted(holding, key=lambda number: (-depths[number], number))[:levels]
    return next((number for number in inner if sizes[number] > 1), inner[0] if inner else None)


def lines_of_article(blocks: Sequence[Block], main: int | None, title: Block | None) -> Iterator[Block]:
    """The blocks that may describe the article: its body and the lines around it.

    In HTML the latter are dropped lines inside the innermost element that contains headline and main element, or
    inside the main element without a headline; in flattened text only the body remains.
    """
    path = next((b.place.path for b in blocks if main in b.place.path), ())
    inner = path[: path.index(main) + 1] if main is not None and path else ()
    around = next((number for number in reversed(inner) if title is None or number in title.place.path), None)
    for block in blocks:
        if block.role == "body" or (block.role == "noise" and around in block.place.path and is_beside_text(block)):
            yield block


def is_beside_text(block: Block) -> bool:
    """Whether a dropped line is visible and in a page region that an article's own lines use."""
    return block.place.zone in _ARTICLE_ZONES and not block.place.hidden
