"""A card: one or a few blocks of a page that present one other article."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from operator import attrgetter

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.blocks.layout import Part, has_headline_words, is_link
from cleaners.text.line_shape import is_headline

EXCERPT_LETTERS = 450
"""Most letters of a card outside its link: an excerpt, a date, a section; whole paragraphs are longer."""
HEADING_LETTERS = 60
HEADING_REACH = 2
"""Lines between a list and its heading: a counter, an icon's name."""
SUBHEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_NON_CARD_ZONES = frozenset({"nav", "form"})
CardTitles = Mapping[int, tuple[Block, Block | None]]


def is_headline_link(block: Block) -> bool:
    """Whether a block as a whole is a link with enough words for a headline."""
    return _may_link_headline(block) and is_link(block) and has_headline_words(block.links)


def headline_links(page: Document) -> frozenset[int]:
    """Indices of the blocks of a page that are such links."""
    return frozenset([number for number in page.layout.long_links if _may_link_headline(page[number])])


def _may_link_headline(block: Block) -> bool:
    """Whether a block is outside menus and forms and not known as something else than a headline."""
    return block.place.zone not in _NON_CARD_ZONES and block.role not in ("title", "keywords")


def headlines_of(page: Document, card: Part, headlines: Container[int]) -> list[int]:
    """The links of a card that are among the page's `headlines`; all its links if none is."""
    return [number for number in card if number in headlines] or _links_of(page, card)


def _links_of(page: Document, card: Part) -> list[int]:
    return [number for number in card if number in page.layout.links]


def has_title(page: Document, card: Part, headlines: Container[int]) -> bool:
    """Whether a card whose only link is a button begins with an unlinked headline."""
    first, links = page[card[0]], _links_of(page, card)
    if len(links) != 1 or links[0] in headlines or first.index == links[0] or first.links:
        return False
    return is_headline(first.text) and first.place.zone not in _NON_CARD_ZONES


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
    if not titles or has_headline_words(button.links):
        return None
    for element in reversed(button.place.path):
        first, headline = titles.get(element, (button, None))
        if first.index < button.index:
            return headline if headline is not None and headline.index < button.index else None
    return None
