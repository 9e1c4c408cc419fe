"""The element of a page that holds the article's text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cleaners.block import Block
from cleaners.sentence import is_prose

AROUND = frozenset({"", "main", "header", "table", "footer"})
"""Parts of a page in which an article's own lines stand; WordPress has credits and tags in a footer of the article."""
HELD = 0.8
"""Share of the paragraphs' letters that the element must hold: one stray lede or leak outside it is allowed."""


def main_element(blocks: Sequence[Block]) -> int | None:
    """Number of the innermost element that holds nearly all paragraphs of the body, or None without any.

    Of a single paragraph it is the element around it, so that what stands beside it can be looked at.
    """
    weights: Counter[int] = Counter()
    depths: dict[int, int] = {}
    total = 0
    for block in blocks:
        if block.is_body and is_prose(block.text):
            total += len(block.text)
            for depth, number in enumerate(block.place.path):
                weights[number] += len(block.text)
                depths[number] = depth
    holding = [number for number, weight in weights.items() if weight >= HELD * total]
    inner = sorted(holding, key=lambda number: (-depths[number], number))[:2]
    sizes = Counter(number for block in blocks for number in block.place.path if number in inner)
    return next((number for number in inner if sizes[number] > 1), inner[0] if inner else None)


def lines_of_article(blocks: Sequence[Block]) -> set[int]:
    """Positions of the blocks that may say something of the article: its body, and the lines around it.

    In a page those are the dropped lines of the innermost element that holds headline and text; in a flattened
    text only what is still body.
    """
    around = enclosing(blocks)
    return {
        number
        for number, block in enumerate(blocks)
        if block.role == "body" or (block.role == "noise" and around in block.place.path and is_near(block))
    }


def enclosing(blocks: Sequence[Block]) -> int | None:
    """Number of the innermost element around both the headline and the main element; the latter without a headline."""
    main = main_element(blocks)
    path = next((b.place.path for b in blocks if main in b.place.path), ())
    inner = path[: path.index(main) + 1] if main is not None and path else ()
    title = next((b.place.path for b in blocks if b.role == "title" and b.article == 0), None)
    shared = [number for number in inner if title is None or number in title]
    return shared[-1] if shared else None


def is_near(block: Block) -> bool:
    """Whether a dropped line stands where an article's own lines do."""
    return block.place.zone in AROUND and not block.place.hidden
