"""The related-block detector for pages: links to further articles in cards of one shape."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from cleaners.block import Block, Kind
from cleaners.links import same_site
from cleaners.marks import kind_of_shapes, plain_shape
from cleaners.related.card import HEADING_LETTERS, headlines_of, is_card, is_link, leads_on, title_of
from cleaners.related.following import stands_between, unlinked_paragraphs, with_following_list
from cleaners.related.headings import worded_kind
from cleaners.related.lists import Group, heading_kind
from cleaners.related.lone import lone_cards, shape_of_card

UNHEADED = 3
"""Neighbours of one shape that make a list without a heading; two can be coincidence."""
HEADED = 1
PAIR = 2
LEVELS = 10
"""Elements above a link among which its repeated card is looked for."""
HEADING_WORDS = 5
"""Headings known by one of their words are short; a sentence that opens a list of links has more."""
REACH = 2
"""Lines between a list and its heading: a counter, an icon's name."""


def groups_of_links(blocks: Sequence[Block], url: str | None = None) -> list[Group]:
    """The lists of a page in page order, each link once, with the heading over them."""
    main = blocks.main
    groups: list[Group] = []
    pairs: list[Group] = []
    taken: set[int] = set()
    texts = unlinked_paragraphs(blocks)
    for level, cards in lists_of(blocks):
        inside = [n for n in sorted(n for card in cards for n in card) if n not in taken]
        members = [n for card in cards for n in headlines_of(blocks, card) if n not in taken]
        if not members:
            continue
        others = sorted({*inside}.difference(members))
        heading = heading_of(blocks, inside, level)
        kind = kind_of(blocks, members, heading, main, level, texts)
        if kind == "unlabelled" and heading is None and len(cards) == PAIR:
            pairs.append(Group(kind, tuple(members), tuple(others)))
        if kind is None or len(cards) < (UNHEADED if heading is None else HEADED):
            continue
        if heading is not None and len(members) < UNHEADED and not is_believed(blocks, heading, members, url):
            continue
        rest = others + ([] if heading is None or heading in inside else [heading])
        groups.append(Group(kind, tuple(members), tuple(rest)))
        taken |= {*members, *rest}
    groups += lone_cards(blocks, main, taken, {shape_of_card(blocks, group) for group in groups}, url)
    pairs = [pair for pair in pairs if taken.isdisjoint((*pair.headlines, *pair.rest))]
    return with_following_list(blocks, groups, pairs, url)


def is_believed(blocks: Sequence[Block], heading: int, members: Sequence[int], url: str | None) -> bool:
    """Whether one or two links are a list under their heading: one that says so, or links into the same site."""
    if list_kind(blocks[heading]):
        return True
    return all(same_site(link.url, url) for n in members for link in blocks[n].links)


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
        if any(leads_on(blocks[n]) for card in cards for n in card) or any(
            title_of(blocks, card) is not None for card in cards
        ):
            lists.append((level, cards))
    return sorted(lists, key=lambda item: (-len(item[1]), -item[0]))


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
        if list_kind(block) or (near and block.place.tag in ("h2", "h3", "h4", "h5", "h6")):
            return number
    return None


def list_kind(block: Block) -> Kind | None:
    """The kind of list that a line announces, by its phrase or by one of its words, or None."""
    if kind := heading_kind(block):
        return kind
    if block.role not in ("body", "noise") or is_link(block) or len(block.text.split()) > HEADING_WORDS:
        return None
    kind = worded_kind(block.text)
    return kind if kind in ("latest", "most_read") else None


def kind_of(
    blocks: Sequence[Block],
    members: Sequence[int],
    heading: int | None,
    main: int | None,
    level: int,
    texts: Sequence[int],
) -> Kind | None:
    """The kind of a list by its heading, else by its mark-up, else by where it stands; None for a menu.

    `texts` has the positions of the paragraphs, in order.
    """
    first = blocks[members[0]].place
    if heading is not None and (kind := list_kind(blocks[heading])):
        return kind
    marked = kind_of_shapes(first.shapes[max(0, level - 2) :])
    if marked is not None:
        return None if marked == "menu" else marked
    if main is not None and main in first.path[: level + 1]:
        return "inline" if stands_between(texts, members[0], members[-1]) else "related"
    return None if first.zone in ("header", "footer") else "unlabelled"
