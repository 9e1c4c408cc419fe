"""Ask trafilatura where the page itself leaves a doubt, about the part of it that holds the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import lxml.html
from lxml import etree

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.steps.body.baseline import kept_texts, lines_without
from cleaners.steps.body.main_text import is_running_text, is_sure_line

_PROSE_SHARE_AROUND = 0.9
"""Share of the running text that the looked-at element holds."""
_SURE_SHARE = 0.95
"""Share of the running text inside the element from which what stands outside is no part of the article."""
_PROSE_LETTERS, _PARAGRAPHS = 500, 2
"""With less running text the whole page is looked at."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Which texts of a page belong to its article, and by whom."""

    texts: tuple[str, ...] = ()
    """In page order."""
    by_trafilatura: bool = True
    """Whether trafilatura was asked; else the structure left no doubt."""


Referee = Callable[[Document], Judgement]


@dataclass(slots=True)
class PageReferee:
    """Judges a page once, as it is when that is first asked: what the steps before have named needs no judgement."""

    tree: lxml.html.HtmlElement
    numbers: Mapping[etree._Element, int]
    """The number of each element in the paths of the blocks."""
    judgement: Judgement | None = None

    def __call__(self, page: Document) -> Judgement:
        """Which texts of the page belong to its article."""
        if self.judgement is None:
            self.judgement = _judged(page, self.tree, self.numbers)
        return self.judgement


def not_judged(_: Document) -> Judgement:
    """No judgement of any text."""
    return Judgement()


def _judged(page: Document, tree: lxml.html.HtmlElement, numbers: Mapping[etree._Element, int]) -> Judgement:
    """Judge which texts of a page belong to its article.

    Where every visible line of the element around the prose that is still text is a paragraph, or stands between
    paragraphs and is built like text, they are the paragraphs. Else trafilatura looks at the surroundings of that
    element; at the whole page if it has little prose, or none in one place.
    """
    paragraphs = [block for block in page if is_running_text(block)]
    around = _around_prose(paragraphs)
    if around is None:
        return Judgement(kept_texts(tree))
    sure = _sure_texts(page.body, around)
    if sure is not None:
        return Judgement(sure, by_trafilatura=False)
    inner = next((element for element, number in numbers.items() if number == around), None)
    return Judgement(kept_texts(tree, inner.getparent() if inner is not None else None))


def _around_prose(paragraphs: Sequence[Block]) -> int | None:
    """Number of the innermost element that holds nearly all running text; None for little of it."""
    total = sum(len(block.text) for block in paragraphs)
    if total < _PROSE_LETTERS or len(paragraphs) < _PARAGRAPHS:
        return None
    weights: Counter[int] = Counter()
    for block in paragraphs:
        for number in block.place.path:
            weights[number] += len(block.text)
    held = ([n for n in block.place.path if weights[n] >= _PROSE_SHARE_AROUND * total] for block in paragraphs)
    return next(reversed(max(held, key=len)), None)


def _sure_texts(body: Sequence[Block], around: int) -> tuple[str, ...] | None:
    """The paragraphs of an element in which no line of the body leaves a doubt; else None."""
    paragraphs = [block for block in body if is_running_text(block)]
    inside = [block for block in body if around in block.place.path]
    held = [block for block in paragraphs if around in block.place.path]
    if not held or sum(len(block.text) for block in held) < _SURE_SHARE * sum(len(b.text) for b in paragraphs):
        return None
    alike = {(block.place.path[:-1], block.place.tag) for block in held}
    first, last = held[0].index, held[-1].index
    is_sure = all(is_sure_line(block, first < block.index < last, alike) for block in inside)
    return tuple(block.text for block in held) if is_sure else None


def plain_structure(page: Document, referee: Referee) -> Iterator[Block]:
    """Turn all but the paragraphs of a page that leaves no doubt into noise; later steps may restore it."""
    judgement = referee(page)
    yield from () if judgement.by_trafilatura else lines_without(page, judgement.texts)


def trafilatura(page: Document, referee: Referee) -> Iterator[Block]:
    """Turn what trafilatura leaves out into noise; later steps may restore it. Nothing changes if it was not asked."""
    judgement = referee(page)
    yield from lines_without(page, judgement.texts) if judgement.by_trafilatura else ()
