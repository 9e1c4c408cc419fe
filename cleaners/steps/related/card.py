"""A card: one or a few blocks of a page that present one other article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from cleaners.blocks.block import Block
from cleaners.text.line_shape import is_headline, word_count

LINKED = 0.75
"""Share of linked letters from which a block is a link, not a sentence containing one."""
_LINK_WORDS = 3
EXCERPT_LETTERS = 450
"""Most letters of a card outside its link: an excerpt, a date, a section; whole paragraphs are longer."""
HEADING_LETTERS = 60
HEADING_REACH = 2
"""Lines between a list and its heading: a counter, an icon's name."""
SUBHEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_NON_CARD_ZONES = frozenset({"nav", "form"})
CardTitles = Mapping[int, tuple[Block, Block | None]]


def is_card(blocks: Sequence[Block]) -> bool:
    """Whether the blocks of an element form a card: a link with at most an excerpt beside it."""
    unlinked = [b for b in blocks if b.place.link_share < LINKED]
    return any(is_link(b) for b in blocks) and sum(len(b.text) for b in unlinked) <= EXCERPT_LETTERS


def is_headline_link(block: Block) -> bool:
    """Whether a block as a whole is a link with enough words for a headline."""
    if block.place.zone in _NON_CARD_ZONES or block.role in ("title", "keywords"):
        return False
    return is_link(block) and any(word_count(link.text) >= _LINK_WORDS for link in block.links)


def is_link(block: Block) -> bool:
    """Whether a block as a whole is a link to a page."""
    return block.place.link_share >= LINKED and any(leads_to_page(link.url) for link in block.links)


def leads_to_page(url: str) -> bool:
    """Whether an address leads to a page, not to a fragment of this one, a mailbox, a telephone or a script."""
    return bool(url) and not url.startswith(("#", "mailto:", "javascript:", "tel:", "whatsapp:"))


def headlines_of(card: Sequence[Block]) -> list[Block]:
    """The links of a card that are headlines; all its links if none is long enough."""
    links = [block for block in card if is_link(block)]
    return [block for block in links if is_headline_link(block)] or links


def title_of(card: Sequence[Block]) -> Block | None:
    """The unlinked first line of a card whose only link is a button: its headline; else None."""
    first, links = card[0], [block for block in card if is_link(block)]
    if len(links) != 1 or is_headline_link(links[0]) or first is links[0] or first.links:
        return None
    return first if is_headline(first.text) and first.place.zone not in _NON_CARD_ZONES else None


def titles_in(rest: Iterable[Block]) -> CardTitles:
    """The first line and the first headline of the lines `rest` in each element around them."""
    found: dict[int, tuple[Block, Block | None]] = {}
    for block in sorted(rest, key=attrgetter("index")):
        headline = block if is_headline(block.text) else None
        for element in block.place.path:
            first, known = found.get(element, (block, headline))
            found[element] = (first, headline if known is None else known)
    return found


def title_above(button: Block, titles: CardTitles) -> Block | None:
    """The headline of the card whose link is a button: the first headline among its other lines.

    `titles` come from `titles_in`. None for a link of more words, and if the card has no such line.
    """
    if any(word_count(link.text) >= _LINK_WORDS for link in button.links):
        return None
    for element in reversed(button.place.path):
        first, headline = titles.get(element, (button, None))
        if first.index < button.index:
            return headline if headline is not None and headline.index < button.index else None
    return None
