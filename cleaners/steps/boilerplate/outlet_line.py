"""Lines in which an outlet speaks of itself: follow us, prepared by our desk, rules for reprints."""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import takewhile

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.steps.other_articles.article_end import opens_as_continuation
from cleaners.steps.other_articles.gaps import KEPT_TAGS
from cleaners.steps.other_articles.running_topic import TOPIC_PARAGRAPHS
from cleaners.text.content_words import subject_of, telling
from cleaners.text.line_shape import ends_sentence, is_open_ended
from cleaners.text.normalize import comparison_key

_OUTLET_NAME_WORDS = 2
"""Names of one word, such as a country's or an hour's, stand in any line."""
_OUTLET_LINE_LETTERS = 110
_CLOSING_LINES, _CLOSING_LETTERS = 8, 260
"""Lines of the body, counted from its end, among which an outlet's closing words stand, and how long these are."""
_OUTLET_SHARED = 0.2
"""Share of the telling stems of such a line that the text may have too; a closing paragraph has more in 9 of 10."""
_MENTION_ROLES = ("body", "title")
_QUOTES = frozenset('"«»“”')


def outlet_line(page: Document, site: str | None) -> Iterator[Block]:
    """A line with the outlet's own name in it is not of the article if it is short and ends no sentence.

    So is a sentence under the text that speaks of nothing in it: rules for reprints, disclaimers, who the author is.
    Subheads, items, questions and speakers' names before a colon stay.
    """
    key = comparison_key(site or "")
    if len(key.split()) >= _OUTLET_NAME_WORDS and page.paragraphs:
        lines = (block for block in page.body if _is_self_reference(block, key))
        yield from (block.becomes("noise") for block in (*lines, *_closing_mentions(page, key)))


def _closing_mentions(page: Document, key: str) -> list[Block]:
    """The last lines of the body that name the outlet, where nothing before them does, and are off the text's subject.

    A text that names its outlet, or a place that an outlet is called after, tells of it at its end too.
    """
    paragraphs = [block for block in page.closed if not _mentions(block.text, key)]
    if len(paragraphs) < TOPIC_PARAGRAPHS:
        return []
    subject = subject_of(b.text for b in paragraphs[:-_CLOSING_LINES] or paragraphs[:TOPIC_PARAGRAPHS]) - telling(key)
    tail = list(takewhile(lambda block: _is_unrelated(block.text, subject, key), reversed(page.body[-_CLOSING_LINES:])))
    if not tail or tail[-1].index <= paragraphs[TOPIC_PARAGRAPHS - 1].index:
        return []
    if any(_mentions(block.text, key) for block in page[: tail[-1].index] if block.role in _MENTION_ROLES):
        return []
    return [block for block in tail if _mentions(block.text, key) and _is_statement(block)]


def _is_unrelated(text: str, subject: Set[str], key: str) -> bool:
    """Whether a line says nothing of a subject, and does not go on with what stands before it."""
    words = telling(text) - telling(key)
    return len(words & subject) < _OUTLET_SHARED * max(1, len(words)) and not opens_as_continuation(text)


def _is_statement(block: Block) -> bool:
    """Whether a line of a few sentences, no subhead, item or quotation, ends with a full stop."""
    text = block.text
    if len(text) > _CLOSING_LETTERS or block.place.tag in KEPT_TAGS or _QUOTES & set(text):
        return False
    return ends_sentence(text) and not is_open_ended(text)


def _mentions(text: str, key: str) -> bool:
    """Whether a line has a folded name in it."""
    return f" {key} " in f" {comparison_key(text)} "


def _is_self_reference(block: Block, key: str) -> bool:
    """Whether a line is the outlet's about itself; `key` is its folded name."""
    text = block.text
    if len(text) > _OUTLET_LINE_LETTERS or ends_sentence(text) or text.endswith(":") or _QUOTES & set(text):
        return False
    if block.place.tag in KEPT_TAGS or comparison_key(text.partition(":")[0]) == key:
        return False
    return _mentions(text, key)
