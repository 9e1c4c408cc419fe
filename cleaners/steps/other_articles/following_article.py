"""Further articles on an infinite-scroll page: complete articles in siblings of the page's own article element."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
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
    headed = _headed_siblings(page, title)
    if not headed:
        return []
    paragraphs = Counter(chain.from_iterable(b.place.path for b in page if _is_unlinked_prose(b)))
    own = next((n for n in reversed(title.place.path) if paragraphs[n] >= ARTICLE_PARAGRAPHS), None)
    return sorted(n for n in headed.get(own, ()) if paragraphs[n] >= ARTICLE_PARAGRAPHS)


def _headed_siblings(page: Document, title: Block) -> Mapping[int | None, set[int]]:
    """The siblings with headings and of the same shape, by the number of each element around the headline."""
    found: dict[int | None, set[int]] = defaultdict(set)
    for block in page:
        if block.place.tag in _ARTICLE_HEADINGS and block is not title:
            parted = zip(title.place.path, block.place.path, title.place.shapes, block.place.shapes, strict=False)
            own, sibling, shape, other = next((pair for pair in parted if pair[0] != pair[1]), (0, 0, "", ""))
            if own != sibling and plain_shape(shape) == plain_shape(other):
                found[own].add(sibling)
    return found


def _is_unlinked_prose(block: Block) -> bool:
    """Whether a block is visible and mostly unlinked running text."""
    return is_prose(block.text) and block.place.link_share < MOSTLY_LINKED and not block.place.hidden
