"""Restore lines of text inside the page's main element and drop paragraphs outside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.text.line_shape import is_prose

_NON_TEXT_ZONES = frozenset({"nav", "footer", "aside", "form"})
_TEXT_LINE_TAGS = frozenset({"h2", "h3", "h4", "h5", "h6", "li", "blockquote", "td", "th", "pre"})
_MOSTLY_LINKED = 0.5
"""A line with this share of its letters in links leads elsewhere, or heads a list of links."""
_MIN_CLOSING_RUN = 3
_MIN_GROUP = 3
_MIN_LINE_LETTERS = 25
"""Shorter lines are labels."""
_DECK_LETTERS = 60
"""Decks of the known outlets have 70 letters or more unless they end like a sentence; logos and topics have fewer."""


def main_text(page: Document) -> Iterator[Block]:
    """Keep the blocks of the main element that look like text; outside it, only decks under the headline."""
    if page.main is None:
        page = page.edited(block.becomes("body") for block in page if _is_running_text(block))
    text = _largest_line_group(page) if page.main is None else _lines_of_main(page)
    for block in page:
        may_change = block.role in ("body", "noise") and not block.article
        yield block.becomes("body" if block.index in text else "noise") if may_change else block


def _lines_of_main(page: Document) -> set[int]:
    """Indices of the text lines of the main element and of the decks above it."""
    inside = [block for block in page if page.main in block.place.path]
    paragraphs = [block for block in inside if _is_running_text(block)]
    first, last = (paragraphs[0].index, paragraphs[-1].index) if paragraphs else (0, 0)
    siblings = {(block.place.path[:-1], block.place.tag) for block in inside if block.is_body}
    text = {
        b.index
        for b in inside
        if _is_text_line(b, first < b.index < last, (b.place.path[:-1], b.place.tag) in siblings)
    }
    title = next((block.index for block in page if block.role == "title"), len(page))
    decks = {block.index for block in page[title + 1 : inside[0].index] if _is_deck(block)}
    return text | decks | _closing_run([block for block in inside if paragraphs and block.index >= last])


def _largest_line_group(page: Document) -> set[int]:
    """Indices of the largest group of sibling lines, the text of a page without prose: questions, verses, slogans."""
    groups: dict[tuple[tuple[int, ...], str], list[Block]] = defaultdict(list)
    for block in page:
        if block.role in ("body", "noise") and not block.article and _is_unlinked_line(block):
            groups[block.place.path[:-1], block.place.tag].append(block)
    text = max(groups.values(), key=lambda group: sum(len(block.text) for block in group), default=[])
    return {block.index for block in text} if len(text) >= _MIN_GROUP else set()


def _is_unlinked_line(block: Block) -> bool:
    """Whether a block is an unlinked line of some length in a part of the page that holds text."""
    unlinked = not block.links and block.place.zone not in ("header", "figure")
    return _is_visible_text(block) and unlinked and len(block.text) >= _MIN_LINE_LETTERS


def _is_text_line(block: Block, between: bool, alike: bool) -> bool:
    """Whether a block of the main element is text.

    Paragraphs are, and what trafilatura kept. Between paragraphs, so are short lines with the mark-up of their
    neighbours, and subheads, items, quotations and cells.
    """
    if _is_running_text(block):
        return True
    own = block.place.tag in _TEXT_LINE_TAGS and block.place.link_share < _MOSTLY_LINKED
    return _is_visible_text(block) and (block.is_body or (between and (alike or own)))


def _closing_run(lines: Sequence[Block]) -> set[int]:
    """Indices of consecutive short lines after the last paragraph with its mark-up: the end of a poem or list."""
    found: set[int] = set()
    for block in lines[1:]:
        place, last = block.place, lines[0].place
        alike = (place.path[:-1], place.tag) == (last.path[:-1], last.tag) and not block.links
        if not alike or not _is_visible_text(block):
            break
        found.add(block.index)
    return found if len(found) >= _MIN_CLOSING_RUN else set()


def _is_running_text(block: Block) -> bool:
    """Whether a block is visible running text, wherever it stands."""
    return _is_visible_text(block) and is_prose(block.text) and block.place.link_share < _MOSTLY_LINKED


def _is_deck(block: Block) -> bool:
    """Whether a block between headline and text is a deck: prose or a long line, mostly unlinked, not a caption."""
    place = block.place
    is_long = is_prose(block.text) or len(block.text) >= _DECK_LETTERS
    return _is_visible_text(block) and place.zone != "figure" and place.link_share < _MOSTLY_LINKED and is_long


def _is_visible_text(block: Block) -> bool:
    """Whether a block is visible and in a part of the page that can hold text."""
    return not block.place.hidden and block.place.zone not in _NON_TEXT_ZONES
