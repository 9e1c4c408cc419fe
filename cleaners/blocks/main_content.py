"""The element of a page that holds the article's text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cleaners.blocks.block import Block

_ARTICLE_ZONES = frozenset({"", "main", "header", "table", "footer"})
"""Parts of a page in which an article's own lines stand; WordPress has credits and tags in a footer of the article."""
_HELD_SHARE = 0.8
"""Share of the paragraphs' letters that the element must hold: one stray lede or leak outside it is allowed."""


def main_element(paragraphs: Iterable[Block], sizes: Mapping[int, int]) -> int | None:
    """Number of the innermost element that holds nearly all paragraphs of the body, or None without any.

    Of a single paragraph it is the element around it, so that what stands beside it can be looked at. `sizes` has the
    number of blocks in each element.
    """
    weights: Counter[int] = Counter()
    depths: dict[int, int] = {}
    total = 0
    for block in paragraphs:
        total += len(block.text)
        for depth, number in enumerate(block.place.path):
            weights[number] += len(block.text)
            depths[number] = depth
    holding = [number for number, weight in weights.items() if weight >= _HELD_SHARE * total]
    inner = sorted(holding, key=lambda number: (-depths[number], number))[:2]
    return next((number for number in inner if sizes[number] > 1), inner[0] if inner else None)


def lines_of_article(blocks: Sequence[Block], main: int | None, title: Block | None) -> Iterator[Block]:
    """The blocks that may say something of the article: its body, and the lines around it.

    In a page those are the dropped lines of the innermost element that holds headline and main element, or of the
    latter without a headline; in a flattened text only what is still body.
    """
    path = next((b.place.path for b in blocks if main in b.place.path), ())
    inner = path[: path.index(main) + 1] if main is not None and path else ()
    around = next((number for number in reversed(inner) if title is None or number in title.place.path), None)
    for block in blocks:
        if block.role == "body" or (block.role == "noise" and around in block.place.path and is_beside_text(block)):
            yield block


def is_beside_text(block: Block) -> bool:
    """Whether a dropped line stands where an article's own lines do."""
    return block.place.zone in _ARTICLE_ZONES and not block.place.hidden
