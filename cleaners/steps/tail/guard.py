"""Take guesses back where they cost a page most of its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.blocks.evidence import is_named, is_unlinked_text, shows_page
from cleaners.text.line_shape import word_count

_LEFT_SHARE = 0.5
"""Smallest share of the words of its container that an article keeps."""
_SAID_WORDS = 10
"""An article with fewer words has lost its text to another one even if a phrase heads that."""
_GUARD_REACH = 4
"""Lines above the head of another article that may close the text: a credit, keywords, a share bar."""
_ROLES = ("noise", "body")
"""Headlines, credits, dates and keywords are evidence of their own."""


def guard(page: Document) -> Iterator[Block]:
    """Restore the unlinked, unnamed lines of the text's container where less than half of its words are left.

    Also restore an embedded article in that container that is longer than the article, unless a phrase heads one
    below the closed text. The container is the main element, or all of a flattened text that shows no page around it.
    This is no step of the recipe: it runs once, on the result.
    """
    if all(block.role != "noise" and not block.article for block in page):
        return
    container = _container_of(page)
    longer = _longer_articles(page, container) if any(block.article for block in container) else set()
    for block in container:
        if block.article in longer:
            yield (block.becomes("body") if block.role in ("body", "title") else block).belongs_to(0)
    if not longer:
        yield from (block.becomes("body") for block in _lost_lines(container))


def _lost_lines(container: Sequence[Block]) -> list[Block]:
    """The unnamed lines that were dropped, if less than half of the words are left; else empty."""
    lost = [block for block in container if block.role in _ROLES and not block.is_body and not is_named(block.text)]
    lost = [block for block in lost if not block.article and word_count(block.text)]
    lost_words = sum(word_count(block.text) for block in lost)
    left = accumulate(word_count(block.text) for block in container if block.is_body)
    is_enough = any(words >= _LEFT_SHARE * (words + lost_words) for words in left)
    return [] if is_enough else lost


def _longer_articles(page: Document, container: Sequence[Block]) -> set[int]:
    """The articles of a container that are longer than the page's own, unless a phrase heads one of the page."""
    words = Counter[int]()
    for block in container:
        words[block.article] += word_count(block.text) if block.role == "body" else 0
    if words[0] >= _SAID_WORDS and any(_is_said(page, n) for n in {block.article for block in page} - {0}):
        return set()
    return {number for number, count in words.items() if number and count > words[0]}


def _is_said(page: Document, number: int) -> bool:
    """Whether a phrase stands above another article of the page, and a credit or keywords close the text before it."""
    first = next(block.index for block in page if block.article == number)
    closed = any(block.role in ("credit", "keywords") for block in page[max(0, first - _GUARD_REACH) : first])
    return closed and is_named(page[max(0, first - 1)].text)


def _container_of(page: Document) -> list[Block]:
    """The unlinked lines of the container of the text, with those of other articles in it."""
    if not any(block.place.path for block in page):
        return [] if shows_page(page) else list(page)
    inside = (block for block in page if page.main in block.place.path and is_unlinked_text(block))
    return [block for block in inside if block.index in page.own or block.article]
