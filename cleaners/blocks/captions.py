"""The captions of an article's pictures."""

from __future__ import annotations

from collections.abc import Sequence

from cleaners.blocks.block import Block
from cleaners.blocks.class_names import is_marked

_LEVELS_UP = 2
"""Elements around the one that holds the text in which the lead image stands."""
_LINKED_SHARE = 0.5


def captions_of(blocks: Sequence[Block]) -> list[str]:
    """The captions and credits of the pictures of a page's own article, in page order, each once.

    What steps found to be one, and figure texts in or beside the element that holds the text, up to its end.
    """
    body = [block for block in blocks if block.is_body]
    around, end = _around_text(body), body[-1].index if body else -1
    found = [block for block in blocks if _is_caption_of(block, around, end)]
    return list(dict.fromkeys(block.text for block in found if block.text and not block.place.hidden))


def _around_text(body: Sequence[Block]) -> int | None:
    """Number of the element right around the innermost one that holds a whole text; None without one."""
    path = body[0].place.path if body else ()
    for block in body:
        shared = next(
            (n for n, pair in enumerate(zip(path, block.place.path, strict=False)) if pair[0] != pair[1]), None
        )
        path = path[: min(len(block.place.path), len(path) if shared is None else shared)]
    return path[-_LEVELS_UP:][0] if path else None


def _is_caption_of(block: Block, around: int | None, end: int) -> bool:
    """Whether a block is a caption, or dropped text of a figure inside an element and above the end of the text."""
    if block.role != "noise":
        return (block.role, block.kind, block.article) == ("credit", "photo", 0)
    place = block.place
    if block.index > end or place.link_share >= _LINKED_SHARE or (around is not None and around not in place.path):
        return False
    return place.zone == "figure" or is_marked(place.shapes[-2:], "caption")
