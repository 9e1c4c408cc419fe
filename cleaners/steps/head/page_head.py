"""The head of a flattened page: its menu, categories and tickers, and the headline among them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, takewhile

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.blocks.from_text import strip_bullet
from cleaners.dates import is_date_line, parse_dates
from cleaners.steps.head.page_frame import is_apart, is_menu_label
from cleaners.text.content_words import content_stems, coverage, topic_stems
from cleaners.text.line_shape import ends_sentence, is_headline, is_open_ended, is_prose, word_count
from cleaners.text.normalize import comparison_key

_MENU_LABELS = 4
"""Fewest labels in a menu; a kicker, a section, a name and a date may stand above any article."""
_MENU_WORDS = 3
_MENU_REACH = 30
"""Lines at the top of a page that may hold its menu."""
_MENU_LABEL_SHARED = 0.5
"""Largest share of a menu's labels that the text mentions; a recipe mentions nearly all ingredients listed above it."""
_MAX_TICKERS = 4
"""Most headlines of other articles between a menu and the headline."""
_MIN_PARAGRAPHS = 3
_OPENING_PARAGRAPHS = 4
"""Opening paragraphs that headline candidates are compared with."""
_PARAGRAPH_SHARED = 0.12
"""Smallest coverage of a paragraph's content stems by the others; a cookie banner has none."""
_NEAR_BEST = 0.7
"""A headline's coverage by its text is at least this share of the best line's; decks below it reach as much."""
_TITLE_SHARED = 0.25
"""Below this coverage by the text, a line can be the headline only by its position."""
GOES_ON = ("،", "؛", ":", "»")
"""Signs with which a line goes on the sentence of the line before it."""
_MENU_SEPARATOR = re.compile(r"\s*[|/›»>•·]\s*")
_IN_MID_SENTENCE = ("،", "؛", ".", ":", ")", "»")
LEADING_DIGIT = re.compile(r"^\W*\d")


def headline_of_page(page: Document) -> Block | None:
    """The headline of a text that opens with a page's menu or a date; None in other texts.

    It is the first line between menu and text that shares the text's words; if none does, the last line before the
    date or the text. A line there that goes on in mid-sentence shows that the text begins with the lines above it.
    """
    paragraphs = [block for block in page.texts if is_prose(block.text) and not is_open_ended(block.text)]
    if len(paragraphs) < _MIN_PARAGRAPHS or not _may_be_head(page[: paragraphs[_MIN_PARAGRAPHS - 1].index]):
        return None
    text = _paragraphs_of_article(paragraphs)
    head = page[: text[0].index] if text else ()
    if any(block.text.startswith(_IN_MID_SENTENCE) for block in (*head, *text[:1])):
        return None
    menu = _is_menu(list(takewhile(lambda block: not is_prose(block.text), head)), text)
    if not menu and not any(is_date_line(block.text) for block in head):
        return None
    subject = topic_stems(block.text for block in text[:_OPENING_PARAGRAPHS])
    lines = [block for block in head if _may_be_title(block) and may_leave(page, block.index)]
    shares = [coverage(block.text, subject) for block in lines]
    best = max(shares, default=0.0)
    if best >= _TITLE_SHARED:
        return next(block for block, share in zip(lines, shares, strict=True) if share >= _NEAR_BEST * best)
    if not menu or not lines:
        return None
    dated = next((block for block in head[lines[0].index :] if is_date_line(block.text)), text[0])
    return ([block for block in lines if block.index < dated.index] or lines)[-1]


def may_stand_above(blocks: Sequence[Block]) -> bool:
    """Whether lines can stand above a headline: a menu and what follows it, or nothing but labels and dates."""
    return _is_menu(blocks, ()) or all(_labels_of(block) or is_date_line(block.text) for block in blocks)


def may_leave(page: Document, number: int) -> bool:
    """Whether the lines above a headline can be dropped: named, repeated, bullets, a menu and a few other headlines.

    A row of labels is a menu if as many of them are known as not.
    """
    above = page[:number]
    others = [block for block in above if not (is_apart(block.text) or block.place.tag == "bullet")]
    counts = (
        Counter(comparison_key(strip_bullet(block.text)) for block in page[: number + 1]) if others else Counter[str]()
    )
    others = [block for block in others if counts[comparison_key(block.text)] == 1]
    known = [block for block in others if is_menu_label(block.text)]
    labels = [block for block in others if _labels_of(block)]
    tickers = [block for block in others if not _labels_of(block)]
    if any(is_prose(block.text) or not is_headline(block.text) for block in tickers):
        return False
    return len(tickers) <= _MAX_TICKERS and len(labels) <= 2 * len(known) + 1


def _paragraphs_of_article(paragraphs: Sequence[Block]) -> Sequence[Block]:
    """The paragraphs from the first that shares its topic with others, which skips calls and questions of the page."""
    for number, block in enumerate(paragraphs[:_MIN_PARAGRAPHS]):
        others = topic_stems(other.text for other in paragraphs if other is not block)
        if coverage(block.text, others) >= _PARAGRAPH_SHARED:
            return paragraphs[number:]
    return paragraphs


def _may_be_head(lines: Sequence[Block]) -> bool:
    """Whether a date line or enough labels for a menu stand among the lines that may be above a text."""
    above = takewhile(lambda block: not is_prose(block.text), lines)
    return len(_labels_in_a_row(list(above))) >= _MENU_LABELS or any(is_date_line(block.text) for block in lines)


def _labels_in_a_row(head: Sequence[Block]) -> list[str]:
    """The labels of the lines in a row that have most of them, among the first lines of a page."""
    rows = (list(labels) for is_row, labels in groupby(map(_labels_of, head[:_MENU_REACH]), bool) if is_row)
    return max(([label for line in row for label in line] for row in rows), key=len, default=[])


def _is_menu(head: Sequence[Block], text: Sequence[Block]) -> bool:
    """Whether at least `_MENU_LABELS` labels stand in a row before a text that does not mention most of them.

    A line that begins with a comma goes on a sentence whose links were put on lines of their own.
    """
    if any(block.text.startswith(GOES_ON) for block in (*head, *text[:1])):
        return False
    labels = _labels_in_a_row(head)
    if len(labels) < _MENU_LABELS:
        return False
    subject = topic_stems(block.text for block in text)
    named = [label for label in labels if content_stems(label) & subject]
    return len(named) <= _MENU_LABEL_SHARED * len(labels)


def _labels_of(block: Block) -> list[str]:
    """The labels that a line consists of: the line itself, or the parts of a one-line menu; empty for other lines."""
    parts = [part for part in _MENU_SEPARATOR.split(block.text) if part]
    if block.place.tag == "bullet" or ends_sentence(block.text) or any(not _is_menu_label(part) for part in parts):
        return []
    return parts


def _is_menu_label(text: str) -> bool:
    """Whether a few words can name a section."""
    return 1 <= word_count(text) <= _MENU_WORDS and not LEADING_DIGIT.match(text) and not text.endswith((":", "،", "؛"))


def _may_be_title(block: Block) -> bool:
    """Whether a line has a headline's shape."""
    shaped = (
        not block.text.startswith(GOES_ON)
        and is_headline(block.text)
        and not is_prose(block.text)
        and not is_apart(block.text)
        and not parse_dates(block.text)
    )
    return shaped and block.role in ("body", "title") and block.place.tag != "bullet"
