"""Single cards between paragraphs of the text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Sequence, Set
from itertools import chain

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.blocks.evidence import is_named
from cleaners.blocks.layout import LINKED, is_link
from cleaners.links import same_site
from cleaners.steps.related.card import EXCERPT_LETTERS, HEADING_LETTERS, is_headline_link
from cleaners.steps.related.text_lists import Group
from cleaners.text.line_shape import is_cut_off, is_headline, is_prose

_MIN_BOX_LINES, _MAX_BOX_LINKS = 2, 4
"""Fewest lines of a list under a separate label, and most links of a teaser box; longer lists are found as such."""


def shape_of_card(group: Group) -> str:
    """The shape of the innermost element around a card's link and its adjacent line; "" for bare links."""
    first = group.headlines[0]
    near = [block for block in group.rest if abs(block.index - first.index) == 1]
    other = near[0].place.path if near else ()
    parts = zip(first.place.path, other, first.place.shapes, strict=False)
    return ([shape for own, number, shape in parts if own == number] or [""])[-1]


def lone_cards(
    page: Document, headlines: Set[int], taken: Set[int], shapes: Container[str], url: str | None
) -> list[Group]:
    """The single cards inside the main element, each as a group of its own.

    A card has a shape known from a list, or is a link with one cut-off excerpt or with a few words above it.
    `headlines` are the indices of the page's headline links, `taken` those of the blocks in its lists.
    """
    found = []
    for element, card in _elements_with_few(page, headlines, taken).items():
        links = [block for block in card if block.index in headlines]
        rest = [block for block in card if block.index not in headlines]
        cut = len(rest) == 1 and len(rest[0].text) <= EXCERPT_LETTERS and is_cut_off(rest[0].text)
        known = page.layout.shapes[element] in shapes and _has_excerpt_at_most(rest)
        if label := _label_over(page, card, url):
            found.append(Group("inline", tuple(card), (label,)))
        elif _is_box(card, url) or (len(links) == 1 and len(card) > 1 and (cut or known)):
            found.append(Group("inline", tuple(links), tuple(rest)))
    return found


def _elements_with_few(page: Document, headlines: Set[int], taken: Set[int]) -> dict[int, list[Block]]:
    """The elements below the main one with a few headline links, each with its blocks that are not taken."""
    below = (_elements_below(page[number], page.main) for number in headlines - taken)
    counts = Counter(chain.from_iterable(below))
    few = {element for element, count in counts.items() if count <= _MAX_BOX_LINKS}
    inside: dict[int, list[Block]] = defaultdict(list)
    for block in page if few else ():
        if block.index not in taken:
            for element in _elements_below(block, page.main):
                if element in few:
                    inside[element].append(block)
    return inside


def _elements_below(block: Block, main: int | None) -> tuple[int, ...]:
    """The elements around a block that stand in the main element."""
    path = block.place.path
    return path[path.index(main) + 1 :] if main in path else ()


def _has_excerpt_at_most(rest: Sequence[Block]) -> bool:
    """Whether the other lines of a card are no longer than an excerpt."""
    return sum(len(block.text) for block in rest if block.place.link_share < LINKED) <= EXCERPT_LETTERS


def _label_over(page: Document, card: Sequence[Block], url: str | None) -> Block | None:
    """The label right above a list of a few headlines and outside its element; None without one."""
    above, below = card[0].index - 1, card[-1].index + 1
    if len(card) < _MIN_BOX_LINES or above < 1 or below >= len(page) or not all(block.is_body for block in card):
        return None
    label, tags = page[above], {block.place.tag for block in card}
    if label.text.endswith(":") and label.index in page.own and not is_named(label.text):
        return None  # a line of the text that introduces a list of it
    return label if tags == {"li"} and label.is_body and _is_box([label, *card], url) else None


def _is_box(blocks: Sequence[Block], url: str | None) -> bool:
    """Whether blocks are a label of a few words with headlines of the same site below it."""
    label, *headlines = blocks
    if not 1 <= len(headlines) <= _MAX_BOX_LINKS or is_link(label) or not all(map(is_headline_link, headlines)):
        return False
    is_label = len(label.text) <= HEADING_LETTERS and not is_prose(label.text) and not label.text.endswith(".")
    links = [link for block in headlines for link in block.links]
    return is_label and all(is_headline(b.text) for b in headlines) and all(same_site(link.url, url) for link in links)
