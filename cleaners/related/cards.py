"""The related-block detector for pages: links to further articles in cards of one shape."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from cleaners.block import Block, Kind
from cleaners.mainelement import main_element
from cleaners.marks import kind_of_shapes, plain_shape
from cleaners.related.lists import CUT_OFF, Group, heading_kind
from cleaners.sentence import is_prose, word_count

UNHEADED = 3
"""Neighbours of one shape that make a list without a heading; two can be coincidence."""
HEADED = 1
LINKED = 0.75
"""Share of linked letters from which a block is a link and not a sentence with one."""
LEVELS = 10
"""Elements above a link among which its repeated card is looked for."""
WORDS = 3
EXCERPT_LETTERS = 450
"""Words of a card beside its link: an excerpt, a date, a section; whole paragraphs are longer."""
HEADING_LETTERS = 60
REACH = 2
"""Lines between a list and its heading: a counter, an icon's name."""
OUTSIDE = frozenset({"nav", "form"})


def groups_of_links(blocks: Sequence[Block]) -> list[Group]:
    """The lists of a page in page order, each link once, with the heading over them."""
    main = main_element(blocks)
    groups: list[Group] = []
    taken: set[int] = set()
    for level, cards in lists_of(blocks):
        inside = [n for n in sorted(n for card in cards for n in card) if n not in taken]
        members = [n for card in cards for n in headlines_of(blocks, card) if n not in taken]
        if not members:
            continue
        heading = heading_of(blocks, inside, level)
        kind = kind_of(blocks, members, heading, main, level)
        if kind is None or len(cards) < (UNHEADED if heading is None else HEADED):
            continue
        rest = [n for n in inside if n not in members] + ([] if heading is None or heading in inside else [heading])
        groups.append(Group(kind, tuple(members), tuple(rest)))
        taken |= {*members, *rest}
    groups += lone_cards(blocks, main, taken, {shape_of_card(blocks, group) for group in groups})
    return sorted(groups, key=lambda group: group.headlines)


def shape_of_card(blocks: Sequence[Block], group: Group) -> str:
    """The shape of the innermost element around a card's link and the other words of the card; "" for bare links."""
    first = group.headlines[0]
    near = [n for n in group.rest if n in (first - 1, first + 1)]
    other = blocks[near[0]].place.path if near else ()
    place = blocks[first].place
    same = [shape for own, number, shape in zip(place.path, other, place.shapes, strict=False) if own == number]
    return same[-1] if same else ""


def lone_cards(blocks: Sequence[Block], main: int | None, taken: set[int], shapes: set[str]) -> list[Group]:
    """Cards that stand alone between paragraphs: of a shape known from a list, or a link with one cut-off excerpt."""
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
        others = [blocks[n].text for n in card if n not in headlines]
        cut = len(others) == 1 and bool(CUT_OFF.search(others[0])) and len(others[0]) <= EXCERPT_LETTERS
        known = shape[element] in shapes and is_card([blocks[n] for n in card])
        if len(headlines) == 1 and len(card) > 1 and (cut or known):
            found.append(Group("inline", tuple(headlines), tuple(n for n in card if n not in headlines)))
    return found


def lists_of(blocks: Sequence[Block]) -> list[tuple[int, list[list[int]]]]:
    """For each element that holds cards of one shape: how deep it is, and the cards' blocks; longest lists first.

    A card holds a link and little else; one list needs the words of a headline in one of its cards.
    """
    found: dict[tuple[int, int, str], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, block in enumerate(blocks):
        path, shapes = block.place.path, block.place.shapes
        for level in range(len(path) - 2, max(-1, len(path) - 2 - LEVELS), -1):
            found[(level, path[level], plain_shape(shapes[level + 1]))][path[level + 1]].append(number)
    lists = []
    for (level, _, _), parts in found.items():
        cards = [card for card in parts.values() if is_card([blocks[n] for n in card])]
        if any(leads_on(blocks[n]) for card in cards for n in card):
            lists.append((level, cards))
    return sorted(lists, key=lambda item: (-len(item[1]), -item[0]))


def is_card(blocks: Sequence[Block]) -> bool:
    """Whether the blocks of one element are a card: a link, with at most an excerpt beside it."""
    unlinked = [b for b in blocks if b.place.link_share < LINKED]
    return any(is_link(b) for b in blocks) and sum(len(b.text) for b in unlinked) <= EXCERPT_LETTERS


def leads_on(block: Block) -> bool:
    """Whether a block is, as a whole, a link with a headline's words."""
    if block.place.zone in OUTSIDE or block.role in ("title", "keywords"):
        return False
    return is_link(block) and any(word_count(link.text) >= WORDS for link in block.links)


def is_link(block: Block) -> bool:
    """Whether a block is, as a whole, a link to a page."""
    return block.place.link_share >= LINKED and any(is_page(link.url) for link in block.links)


def is_page(url: str) -> bool:
    """Whether an address leads to a page, not to a place in this one, a mailbox or a script."""
    return bool(url) and not url.startswith(("#", "mailto:", "javascript:", "tel:", "whatsapp:"))


def headlines_of(blocks: Sequence[Block], card: Sequence[int]) -> list[int]:
    """The links of a card that are headlines; where none has a headline's length, its only ones."""
    links = [n for n in card if is_link(blocks[n])]
    return [n for n in links if leads_on(blocks[n])] or links


def heading_of(blocks: Sequence[Block], inside: Sequence[int], level: int) -> int | None:
    """The short line that names a list: the first of its first card, or one right before it.

    A line that says it is such a heading may stand in wrappers of its own; another one only in the element around.
    """
    if heading_kind(blocks[inside[0]]) and not is_link(blocks[inside[0]]):
        return inside[0]
    around = blocks[inside[0]].place.path[: level + 1][-2:]
    for number in range(inside[0] - 1, max(-1, inside[0] - 1 - REACH), -1):
        block = blocks[number]
        if len(block.text) > HEADING_LETTERS or leads_on(block):
            return None
        near = any(n in block.place.path for n in around)
        if heading_kind(block) or (near and block.place.tag in ("h2", "h3", "h4", "h5", "h6")):
            return number
    return None


def kind_of(
    blocks: Sequence[Block], members: Sequence[int], heading: int | None, main: int | None, level: int
) -> Kind | None:
    """The kind of a list by its heading, else by its mark-up, else by where it stands; None for a menu."""
    first = blocks[members[0]].place
    if heading is not None and (kind := heading_kind(blocks[heading])):
        return kind
    marked = kind_of_shapes(first.shapes[max(0, level - 2) :])
    if marked is not None:
        return None if marked == "menu" else marked
    if main is not None and main in first.path[: level + 1]:
        return "related" if is_together(blocks, members) else "inline"
    return None if first.zone in ("header", "footer") else "unlabelled"


def is_together(blocks: Sequence[Block], members: Sequence[int]) -> bool:
    """Whether no paragraph of the text stands between the members."""
    return not any(b.is_body and is_prose(b.text) and not b.links for b in blocks[members[0] : members[-1]])
