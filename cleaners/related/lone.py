"""Cards that stand alone between paragraphs of the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from cleaners.block import Block
from cleaners.links import same_site
from cleaners.related.card import EXCERPT_LETTERS, HEADING_LETTERS, is_card, is_link, leads_on
from cleaners.related.lists import Group
from cleaners.sentence import is_cut_off, is_headline, is_prose

BOX_LINES, BOX_LINKS = 2, 4
"""Links of a teaser box between paragraphs; longer lists are found as such."""


def shape_of_card(blocks: Sequence[Block], group: Group) -> str:
    """The shape of the innermost element around a card's link and the other words of the card; "" for bare links."""
    first = group.headlines[0]
    near = [n for n in group.rest if n in (first - 1, first + 1)]
    other = blocks[near[0]].place.path if near else ()
    place = blocks[first].place
    same = [shape for own, number, shape in zip(place.path, other, place.shapes, strict=False) if own == number]
    return same[-1] if same else ""


def lone_cards(
    blocks: Sequence[Block], main: int | None, taken: set[int], shapes: set[str], url: str | None
) -> list[Group]:
    """Cards that stand alone between paragraphs.

    They are of a shape known from a list, or a link with one cut-off excerpt, or with a few words above it.
    """
    inside: dict[int, list[int]] = defaultdict(list)
    shape: dict[int, str] = {}
    for number, block in enumerate(blocks):
        if main in block.place.path and number not in taken:
            below = block.place.path.index(main) + 1 if main is not None else 0
            for element, name in zip(block.place.path[below:], block.place.shapes[below:], strict=True):
                inside[element].append(number)
                shape[element] = name
    found = []
    for element, card in inside.items():
        headlines = [n for n in card if leads_on(blocks[n])]
        rest = [n for n in card if not leads_on(blocks[n])]
        others = [blocks[n].text for n in rest]
        cut = len(others) == 1 and len(others[0]) <= EXCERPT_LETTERS and is_cut_off(others[0])
        known = shape[element] in shapes and is_card([blocks[n] for n in card])
        box = is_box([blocks[n] for n in card], url)
        label = label_over(blocks, card, url)
        if label is not None:
            found.append(Group("inline", tuple(card), (label,)))
            continue
        if box or (len(headlines) == 1 and len(card) > 1 and (cut or known)):
            found.append(Group("inline", tuple(headlines), tuple(rest)))
    return found


def label_over(blocks: Sequence[Block], card: Sequence[int], url: str | None) -> int | None:
    """Position of the label right over a list of some headlines between paragraphs, which is not in their element."""
    above, below = card[0] - 1, card[-1] + 1
    if len(card) < BOX_LINES or above < 1 or below >= len(blocks) or not all(blocks[n].is_body for n in card):
        return None
    label = blocks[above]
    tags = {blocks[n].place.tag for n in card}
    return above if tags == {"li"} and label.is_body and is_box([label, *(blocks[n] for n in card)], url) else None


def is_box(blocks: Sequence[Block], url: str | None) -> bool:
    """Whether the blocks of one element are a few words, as in a label, and under them headlines of the same site."""
    label, *headlines = blocks
    if not 1 <= len(headlines) <= BOX_LINKS or is_link(label) or not all(map(leads_on, headlines)):
        return False
    said = len(label.text) <= HEADING_LETTERS and not is_prose(label.text) and not label.text.endswith(".")
    links = [link for block in headlines for link in block.links]
    return said and all(is_headline(b.text) for b in headlines) and all(same_site(link.url, url) for link in links)
