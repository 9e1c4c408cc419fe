"""Lists of headlines that lead to other articles, with or without a heading."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.blocks.from_text import unbulleted
from cleaners.links import TAG_PARTS
from cleaners.steps.related.card import CardTitles, title_above, titles_in
from cleaners.steps.related.link_lists import groups_of_links
from cleaners.steps.related.text_lists import groups_of_lines
from cleaners.text.line_shape import word_count

_TAG_WORDS = 5
"""Tags and sections have fewer words than headlines; some outlets have articles under such addresses too."""


def related_list(page: Document, flattened: bool = False, url: str | None = None) -> Iterator[Block]:
    """The headlines of each list become `related` of the list's kind; its heading, dates and excerpts are dropped.

    So are links to the pages of tags and sections, which lead to no article.
    """
    groups = groups_of_lines(page) if flattened else groups_of_links(page, url)
    kinds = {block.index: group.kind for group in groups for block in group.headlines}
    titles = titles_in(block for group in groups for block in group.rest)
    for block in filter(_may_change, (page[number] for number in {n for group in groups for n in group.taken})):
        kind = None if _leads_to_tags(block, url) else kinds.get(block.index)
        told = block.becomes("related", kind, _headline_of(block, titles)) if kind else block.becomes("noise")
        yield told.belongs_to(0)


def _may_change(block: Block) -> bool:
    """Whether no surer step has spoken for a block."""
    return block.role in ("body", "noise", "related", "date")


def _leads_to_tags(block: Block, url: str | None) -> bool:
    """Whether a block leads by a few words to pages of tags or sections alone, and the page's own address is none."""
    if not block.links or any(part in (url or "").lower() for part in TAG_PARTS):
        return False
    tags = (any(part in link.url.lower() for part in TAG_PARTS) for link in block.links)
    return all(tags) and word_count(block.text) <= _TAG_WORDS


def _headline_of(block: Block, titles: CardTitles) -> str:
    """The other article's headline: the words of the block's longest link, else the whole line.

    Where the link is a button it is a line above it in the same card, one of `titles`.
    """
    words = max((link.text for link in block.links), key=len, default="")
    above = title_above(block, titles)
    return words or unbulleted(block.text) if above is None else above.text
