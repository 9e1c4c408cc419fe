"""The captions of an article's pictures."""

from __future__ import annotations

from collections.abc import Sequence
from os.path import commonprefix

from cleaners.blocks.block import Block
from cleaners.blocks.class_names import is_marked

_LEVELS_UP = 2
"""Elements around the one that holds the text in which the lead image stands."""
_MOSTLY_LINKED = 0.5


def captions_of(blocks: Sequence[Block]) -> list[str]:
    """The captions and credits of the pictures of a page's own article, in page order, each once.

    What steps found to be one, and figure texts in or beside the element that holds the text, up to its end.
    """
    body = [block for block in blocks if block.is_body]
    inside = commonprefix([block.place.path for block in body])
    around, end = inside[-_LEVELS_UP:][:1], body[-1].index if body else -1
    found = [
        block.text
        for block in blocks
        if (block.role, block.kind, block.article) == ("credit", "photo", 0)
        or (block.role == "noise" and block.index < end and _is_figure_text(block) and {*around} <= {*block.place.path})
        if not block.place.hidden
    ]
    return list(dict.fromkeys(found))


def _is_figure_text(block: Block) -> bool:
    """Whether a dropped line is the unlinked text of a picture."""
    named = block.place.zone == "figure" or is_marked(block.place.shapes[-2:], "caption")
    return named and block.place.link_share < _MOSTLY_LINKED
