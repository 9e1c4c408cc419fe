"""Lines in which an outlet refers to itself: follow us, prepared by our desk, reprint rules."""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import takewhile

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.steps.other_articles.article_end import is_continuation
from cleaners.steps.other_articles.gaps import KEPT_TAGS
from cleaners.steps.other_articles.running_topic import TOPIC_PARAGRAPHS
from cleaners.text.content_words import content_stems, topic_stems
from cleaners.text.line_shape import ends_sentence, is_open_ended
from cleaners.text.normalize import comparison_key

_OUTLET_NAME_WORDS = 2
"""One-word names, such as a country's or an hour's, occur in any line."""
_OUTLET_LINE_LETTERS = 110
_CLOSING_LINES, _CLOSING_LETTERS = 8, 260
"""Last lines of the body in which to look for an outlet's closing words, and the greatest length of these."""
_OUTLET_SHARED = 0.2
"""Largest coverage of such a line's content stems by the text; 9 of 10 closing paragraphs have more."""
_MENTION_ROLES = ("body", "title")
_QUOTES = frozenset('"«»“”')


def outlet_line(page: Document, site: str | None) -> Iterator[Block]:
    """Drop short lines that name the outlet and do not end a sentence.

    Also drop closing sentences that name it and are off topic: reprint rules, disclaimers, notes on the author.
    Subheads, items, questions and speakers' names before a colon stay.
    """
    key = comparison_key(site or "")
    if len(key.split()) >= _OUTLET_NAME_WORDS and page.paragraphs:
        lines = (block for block in page.body if _is_self_reference(block, key))
        yield from (block.becomes("noise") for block in (*lines, *_closing_mentions(page, key)))


def _closing_mentions(page: Document, key: str) -> list[Block]:
    """The last lines of the body that are off topic and name the outlet, if nothing before them does.

    A text that names its outlet, or the place an outlet is named after, may mention it at its end too.
    """
    paragraphs = [block for block in page.closed if not _mentions(block.text, key)]
    if len(paragraphs) < TOPIC_PARAGRAPHS:
        return []
    subject = topic_stems(
        b.text for b in paragraphs[:-_CLOSING_LINES] or paragraphs[:TOPIC_PARAGRAPHS]
    ) - content_stems(key)
    tail = list(takewhile(lambda block: _is_unrelated(block.text, subject, key), reversed(page.body[-_CLOSING_LINES:])))
    if not tail or tail[-1].index <= paragraphs[TOPIC_PARAGRAPHS - 1].index:
        return []
    if any(_mentions(block.text, key) for block in page[: tail[-1].index] if block.role in _MENTION_ROLES):
        return []
    return [block for block in tail if _mentions(block.text, key) and _is_statement(block)]


def _is_unrelated(text: str, subject: Set[str], key: str) -> bool:
    """Whether a line is off topic and does not continue the line before it."""
    words = content_stems(text) - content_stems(key)
    return len(words & subject) < _OUTLET_SHARED * max(1, len(words)) and not is_continuation(text)


def _is_statement(block: Block) -> bool:
    """Whether a block is a few sentences ending with a full stop, and no subhead, item or quotation."""
    text = block.text
    if len(text) > _CLOSING_LETTERS or block.place.tag in KEPT_TAGS or _QUOTES & set(text):
        return False
    return ends_sentence(text) and not is_open_ended(text)


def _mentions(text: str, key: str) -> bool:
    """Whether a line contains a name, given in comparison form."""
    return f" {key} " in f" {comparison_key(text)} "


def _is_self_reference(block: Block, key: str) -> bool:
    """Whether a short line is the outlet's about itself; `key` is its name in comparison form."""
    text = block.text
    if len(text) > _OUTLET_LINE_LETTERS or ends_sentence(text) or text.endswith(":") or _QUOTES & set(text):
        return False
    if block.place.tag in KEPT_TAGS or comparison_key(text.partition(":")[0]) == key:
        return False
    return _mentions(text, key)
