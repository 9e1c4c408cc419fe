"""Teasers inside the text: a head such as "read also" with another article's headline."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.blocks.layout import leads_to_page
from cleaners.links import same_site
from cleaners.phrases import phrases
from cleaners.text.line_shape import is_headline, is_prose, word_count

_LINKED_TEASER = 0.65
"""Share of linked letters from which a block is a link with a head, not a sentence containing a link."""
_TEASER_WORDS = 5
_NON_TEASER_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "li"})
"""Linked subheads, cells and items are text; lists of headlines are found by their shape."""
_TEASER_LETTERS = 260
"""Longest head and headline of a teaser; some outlets add the other article's lede."""


def teaser(page: Document, url: str | None = None) -> Iterator[Block]:
    """Mark a head and headline on one line as `inline`; drop a head on its own line and mark the headlines below it.

    A linked teaser between paragraphs is also found if an earlier step dropped it, because its link is useful.
    """
    yield from _dropped_teasers(page, url)
    under_head, named = False, page.named("teaser")
    for block in page.texts:
        rest = _announced_headline(block) if block.index in named else None
        rest = _linked_headline(block, url) if rest is None else rest
        goes_on = rest is None and under_head and _may_be_announced(block)
        under_head = goes_on or rest == ""
        if rest == "":
            yield block.becomes("noise")
        elif rest or goes_on:
            yield block.becomes("related", "inline", rest or block.text)


def _dropped_teasers(page: Document, url: str | None) -> Iterator[Block]:
    """Restore the linked teasers between paragraphs that an earlier step dropped."""
    between = (block for block in page.article_lines if page.start < block.index < page.end)
    for block in between:
        dropped = block.role == "noise" and bool(block.links)
        if dropped and (headline := _announced_headline(block) or _linked_headline(block, url)):
            yield block.becomes("related", "inline", headline)


def read_more(page: Document) -> Iterator[Block]:
    """Drop "read more" buttons and mark the headlines above them as teasers; the linked one of the two stays."""
    named = page.named("read_more")
    if not named:
        return
    own = {block.index for block in page.article_lines}
    buttons = {block.index for block in page.article_lines if block.index in named and _is_read_more(block)}
    for button in map(page.__getitem__, buttons):
        above = page[max(0, button.index - 1)]
        linked = _is_linked_below(above, button)
        yield button.becomes("related", "inline", above.text) if linked else button.becomes("noise")
        if above.index in buttons:
            continue
        if linked:
            yield above.becomes("noise")
        elif above.index in own and _may_be_announced(above) and (above.is_body or above.links):
            yield above.becomes("related", "inline", above.text)


def _is_linked_below(block: Block, button: Block) -> bool:
    """Whether a headline is linked only by the button below it."""
    return block.role in ("body", "noise") and _may_be_announced(block) and bool(button.links) and not block.links


def _announced_headline(block: Block) -> str | None:
    """The headline that a teaser line announces; "" for a head alone, None for other lines."""
    if len(block.text) > _TEASER_LETTERS:
        return None
    match = phrases("teaser").match(block.text)
    if match is None:
        return None
    pointer = phrases("pointer").match(match.rest) if match.rest else None
    if pointer is not None and pointer.rest:
        return pointer.rest
    return None if match.form == "start" and not _follows_head(block, match.rest) else match.rest


def _linked_headline(block: Block, url: str | None) -> str | None:
    """The headline of a block that is little more than a link within the site, with any head; else None."""
    link = max(block.links, key=lambda link: len(link.text), default=None)
    if link is None or block.place.link_share < _LINKED_TEASER or block.place.tag in _NON_TEASER_TAGS:
        return None
    is_teaser = (
        is_headline(link.text) and not is_prose(link.text) and leads_to_page(link.url) and same_site(link.url, url)
    )
    return link.text if is_teaser and word_count(link.text) >= _TEASER_WORDS else None


def _follows_head(block: Block, rest: str) -> bool:
    """Whether the text after a head without a colon is a headline: linked, or shaped like one; or empty."""
    return not rest or block.place.link_share > 0.5 or (is_headline(rest) and word_count(rest) > 2)


def _may_be_announced(block: Block) -> bool:
    """Whether a block can be the headline below a teaser's head."""
    return is_headline(block.text) and not is_prose(block.text)


def _is_read_more(block: Block) -> bool:
    """Whether a block is just a "read more" phrase."""
    match = phrases("read_more").match(block.text)
    return match is not None and not match.rest
