"""Teasers inside the text: a head such as "read also" with another article's headline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaners.block import Block
from cleaners.cards import is_page
from cleaners.links import same_site
from cleaners.mainelement import lines_of_article
from cleaners.phrases import phrases
from cleaners.sentence import is_headline, is_prose, word_count

LINKED = 0.65
"""Share of linked letters from which a block is a link with a head before it, not a sentence with a link."""
LINKED_WORDS = 5
OTHER_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "li"})
"""Subheads, cells and items with links are text; lists of headlines are told by their shape."""
TEASER_LETTERS = 260
"""A labelled teaser's head and headline together; some outlets put the lede of the other article there too."""


def teaser(blocks: Sequence[Block], url: str | None = None) -> Iterator[Block]:
    """A head with its headline on one line becomes `inline`; a head alone is dropped with the headlines under it."""
    under_head = False
    for block in blocks:
        if block.role != "body":
            yield block
            continue
        rest = teased(block) or linked_headline(block, url)
        if rest:
            under_head = False
            yield block.becomes("related", "inline", rest)
        elif rest == "":
            under_head = True
            yield block.becomes("noise")
        elif under_head and is_teased(block):
            yield block.becomes("related", "inline", block.text)
        else:
            under_head = False
            yield block


def read_more(blocks: Sequence[Block]) -> Iterator[Block]:
    """A "read more" button is dropped, and the headline right above it is a teaser."""
    own = lines_of_article(blocks)
    buttons = {n for n in own if is_button(blocks[n])}
    above = {n - 1 for n in buttons}
    for number, block in enumerate(blocks):
        if number in buttons:
            yield block.becomes("noise")
        elif number in above and block.is_body and is_teased(block):
            yield block.becomes("related", "inline", block.text)
        else:
            yield block


def teased(block: Block) -> str | None:
    """The headline that a teaser line announces, "" for a head that stands alone, None for other lines."""
    if len(block.text) > TEASER_LETTERS:
        return None
    match = phrases("teaser").match(block.text)
    if match is None:
        return None
    if match.form == "start" and not is_announced(block, match.rest):
        return None
    return match.rest


def linked_headline(block: Block, url: str | None) -> str | None:
    """The headline of a block that is little more than a link into the same site, whatever its head says."""
    link = max(block.links, key=lambda link: len(link.text), default=None)
    if link is None or block.place.link_share < LINKED or block.place.tag in OTHER_TAGS:
        return None
    told = is_headline(link.text) and not is_prose(link.text) and is_page(link.url) and same_site(link.url, url)
    return link.text if told and word_count(link.text) >= LINKED_WORDS else None


def is_announced(block: Block, rest: str) -> bool:
    """Whether what follows a head without a colon is a headline: linked, or shaped like one."""
    return not rest or block.place.link_share > 0.5 or (is_headline(rest) and word_count(rest) > 2)


def is_teased(block: Block) -> bool:
    """Whether a block under a teaser's head can be its headline."""
    return is_headline(block.text) and not is_prose(block.text)


def is_button(block: Block) -> bool:
    """Whether a block says "read more" and nothing else."""
    match = phrases("read_more").match(block.text)
    return match is not None and not match.rest
