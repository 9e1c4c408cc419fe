"""Signs of another complete article on a page: its own headline, repeated words, another topic, a date."""

from __future__ import annotations

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.blocks.main_content import is_beside_text
from cleaners.dates import parse_date
from cleaners.steps.other_articles.preceding_text import PrecedingText
from cleaners.text.content_words import stem, topic_stems
from cleaners.text.line_shape import is_cut_off, is_headline, is_prose, word_count
from cleaners.text.normalize import comparison_key

ARTICLE_PARAGRAPHS = 2
"""Fewest paragraphs under an article's headline; a teaser with an excerpt has one."""
MOSTLY_LINKED = 0.5
"""Share of linked letters from which a block is no paragraph of an article."""
REPEATED_WORDS = 0.5
"""Share of a headline's longer words that recur in the paragraph under it."""
_PARTICLE_MAX_LETTERS = 4
"""Words up to this length are mostly particles."""
_LONG_HEADLINE_MIN = 5
_OTHER_TOPIC = 0.25
"""Largest topic overlap of another article with the text before it: 9 of 10 pairs of articles of one outlet have less,
75 of 100 articles cut in two have more."""
_OTHER_TOPIC_PARTED = 0.4
"""The same if a credit, keywords, a name or a date separates the two: outlets link to articles on the same story."""
_HALF_REPEATED, _UNRELATED = 0.25, 0.2
"""If something separates the two and they overlap less still, half the repeated words are enough."""
_DATE_LINES = 3
"""Lines under a headline that may hold its date: a name, a picture, a date."""
_DATE_LETTERS = 80
_OPENING_LINES = 6
"""Lines under a headline that may hold its first paragraphs."""


def dated_headlines(page: Document, before: PrecedingText) -> list[Block]:
    """Headlines inside a text with a date of their own and paragraphs on another topic; empty for live blogs."""
    dated = [block for block in page[1:-2] if _has_own_date(page, block)]
    other = [block for block in dated if heads_other_article(page, block, before, parted=True)]
    return other if len(other) * 2 > len(dated) else []


def _has_own_date(page: Document, block: Block) -> bool:
    """Whether one of the lines under a headline-like line dates it."""
    if not block.is_body or not _is_long_headline(block.text):
        return False
    for under in page[block.index + 1 : block.index + 1 + _DATE_LINES]:
        if under.role == "date" or _is_dated_line(under.text):
            return True
        if is_prose(under.text):
            return False
    return False


def _is_dated_line(text: str) -> bool:
    """Whether a short line contains a date, which has at least one digit."""
    return len(text) <= _DATE_LETTERS and any(map(str.isdigit, text)) and parse_date(text) is not None


def heads_other_article(page: Document, head: Block, before: PrecedingText, parted: bool) -> bool:
    """Whether a headline inside a text has paragraphs that repeat it and are off the topic of the text before."""
    most, number = _OTHER_TOPIC_PARTED if parted else _OTHER_TOPIC, head.index
    if not may_head_article(head):
        return False
    following = [b.text for b in page[number + 1 : number + 1 + _OPENING_LINES] if is_paragraph(b)][:ARTICLE_PARAGRAPHS]
    if len(following) < ARTICLE_PARAGRAPHS or is_cut_off(following[0]):  # a teaser's excerpt, not a lede
        return False
    again = repeated_share(head.text, " ".join(following))
    if again < (_HALF_REPEATED if parted else REPEATED_WORDS):
        return False
    if not before.is_mostly_paragraphs(number):
        return False
    shared = before.overlap(number, topic_stems([head.text, *following]))
    return (again >= REPEATED_WORDS and shared < most) or (parted and shared < _UNRELATED)


def may_head_article(block: Block) -> bool:
    """Whether a block can be another article's headline, which no step has found yet."""
    return block.role in ("body", "title") and not block.article and _is_long_headline(block.text)


def _is_long_headline(text: str) -> bool:
    """Whether a line is long enough for a complete article's headline and not only a subhead."""
    return not is_prose(text) and is_headline(text) and word_count(text) >= _LONG_HEADLINE_MIN


def is_paragraph(block: Block) -> bool:
    """Whether a block is running text, also if it was dropped as not being the page's own article."""
    if block.role not in ("body", "noise") or not is_prose(block.text):
        return False
    return block.role == "body" or (is_beside_text(block) and block.place.link_share < MOSTLY_LINKED)


def repeated_share(headline: str, paragraph: str) -> float:
    """Share of a headline's longer words whose stems occur in the paragraph, 0 to 1."""
    paragraph_stems = {stem(word) for word in comparison_key(paragraph).split()}
    words = {stem(word) for word in comparison_key(headline).split() if len(word) > _PARTICLE_MAX_LETTERS}
    return len(words & paragraph_stems) / max(1, len(words))
