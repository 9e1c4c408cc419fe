"""The related-block detector for pages: links to further articles in cards of one shape."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from cleaners.block import Block, Kind
from cleaners.mainelement import main_element
from cleaners.marks import kind_of_shapes
from cleaners.related import Group, heading_kind
from cleaners.sentence import is_prose, word_count

UNHEADED = 3
"""Neighbours of one shape that make a list without a heading; two can be coincidence."""
HEADED = 1
LINKED = 0.75
"""Share of linked letters from which a block is a link and not a sentence with one."""
LEVELS = 6
"""Elements above a link among which its repeated card is looked for."""
WORDS = 3
EXCERPT_LETTERS = 450
"""Words of a card beside its link: an excerpt, a date, a section; whole paragraphs are longer."""
HEADING_LETTERS = 60
DIGITS = re.compile(r"\d+")
OUTSIDE = frozenset({"nav", "form"})


def groups_of_links(blocks: Sequence[Block]) -> list[Group]:
    """The lists of a page in page order, each link once, with the heading over them."""
    main = main_element(blocks)
    groups: list[Group] = []
    taken: set[int] = set()
    for level, cards in lists_of(blocks):
        inside = [n for n in sorted(n for card in cards for n in card) if n not in taken]
        members = [n for n in inside if is_link(blocks[n])]
        if not members:
            continue
        heading = heading_before(blocks, inside[0], level)
        kind = kind_of(blocks, members, heading, main, level)
        if kind is None or len(cards) < (UNHEADED if heading is None else HEADED):
            continue
        rest = [n for n in inside if n not in members] + ([] if heading is None else [heading])
        groups.append(Group(kind, tuple(members), tuple(rest)))
        taken |= {*members, *rest}
    return sorted(groups, key=lambda group: group.headlines)


def lists_of(blocks: Sequence[Block]) -> list[tuple[int, list[list[int]]]]:
    """For each element that holds cards of one shape: how deep it is, and the cards' blocks; longest lists first.

    A card holds a link and little else; one list needs the words of a headline in one of its cards.
    """
    found: dict[tuple[int, int, str], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, block in enumerate(blocks):
        path, shapes = block.place.path, block.place.shapes
        for level in range(len(path) - 2, max(-1, len(path) - 2 - LEVELS), -1):
            found[(level, path[level], plain(shapes[level + 1]))][path[level + 1]].append(number)
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
    return block.place.link_share >= LINKED and any(is_article_link(link.url) for link in block.links)


def is_article_link(url: str) -> bool:
    """Whether an address leads to a page, not to a place in this one, a mailbox or a script."""
    return bool(url) and not url.startswith(("#", "mailto:", "javascript:", "tel:", "whatsapp:"))


def plain(shape: str) -> str:
    """A shape without the numbers that tell one card of a list from the next."""
    words = [word for word in shape.split() if not DIGITS.search(word)]
    return " ".join(words) or DIGITS.sub("", shape)


def heading_before(blocks: Sequence[Block], first: int, level: int) -> int | None:
    """The short line right before a list, in the same element or the one around it."""
    if first == 0:
        return None
    block, around = blocks[first - 1], blocks[first].place.path[: level + 1]
    near = any(number in block.place.path for number in around[-2:])
    if not near or len(block.text) > HEADING_LETTERS or is_prose(block.text) or leads_on(block):
        return None
    return first - 1 if heading_kind(block) or block.place.tag in ("h2", "h3", "h4", "h5", "h6") else None


def kind_of(
    blocks: Sequence[Block], members: Sequence[int], heading: int | None, main: int | None, level: int
) -> Kind | None:
    """The kind of a list by its heading, else by its mark-up, else by where it stands; None for a menu."""
    first = blocks[members[0]].place
    if heading is not None and (kind := heading_kind(blocks[heading])):
        return kind
    kind = kind_of_shapes(first.shapes[max(0, level - 2) :])
    if kind is not None:
        return None if kind == "menu" else kind
    if main is not None and main in first.path[: level + 1]:
        return "related" if is_together(blocks, members) else "inline"
    return None if first.zone in ("header", "footer") else "unlabelled"


def is_together(blocks: Sequence[Block], members: Sequence[int]) -> bool:
    """Whether no paragraph of the text stands between the members."""
    return not any(b.is_body and is_prose(b.text) and not b.links for b in blocks[members[0] : members[-1]])
