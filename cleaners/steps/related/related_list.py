"""Lists of other articles' headlines, with or without a heading."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.blocks.from_text import strip_bullet
from cleaners.links import TAG_PARTS
from cleaners.steps.related.card import CardTitles, title_above, titles_in
from cleaners.steps.related.link_lists import groups_of_links
from cleaners.steps.related.text_lists import groups_of_lines
from cleaners.text.line_shape import word_count

_TAG_WORDS = 5
"""Most words of a tag or section name; some outlets put articles under such addresses too."""


def related_list(page: Document, flattened: bool = False, url: str | None = None) -> Iterator[Block]:
    """Mark the headlines of each list as `related` with the list's kind; drop its heading, dates and excerpts.

    Links to tag and section pages, which lead to no article, are dropped too.
    """
    groups = groups_of_lines(page) if flattened else groups_of_links(page, url)
    kinds = {block.index: group.kind for group in groups for block in group.headlines}
    has_buttons = any(block.index not in page.layout.long_links for group in groups for block in group.headlines)
    titles = titles_in(block for group in groups for block in group.rest) if has_buttons else {}
    for block in filter(_may_change, (page[number] for number in {n for group in groups for n in group.taken})):
        kind = None if _leads_to_tags(block, url) else kinds.get(block.index)
        changed = block.becomes("related", kind, _headline_of(block, titles)) if kind else block.becomes("noise")
        yield changed.belongs_to(0) if block.article else changed


def _may_change(block: Block) -> bool:
    """Whether no more reliable step has decided about a block."""
    return block.role in ("body", "noise", "related", "date")


def _leads_to_tags(block: Block, url: str | None) -> bool:
    """Whether a short block links only tag or section pages; never on such a page itself."""
    tags = block.links and all(_is_under_tags(link.url) for link in block.links)
    return bool(tags) and word_count(block.text) <= _TAG_WORDS and not _is_under_tags(url or "")


def _is_under_tags(url: str) -> bool:
    """Whether an address is that of a tag or section page."""
    path = url.lower()
    return any(part in path for part in TAG_PARTS)


def _headline_of(block: Block, titles: CardTitles) -> str:
    """The other article's headline: the block's longest link text, else the whole line.

    If the link is a button, it is a line above it in the same card, found in `titles`.
    """
    words = max((link.text for link in block.links), key=len, default="")
    above = title_above(block, titles)
    return words or strip_bullet(block.text) if above is None else above.text
