"""The head of a flattened page: menu, categories, tickers, and among them the article's headline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaners.block import Block
from cleaners.dates import is_date_line
from cleaners.sentence import ends_sentence, is_headline, is_open_ended, is_prose, word_count
from cleaners.subject import share_of, subject_of, telling

LABELS = 4
"""Labels that make a menu; a kicker, a section, a name and a date may stand over any article."""
LABEL_WORDS = 3
LABEL_SHARED = 0.5
"""Share of the labels that may name what the text is about; ingredients over a recipe are named again nearly all."""
PARAGRAPHS = 3
OPENING = 4
"""Paragraphs from which the headline is told."""
RELATED = 0.12
"""Share of a paragraph's telling stems that the others have: a banner about cookies has none."""
NAMED = 0.7
"""A headline shares with its text at least this much of what the best line does; decks under it share as much."""
SHARED = 0.25
"""A line that shares less with the text may be its headline only by its place."""
SEPARATED = re.compile(r"\s*[|/›»>•·]\s*")
NUMBERED = re.compile(r"^\W*\d")


def headline_of_page(blocks: Sequence[Block]) -> int | None:
    """Position of the headline in a text that opens with a page's menu or a date, None in other texts.

    Of the lines between menu and text it is the first that takes up the text's words; where none does, the last
    one before the date, or before the text.
    """
    first = first_of_article(blocks)
    if first is None:
        return None
    menu = is_menu(blocks, first)
    if not menu and not any(is_date_line(block.text) for block in blocks[:first]):
        return None
    opening = [b.text for b in blocks[first:] if is_paragraph(b)][:OPENING]
    subject = subject_of(opening)
    shares = {n: share_of(blocks[n].text, subject) for n in range(first) if may_be_title(blocks[n])}
    if not shares:
        return None
    best = max(shares.values())
    if best >= SHARED:
        return next(n for n, share in shares.items() if share >= NAMED * best)
    if not menu:
        return None
    dated = next((n for n in range(min(shares), first) if is_date_line(blocks[n].text)), first)
    return max((n for n in shares if n < dated), default=max(shares))


def first_of_article(blocks: Sequence[Block]) -> int | None:
    """Position of the first paragraph that speaks of what other paragraphs speak of; None where there are too few."""
    paragraphs = [n for n, block in enumerate(blocks) if is_paragraph(block)]
    if len(paragraphs) < PARAGRAPHS:
        return None
    for number in paragraphs[:PARAGRAPHS]:
        others = subject_of(blocks[n].text for n in paragraphs if n != number)
        if share_of(blocks[number].text, others) >= RELATED:
            return number
    return paragraphs[0]


def is_menu(blocks: Sequence[Block], first: int) -> bool:
    """Whether at least four labels stand before a text, most of which it does not speak of."""
    labels = [label for block in blocks[:first] for label in labels_of(block)]
    subject = subject_of(block.text for block in blocks[first:] if is_paragraph(block))
    named = [label for label in labels if telling(label) & subject]
    return len(labels) >= LABELS and len(named) <= LABEL_SHARED * len(labels)


def labels_of(block: Block) -> list[str]:
    """The labels that a line consists of: itself, or the parts between bars of a menu on one line."""
    parts = [part for part in SEPARATED.split(block.text) if part]
    if block.place.tag == "bullet" or ends_sentence(block.text) or any(not is_label(part) for part in parts):
        return []
    return parts


def is_label(text: str) -> bool:
    """Whether some words can name a section."""
    return 1 <= word_count(text) <= LABEL_WORDS and not NUMBERED.match(text) and not text.endswith((":", "،", "؛"))


def may_be_title(block: Block) -> bool:
    """Whether a line can be a headline by its shape."""
    told = is_headline(block.text) and not is_prose(block.text) and not is_date_line(block.text)
    return told and block.role in ("body", "title") and block.place.tag != "bullet"


def is_paragraph(block: Block) -> bool:
    """Whether a block is running text; calls and questions of an interface are none."""
    return block.role == "body" and is_prose(block.text) and not is_open_ended(block.text)
