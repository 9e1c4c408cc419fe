"""Lists of headlines that lead to other articles, with or without a heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaners.block import Block
from cleaners.lines import unbulleted
from cleaners.links import TAG_PARTS
from cleaners.related.card import Titles, title_above, titles_in
from cleaners.related.cards import groups_of_links
from cleaners.related.lists import groups_of_lines
from cleaners.sentence import word_count

TAG_WORDS = 5
"""Tags and sections have fewer words than headlines; some outlets have articles under such addresses too."""


def related_list(blocks: Sequence[Block], flattened: bool = False, url: str | None = None) -> Iterator[Block]:
    """The headlines of each list become `related` of the list's kind; its heading, dates and excerpts are dropped.

    So are links to the pages of tags and sections, which lead to no article.
    """
    groups = groups_of_lines(blocks) if flattened else groups_of_links(blocks, url)
    headlines = {n: group for group in groups for n in group.headlines}
    rest = {n for group in groups for n in group.rest}
    titles = titles_in(blocks, rest)
    for number, block in enumerate(blocks):
        if number in headlines and may_change(block) and is_tag(block, url):
            yield block.becomes("noise").belongs_to(0)
        elif number in headlines and may_change(block):
            yield block.becomes("related", headlines[number].kind, headline_of(blocks, number, titles)).belongs_to(0)
        elif number in rest and may_change(block):
            yield block.becomes("noise").belongs_to(0)
        else:
            yield block


def may_change(block: Block) -> bool:
    """Whether no surer step has spoken for a block."""
    return block.role in ("body", "noise", "related", "date")


def is_tag(block: Block, url: str | None) -> bool:
    """Whether a block leads by a few words to pages of tags or sections alone, and the page's own address is none."""
    if not block.links or any(part in (url or "").lower() for part in TAG_PARTS):
        return False
    tags = (any(part in link.url.lower() for part in TAG_PARTS) for link in block.links)
    return all(tags) and word_count(block.text) <= TAG_WORDS


def headline_of(blocks: Sequence[Block], number: int, titles: Titles) -> str:
    """The other article's headline: the words of the block's longest link, else the whole line.

    Where the link is a button it is a line above it in the same card, one of `titles`.
    """
    words = max((link.text for link in blocks[number].links), key=len, default="")
    above = title_above(blocks[number], number, titles)
    return words or unbulleted(blocks[number].text) if above is None else blocks[above].text
