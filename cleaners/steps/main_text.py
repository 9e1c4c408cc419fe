"""The article's text is one part of the page: restore its lines there, drop paragraphs elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaners.block import Block
from cleaners.mainelement import main_element
from cleaners.sentence import is_prose

OUTSIDE = frozenset({"nav", "footer", "aside", "form", "comments"})
LINE_TAGS = frozenset({"h2", "h3", "h4", "h5", "h6", "li", "blockquote", "td", "th", "pre"})
LINKED = 0.5
"""A line with more of its letters in links leads elsewhere, or is a heading of such a list."""
DECK_LETTERS = 60
"""Decks of the outlets known have 70 letters and more unless they end like a sentence; logos and topics have less."""


def main_text(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks of the main element are text if they look like it, others only as a deck under the headline."""
    main = main_element(blocks)
    if main is None:
        blocks = tuple(block.becomes("body") if is_paragraph(block) else block for block in blocks)
        main = main_element(blocks)
    inside = [n for n, b in enumerate(blocks) if main in b.place.path]
    paragraphs = [n for n in inside if is_paragraph(blocks[n])]
    siblings = {(b.place.path[:-1], b.place.tag) for b in blocks if main in b.place.path and b.is_body}
    title = next((n for n, b in enumerate(blocks) if b.role == "title"), None)
    for number, block in enumerate(blocks):
        if block.role not in ("body", "noise"):
            yield block
        elif number in inside:
            between = paragraphs and paragraphs[0] < number < paragraphs[-1]
            alike = between and (block.place.path[:-1], block.place.tag) in siblings
            text = is_paragraph(block) or (is_shown(block) and (block.is_body or alike or (between and is_line(block))))
            yield block.becomes("body") if text else block.becomes("noise")
        else:
            deck = title is not None and bool(inside) and title < number < inside[0] and is_deck(block)
            yield block.becomes("body") if deck else block.becomes("noise")


def is_paragraph(block: Block) -> bool:
    """Whether a block is running text wherever it stands."""
    return is_shown(block) and is_prose(block.text) and block.place.link_share < LINKED


def is_line(block: Block) -> bool:
    """Whether a short block is of a kind that texts are made of: a subhead, an item, a quotation, a cell."""
    return block.place.tag in LINE_TAGS


def is_deck(block: Block) -> bool:
    """Whether a block between headline and text is a deck: some words of prose, not linked, not a picture's."""
    place = block.place
    said = is_prose(block.text) or len(block.text) >= DECK_LETTERS
    return is_shown(block) and place.zone != "figure" and place.link_share < LINKED and said


def is_shown(block: Block) -> bool:
    """Whether a block stands where text stands, for people to read."""
    return not block.place.hidden and block.place.zone not in OUTSIDE
