"""The article's text is one part of the page: restore its lines there, drop paragraphs elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cleaners.block import Block
from cleaners.mainelement import main_element
from cleaners.sentence import is_prose

OUTSIDE = frozenset({"nav", "footer", "aside", "form"})
LINE_TAGS = frozenset({"h2", "h3", "h4", "h5", "h6", "li", "blockquote", "td", "th", "pre"})
LINKED = 0.5
"""A line with more of its letters in links leads elsewhere, or is a heading of such a list."""
CLOSING_LINES = 3
ALIKE_LINES = 3
LINE_LETTERS = 25
"""Shorter lines are labels."""
DECK_LETTERS = 60
"""Decks of the outlets known have 70 letters and more unless they end like a sentence; logos and topics have less."""


def main_text(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks of the main element are text if they look like it, others only as a deck under the headline."""
    main = main_element(blocks)
    if main is None:
        blocks = tuple(block.becomes("body") if is_paragraph(block) else block for block in blocks)
        main = main_element(blocks)
    if main is None:
        yield from lines_alike(blocks)
        return
    inside = [n for n, b in enumerate(blocks) if main in b.place.path]
    members = frozenset(inside)
    paragraphs = [n for n in inside if is_paragraph(blocks[n])]
    siblings = {(b.place.path[:-1], b.place.tag) for b in blocks if main in b.place.path and b.is_body}
    ends = closing_lines(blocks, inside, paragraphs)
    title = next((n for n, b in enumerate(blocks) if b.role == "title"), None)
    for number, block in enumerate(blocks):
        if block.role not in ("body", "noise") or block.article:
            yield block
            continue
        if number in members:
            between = bool(paragraphs) and paragraphs[0] < number < paragraphs[-1]
            alike = (block.place.path[:-1], block.place.tag) in siblings
            text = number in ends or is_text(block, between, alike)
        else:
            text = title is not None and bool(inside) and title < number < inside[0] and is_deck(block)
        yield block.becomes("body") if text else block.becomes("noise")


def lines_alike(blocks: Sequence[Block]) -> Iterator[Block]:
    """On a page without any prose the largest group of lines side by side is the text: questions, verses, slogans."""
    groups: dict[tuple[tuple[int, ...], str], list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        if block.role in ("body", "noise") and not block.article and is_line(block):
            groups[block.place.path[:-1], block.place.tag].append(number)
    text = max(groups.values(), key=lambda group: sum(len(blocks[n].text) for n in group), default=[])
    kept = set(text) if len(text) >= ALIKE_LINES else set()
    for number, block in enumerate(blocks):
        if block.role in ("body", "noise") and not block.article:
            yield block.becomes("body") if number in kept else block.becomes("noise")
        else:
            yield block


def is_line(block: Block) -> bool:
    """Whether a block is some words of no link, where text stands."""
    unlinked = not block.links and block.place.zone not in ("header", "figure")
    return is_shown(block) and unlinked and len(block.text) >= LINE_LETTERS


def is_text(block: Block, between: bool, alike: bool) -> bool:
    """Whether a block of the main element is text.

    Paragraphs are, and what trafilatura kept. Between paragraphs also short lines built like their neighbours, and
    those of a kind that texts are made of: subheads, items, quotations, cells.
    """
    if is_paragraph(block):
        return True
    own = block.place.tag in LINE_TAGS and block.place.link_share < LINKED
    return is_shown(block) and (block.is_body or (between and (alike or own)))


def closing_lines(blocks: Sequence[Block], inside: Sequence[int], paragraphs: Sequence[int]) -> set[int]:
    """Positions of short lines after the last paragraph, built like it and in a row: a poem's or a list's end."""
    if not paragraphs:
        return set()
    last = blocks[paragraphs[-1]].place
    found: list[int] = []
    for number in inside[inside.index(paragraphs[-1]) + 1 :]:
        place = blocks[number].place
        alike = (place.path[:-1], place.tag) == (last.path[:-1], last.tag) and not blocks[number].links
        if not alike or not is_shown(blocks[number]):
            break
        found.append(number)
    return set(found) if len(found) >= CLOSING_LINES else set()


def is_paragraph(block: Block) -> bool:
    """Whether a block is running text wherever it stands."""
    return is_shown(block) and is_prose(block.text) and block.place.link_share < LINKED


def is_deck(block: Block) -> bool:
    """Whether a block between headline and text is a deck: some words of prose, not linked, not a picture's."""
    place = block.place
    said = is_prose(block.text) or len(block.text) >= DECK_LETTERS
    return is_shown(block) and place.zone != "figure" and place.link_share < LINKED and said


def is_shown(block: Block) -> bool:
    """Whether a block stands where text stands, for people to read."""
    return not block.place.hidden and block.place.zone not in OUTSIDE
