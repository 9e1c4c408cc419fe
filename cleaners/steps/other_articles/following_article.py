"""Further articles on an infinite-scroll page: complete articles in siblings of the page's own article element."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from cleaners.blocks.block import Block
from cleaners.blocks.class_names import plain_shape
from cleaners.blocks.document import Document
from cleaners.steps.other_articles.signs import ARTICLE_PARAGRAPHS, MOSTLY_LINKED
from cleaners.text.line_shape import is_prose

_ARTICLE_HEADINGS = frozenset({"h1", "h2"})


def following_article(page: Document) -> Iterator[Block]:
    """Number the blocks of each sibling of the page's own article that has a heading and paragraphs of its own.

    Entries of live blogs are not such siblings: none of them contains the page's headline.
    """
    siblings = {element: number for number, element in enumerate(_sibling_articles(page), 1)}
    titled: set[int] = set()
    for block in page if siblings else ():
        sibling = next((number for number in block.place.path if number in siblings), None)
        if sibling is None or block.article or block.role not in ("body", "noise"):
            continue
        if sibling not in titled and block.place.tag in _ARTICLE_HEADINGS:
            titled.add(sibling)
            yield block.becomes("title").belongs_to(siblings[sibling])
        else:
            text = _is_unlinked_prose(block) or block.place.tag not in ("div", "li", "a")
            yield block.becomes("body" if text else "noise").belongs_to(siblings[sibling])


def _sibling_articles(page: Document) -> list[int]:
    """Numbers of the siblings of the innermost element around headline and text that are articles of the same shape."""
    title = page.title
    if title is None:
        return []
    headed = {*chain.from_iterable(b.place.path for b in page if b.place.tag in _ARTICLE_HEADINGS and b is not title)}
    if headed <= {*title.place.path}:
        return []
    paragraphs = Counter(chain.from_iterable(b.place.path for b in page if _is_unlinked_prose(b)))
    own = next((n for n in reversed(title.place.path) if paragraphs[n] >= ARTICLE_PARAGRAPHS), None)
    if own is None:
        return []
    depth = title.place.path.index(own)
    around, shape = title.place.path[:depth], plain_shape(title.place.shapes[depth])
    beside = {
        b.place.path[depth]
        for b in page
        if len(b.place.path) > depth and b.place.path[depth] in headed and b.place.path[:depth] == around
    }
    shapes = page.layout.shapes
    return sorted(n for n in beside - {own} if paragraphs[n] >= ARTICLE_PARAGRAPHS and plain_shape(shapes[n]) == shape)


def _is_unlinked_prose(block: Block) -> bool:
    """Whether a block is visible and mostly unlinked running text."""
    return is_prose(block.text) and block.place.link_share < MOSTLY_LINKED and not block.place.hidden
