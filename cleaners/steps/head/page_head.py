"""The head of a flattened page: menu, categories, tickers, and among them the article's headline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.dates import is_date_line
from cleaners.text.content_words import share_of, subject_of, telling
from cleaners.text.line_shape import ends_sentence, is_headline, is_open_ended, is_prose, word_count

_MENU_LABELS = 4
"""Labels that make a menu; a kicker, a section, a name and a date may stand over any article."""
_MENU_LABEL_WORDS = 3
_MENU_LABEL_SHARED = 0.5
"""Share of the labels that may name what the text is about; ingredients over a recipe are named again nearly all."""
_MIN_PARAGRAPHS = 3
_OPENING_PARAGRAPHS = 4
"""Paragraphs from which the headline is told."""
_PARAGRAPH_SHARED = 0.12
"""Share of a paragraph's telling stems that the others have: a banner about cookies has none."""
_NEAR_BEST = 0.7
"""A headline shares with its text at least this much of what the best line does; decks under it share as much."""
_TITLE_SHARED = 0.25
"""A line that shares less with the text may be its headline only by its place."""
_MENU_SEPARATOR = re.compile(r"\s*[|/›»>•·]\s*")
STARTS_WITH_NUMBER = re.compile(r"^\W*\d")


def headline_of_page(page: Document) -> Block | None:
    """The headline of a text that opens with a page's menu or a date, None in other texts.

    Of the lines between menu and text it is the first that takes up the text's words; where none does, the last
    one before the date, or before the text.
    """
    text = _paragraphs_of_article(
        [block for block in page.texts if is_prose(block.text) and not is_open_ended(block.text)]
    )
    head = page[: text[0].index] if text else ()
    menu = _is_menu(head, text)
    if not menu and not any(is_date_line(block.text) for block in head):
        return None
    subject = subject_of(block.text for block in text[:_OPENING_PARAGRAPHS])
    lines = [block for block in head if _may_be_title(block)]
    shares = [share_of(block.text, subject) for block in lines]
    best = max(shares, default=0.0)
    if best >= _TITLE_SHARED:
        return next(block for block, share in zip(lines, shares, strict=True) if share >= _NEAR_BEST * best)
    if not menu or not lines:
        return None
    dated = next((block for block in head[lines[0].index :] if is_date_line(block.text)), text[0])
    return ([block for block in lines if block.index < dated.index] or lines)[-1]


def _paragraphs_of_article(paragraphs: Sequence[Block]) -> Sequence[Block]:
    """The paragraphs from the first that speaks of what others speak of; empty where there are too few.

    Calls and questions of an interface are none.
    """
    if len(paragraphs) < _MIN_PARAGRAPHS:
        return ()
    for number, block in enumerate(paragraphs[:_MIN_PARAGRAPHS]):
        others = subject_of(other.text for other in paragraphs if other is not block)
        if share_of(block.text, others) >= _PARAGRAPH_SHARED:
            return paragraphs[number:]
    return paragraphs


def _is_menu(head: Sequence[Block], text: Sequence[Block]) -> bool:
    """Whether at least four labels stand before a text, most of which it does not speak of."""
    labels = [label for block in head for label in _labels_of(block)]
    subject = subject_of(block.text for block in text)
    named = [label for label in labels if telling(label) & subject]
    return len(labels) >= _MENU_LABELS and len(named) <= _MENU_LABEL_SHARED * len(labels)


def _labels_of(block: Block) -> list[str]:
    """The labels that a line consists of: itself, or the parts between bars of a menu on one line."""
    parts = [part for part in _MENU_SEPARATOR.split(block.text) if part]
    if block.place.tag == "bullet" or ends_sentence(block.text) or any(not _is_menu_label(part) for part in parts):
        return []
    return parts


def _is_menu_label(text: str) -> bool:
    """Whether some words can name a section."""
    return (
        1 <= word_count(text) <= _MENU_LABEL_WORDS
        and not STARTS_WITH_NUMBER.match(text)
        and not text.endswith((":", "،", "؛"))
    )


def _may_be_title(block: Block) -> bool:
    """Whether a line can be a headline by its shape."""
    told = is_headline(block.text) and not is_prose(block.text) and not is_date_line(block.text)
    return told and block.role in ("body", "title") and block.place.tag != "bullet"
