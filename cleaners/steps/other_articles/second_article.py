"""Find other complete articles on the page and keep them apart from its own."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.blocks.main_content import is_beside_text
from cleaners.phrases import phrases
from cleaners.steps.other_articles.preceding_text import PrecedingText
from cleaners.steps.other_articles.signs import (
    ARTICLE_PARAGRAPHS,
    REPEATED_WORDS,
    dated_headlines,
    heads_other_article,
    is_paragraph,
    may_head_article,
    repeated_share,
)
from cleaners.text.line_shape import ends_sentence, is_headline, is_prose

_H2_TO_H5 = frozenset({"h2", "h3", "h4", "h5"})
_CLOSING_REACH = 4
"""Most lines between an article's credit and the head of the next: keywords, a share bar."""
_LONG_HEADLINE_WORDS = 8
"""Subheads of the known outlets have 2 to 7 words, headlines of complete articles 8 to 16."""
_SHORT_HEAD_LETTERS = 40
"""Longest teaser head that is in no phrase file."""


def second_article(page: Document) -> Iterator[Block]:
    """Number the blocks of each further article and give its headline the role `title`.

    Such an article begins with a teaser's head on its own line above a headline and at least two paragraphs. Only
    on a page that has one does a bare headline inside the text also begin an article, if its paragraph repeats it:
    alone, that sign fires on ordinary subheads.
    """
    before = PrecedingText(page)
    known = [block.index for block in page if _is_known_head(page, block, before)]
    headed = {*known, *(block.index for block in page if _is_unknown_head(page, block, before))}
    dated = [block.index for block in dated_headlines(page, before)]
    heads = {*(_unheaded_articles(page, known[0], before) if known else ()), *(n + 1 for n in headed), *dated}
    numbers = {head: article for article, head in enumerate(sorted(heads), 1)}
    article, ended = 0, False
    for block in page if heads else ():
        if block.index in numbers:
            article, ended = numbers[block.index], False
            yield block.becomes("title").belongs_to(article)
        elif article and not ended and not _ends_article(block) and block.index not in headed:
            if not block.article:
                yield _part_of(block, article)
            ended = _is_source(block)
        else:
            ended = True
            if block.index in headed:
                yield block.becomes("noise")


def _part_of(block: Block, article: int) -> Block:
    """A block as part of another article; dropped paragraphs and subheads are restored."""
    restored = is_paragraph(block) or (block.role == "noise" and block.place.tag in _H2_TO_H5 and not block.links)
    return (block.becomes("body") if restored else block).belongs_to(article)


def _is_known_head(page: Document, block: Block, before: PrecedingText) -> bool:
    """Whether a block is a teaser's head above a headline with paragraphs of its own."""
    number = block.index
    if block.role not in ("body", "noise") or block.article or not _has_paragraphs(page, number + 2):
        return False
    head = page[number + 1]
    if head.role not in ("body", "title", "noise") or not is_headline(head.text) or _leads_into_page(block):
        return False
    match = phrases("teaser").match(block.text) or phrases("related_heading").match(block.text)
    return match is not None and not match.rest and _is_parted(page, block, before)


def _leads_into_page(block: Block) -> bool:
    """Whether a line is an entry of a table of contents: a link to a place in its own page."""
    return any(link.url.startswith("#") for link in block.links)


def _is_unknown_head(page: Document, block: Block, before: PrecedingText) -> bool:
    """Whether a short line with any wording stands above a headline with paragraphs on another topic.

    The paragraphs must repeat the headline, as those under a teaser do not.
    """
    number = block.index
    if number + 2 >= len(page) or not (_is_short_line(block) or _is_dropped_head(block, page[number + 1], before)):
        return False
    if not may_head_article(page[number + 1]):
        return False
    around = [*page[max(0, number - _CLOSING_REACH) : number], *page[number + 2 : number + 2 + _CLOSING_REACH]]
    parted = any(b.role in ("keywords", "byline", "date") or _is_source(b) for b in around)
    if not heads_other_article(page, page[number + 1], before, parted):
        return False
    return parted or not block.is_body or (block.index not in page.own and _is_parted(page, block, before))


def _is_short_line(block: Block) -> bool:
    """Whether a block is a short line without sentence-ending punctuation."""
    return block.is_body and _is_short(block.text)


def _is_short(text: str) -> bool:
    return len(text) <= _SHORT_HEAD_LETTERS and not ends_sentence(text)


def _is_dropped_head(block: Block, head: Block, before: PrecedingText) -> bool:
    """Whether a short dropped line stands above a heading that is too long for a subhead and the first with its tag."""
    if block.role != "noise" or block.article or block.links or not is_beside_text(block) or not _is_short(block.text):
        return False
    if head.place.tag not in _H2_TO_H5 or head.links or len(head.text.split()) < _LONG_HEADLINE_WORDS:
        return False
    return before.tags.get(head.place.tag, block.index) >= block.index


def _is_parted(page: Document, block: Block, before: PrecedingText) -> bool:
    """Whether what follows a teaser's head is separate from the article before it.

    It is if that article has closed with a credit or keywords, if the paragraphs are in another element, or if the
    first of them repeats an unlinked headline. Otherwise the head and its headline are a teaser between paragraphs,
    the commonest case.
    """
    if any(b.role in ("credit", "keywords") for b in page[max(0, block.index - _CLOSING_REACH) : block.index]):
        return True
    head, paragraph = page[block.index + 1], page[block.index + 2]
    last = before.counts[block.index].last
    if last is not None and last.place.path[:-1] != paragraph.place.path[:-1]:
        return True
    return not head.links and repeated_share(head.text, paragraph.text) >= REPEATED_WORDS


def _has_paragraphs(page: Document, number: int) -> bool:
    """Whether at least two consecutive paragraphs begin here."""
    paragraphs = 0
    for block in page[number : number + ARTICLE_PARAGRAPHS + 2]:
        if block.role != "date" and not is_paragraph(block):
            return False
        paragraphs += block.role != "date"
        if paragraphs == ARTICLE_PARAGRAPHS:
            return True
    return False


def _unheaded_articles(page: Document, end: int, before: PrecedingText) -> list[int]:
    """Indices of the long headlines in the text before `end` whose paragraphs repeat them: they begin an article."""
    return [
        block.index
        for block in page[1:end]
        if before.counts[block.index].paragraphs
        and block.role in ("body", "title")
        and is_headline(block.text)
        and not is_prose(block.text)
        and len(block.text.split()) >= _LONG_HEADLINE_WORDS
        and _has_paragraphs(page, block.index + 1)
        and repeated_share(block.text, page[block.index + 1].text) >= REPEATED_WORDS
    ]


def _ends_article(block: Block) -> bool:
    """Whether a block ends an article: a list, its heading, keywords or the heading of the comments."""
    names = ("related_heading", "latest_heading", "most_read_heading", "comments_heading", "keyword_line")
    return block.role in ("related", "keywords") or any(phrases(n).match(block.text) for n in names)


def _is_source(block: Block) -> bool:
    """Whether a block is a source credit, which closes an article."""
    return (block.role, block.kind) == ("credit", "source")
