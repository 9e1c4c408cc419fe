"""Text beside the main element: other parts of the same content area, which trafilatura missed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence

from cleaners.blocks.block import Block
from cleaners.blocks.class_names import is_marked, list_kind
from cleaners.blocks.evidence import is_named, is_unlinked_text
from cleaners.text.line_shape import is_prose, word_count

_MAX_LEVELS_UP = 5
_CARD_LINKED, _LABEL_WORDS = 0.75, 3
"""A line with this share of its letters in links, and more words than a label, leads to another article."""
_MIN_LINES, _MIN_LINE_LETTERS = 3, 25
"""Lines of some length that make a text where no paragraph does: dialogue, verses."""
_PARTS = ("adjacent", "box", "caption", "poll", "post", "side", "tags")


def text_beside(
    blocks: Sequence[Block], main: int | None, title: Block | None, regions: Container[int]
) -> frozenset[int]:
    """Indices of the unlinked lines of the elements beside the main one that hold text and nothing else.

    Looked at are the siblings of the main element and of those around it that do not hold the headline. Such an element
    holds a paragraph or several lines, leads nowhere and is in no region, list or box. Bare lines of an element around
    the main one count as an element.
    """
    if main is None or title is None:
        return frozenset()
    path = next(block.place.path for block in blocks if main in block.place.path)
    top = set(path[: path.index(main)]) - set(title.place.path)
    levels = [n for n in range(path.index(main) - 1, 0, -1) if path[n] in top][:_MAX_LEVELS_UP]
    children: dict[int, list[Block]] = defaultdict(list)
    for block in blocks if levels else ():
        for level in levels:
            own = block.place.path[level : level + 2]
            if own[:1] == path[level : level + 1] and own[1:] != path[level + 1 : level + 2]:
                children[own[-1]].append(block)
    return frozenset(b.index for child in children.values() for b in _lines_of_text(child, regions))


def _lines_of_text(blocks: Sequence[Block], regions: Container[int]) -> list[Block]:
    """The unlinked lines of an element in no box of it, if they are text of the page's own article; else none."""
    if any(block.index in regions or _leads_on(block) for block in blocks):
        return []
    if any(block.article or block.role not in ("body", "noise") for block in blocks):
        return []
    lines = [b for b in blocks if is_unlinked_text(b) and not is_named(b.text) and not _is_boxed(b)]
    long = [block for block in lines if len(block.text) >= _MIN_LINE_LETTERS]
    return lines if len(long) >= _MIN_LINES or any(is_prose(block.text) for block in long) else []


def _leads_on(block: Block) -> bool:
    """Whether a block leads to another article."""
    return block.place.link_share >= _CARD_LINKED and word_count(block.text) > _LABEL_WORDS


def _is_boxed(block: Block) -> bool:
    """Whether a class or id of an element near a block names a list or a box."""
    near = block.place.shapes[-3:]
    return list_kind(near) is not None or any(is_marked(near, part) for part in _PARTS)
