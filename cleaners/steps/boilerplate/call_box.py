"""Boxes of the outlet inside the text: a call to the reader and a button."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.blocks.layout import LINKED, leads_to_page
from cleaners.phrases import phrases
from cleaners.text.line_shape import word_count

_MAX_BOX_BLOCKS = 4
_BOX_LETTERS = 400
_BUTTON_WORDS = 6
_BOX_LEVELS = 3
"""Elements around a button that may be the box."""


def call_box(page: Document) -> Iterator[Block]:
    """Drop a box of a few lines whose last one is a button with a call to the reader.

    The box holds nothing else: no items, no other links, and not the text, which is never that short.
    """
    buttons = [block for number in sorted(page.named("button")) if _is_call_button(block := page[number])]
    for box in _boxes_of(page, buttons):
        if _is_call_box(box):
            yield from (block.becomes("noise") for block in box if block.role in ("body", "noise"))


def _boxes_of(page: Document, buttons: Sequence[Block]) -> list[list[Block]]:
    """The blocks of the largest small element around each button that has other lines but does not hold the text."""
    holding = [[n for n in _inside_main(page, b) if 1 < page.sizes[n] <= _MAX_BOX_BLOCKS][:1] for b in buttons]
    wanted = {number for numbers in holding for number in numbers}
    inside: dict[int, list[Block]] = defaultdict(list)
    for block in page if wanted else ():
        for number in wanted.intersection(block.place.path):
            inside[number].append(block)
    return list(inside.values())


def _inside_main(page: Document, block: Block) -> tuple[int, ...]:
    """The elements around a block, outermost first, that the main element contains; empty for a block outside it."""
    path = block.place.path
    return path[path.index(page.main) + 1 :][-_BOX_LEVELS - 1 :] if page.main in path else ()


def _is_call_box(box: Sequence[Block]) -> bool:
    """Whether the lines of a small element are a call and its button, in this order."""
    others = box[:-1]
    unlinked = not any(block.links or block.place.tag in ("li", "td", "h1") for block in others)
    return unlinked and _is_call_button(box[-1]) and sum(len(block.text) for block in others) <= _BOX_LETTERS


def _is_call_button(block: Block) -> bool:
    """Whether a block is just a link to a page, or the button of a form, whose words call the reader."""
    linked = block.place.link_share >= LINKED and any(leads_to_page(link.url) for link in block.links)
    if (
        not (linked or block.place.zone == "form")
        or block.place.tag in ("li", "td")
        or word_count(block.text) > _BUTTON_WORDS
    ):
        return False
    return phrases("button").match(block.text) is not None
