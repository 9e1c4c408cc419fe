"""The related-block detector for pages: find links to other articles in cards of one shape."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from cleaners.blocks.block import Block, Kind
from cleaners.blocks.class_names import list_kind
from cleaners.blocks.document import Document
from cleaners.blocks.evidence import is_named
from cleaners.blocks.layout import LINKED, Part, is_link
from cleaners.links import leads_away, same_site
from cleaners.phrases import phrases
from cleaners.steps.related.card import (
    EXCERPT_LETTERS,
    HEADING_LETTERS,
    HEADING_REACH,
    SUBHEADINGS,
    has_title,
    headline_links,
    headlines_of,
    is_headline_link,
)
from cleaners.steps.related.following_links import stands_between, unlinked_paragraphs, with_related_list
from cleaners.steps.related.list_headings import kind_by_words
from cleaners.steps.related.lone_links import lone_cards, shape_of_card
from cleaners.steps.related.text_lists import MIN_UNHEADED, Group, heading_kind
from cleaners.text.line_shape import ends_sentence, word_count

_MIN_HEADED = 1
_PAIR = 2
_HEADING_WORDS = 5
"""Longest heading recognized by a single word; a sentence that introduces a list of links has more words."""


class _Announcements:
    """The kinds of lists that the lines of a page announce; each line is asked once, however many lists it is above."""

    def __init__(self) -> None:
        self._by_phrase: dict[int, Kind | None] = {}
        self._kinds: dict[int, Kind | None] = {}

    def kind_by_phrase(self, block: Block) -> Kind | None:
        """The kind that a line announces by a phrase; else None."""
        if block.index not in self._by_phrase:
            self._by_phrase[block.index] = heading_kind(block)
        return self._by_phrase[block.index]

    def kind(self, block: Block) -> Kind | None:
        """The kind that a line announces by a phrase or one of its words; else None."""
        if block.index not in self._kinds:
            self._kinds[block.index] = self.kind_by_phrase(block) or _kind_by_a_word(block)
        return self._kinds[block.index]


def _kind_by_a_word(block: Block) -> Kind | None:
    """The kind that one of a short unlinked line's words names, if a word alone is sure enough; else None."""
    if block.role not in ("body", "noise") or len(block.text.split()) > _HEADING_WORDS or is_link(block):
        return None
    kind = kind_by_words(block.text)
    return kind if kind in ("latest", "most_read") else None


def groups_of_links(page: Document, url: str | None = None) -> list[Group]:
    """The lists of a page in page order, each link once, with their headings."""
    groups: list[Group] = []
    pairs: list[Group] = []
    taken: set[int] = set()
    texts, headlines, told = unlinked_paragraphs(page), headline_links(page), _Announcements()
    for level, cards in _lists_of(page, headlines):
        numbers = [number for card in cards for number in headlines_of(page, card, headlines) if number not in taken]
        if not numbers:
            continue
        members = [page[number] for number in numbers]
        inside = [number for card in cards for number in card if number not in taken]
        others = [page[number] for number in sorted({*inside} - {*numbers})]
        first = page[min(inside)]
        heading = _heading_of(page, first, level, told)
        kind = _kind_of_list(page, members, heading, level, texts, told, url)
        if kind == "unlabelled" and heading is None and len(cards) == _PAIR:
            pairs.append(Group(kind, tuple(members), tuple(others)))
        if kind is None or len(cards) < (MIN_UNHEADED if heading is None else _MIN_HEADED):
            continue
        if heading is not None and len(members) < MIN_UNHEADED and not _is_credible(heading, members, told, url):
            continue
        is_own = heading is not None and _heads_text(page, heading, members, texts, told)
        rest = others + ([] if heading is None or heading is first or is_own else [heading])
        groups.append(Group(kind, tuple(members), tuple(rest)))
        taken.update(groups[-1].taken)
    groups += lone_cards(page, headlines, taken, set(map(shape_of_card, groups)), url)
    pairs = [pair for pair in pairs if taken.isdisjoint(pair.taken)]
    return with_related_list(page, groups, pairs, url)


def _is_credible(heading: Block, members: Sequence[Block], told: _Announcements, url: str | None) -> bool:
    """Whether one or two links under a heading are a list: the heading says so, or all links stay on the site."""
    return bool(told.kind(heading)) or all(same_site(link.url, url) for block in members for link in block.links)


def _heads_text(
    page: Document, heading: Block, members: Sequence[Block], texts: Sequence[int], told: _Announcements
) -> bool:
    """Whether a subhead above one or two links in mid-text heads the text that goes on below them."""
    is_few = len(members) < MIN_UNHEADED and bool(texts) and texts[0] < heading.index < members[-1].index < texts[-1]
    return is_few and page.main in heading.place.path and not told.kind(heading)


def _lists_of(page: Document, headlines: frozenset[int]) -> list[tuple[int, list[Part]]]:
    """The depth of each element that holds cards of one shape, with the cards; longest lists first.

    A card holds a link and little else, an excerpt at most; a list needs a headline in one of its cards.
    """
    unlinked = [0, *accumulate([0 if b.place.link_share >= LINKED else len(b.text) for b in page])]
    lists = []
    for level, parts in page.layout.rows:
        cards = [part for part in parts if _unlinked_letters(part, unlinked) <= EXCERPT_LETTERS]
        linked = any(not headlines.isdisjoint(card) for card in cards)
        if linked or any(has_title(page, card, headlines) for card in cards):
            lists.append((level, cards))
    return sorted(lists, key=lambda item: (-len(item[1]), -item[0]))


def _unlinked_letters(part: Part, before: Sequence[int]) -> int:
    """The letters of an element that are no links; `before` has those of the page before each block."""
    first, last = part[0], part[-1]
    if last - first + 1 == len(part):
        return before[last + 1] - before[first]
    return sum(before[number + 1] - before[number] for number in part)


def _heading_of(page: Document, first: Block, level: int, told: _Announcements) -> Block | None:
    """The heading of a list: the first line of its first card, or a short line right before it; None without one.

    A line with a heading's words may be in any element; another one only in an element around the list, and not above
    a link that has such words itself. Lines of the text do not stand between.
    """
    if told.kind_by_phrase(first) and not is_link(first):
        return first
    around = first.place.path[: level + 1][-2:]
    is_announced = phrases("teaser").match(first.text) is not None
    for block in reversed(page[max(0, first.index - HEADING_REACH) : first.index]):
        if len(block.text) > HEADING_LETTERS or is_headline_link(block):
            return None
        closes_text = page.main in block.place.path and page.main not in first.place.path
        near = any(n in block.place.path for n in around) and not closes_text and not is_announced
        if told.kind(block) or (near and block.place.tag in SUBHEADINGS):
            return block
        if ends_sentence(block.text) or (block.is_body and block.index in page.own and word_count(block.text) > 1):
            return None
    return None


def _kind_of_list(
    page: Document,
    members: Sequence[Block],
    heading: Block | None,
    level: int,
    texts: Sequence[int],
    told: _Announcements,
    url: str | None,
) -> Kind | None:
    """The kind of a list by its heading, else by its mark-up, else by its position; None for a menu or for text.

    `texts` are the indices of the paragraphs, in order.
    """
    first = members[0].place
    if _is_introduced(page, members[0], url):
        return None
    if heading is not None and (kind := told.kind(heading)):
        return kind
    marked = list_kind(first.shapes[max(0, level - 2) :])
    if marked is not None:
        return None if marked == "menu" else marked
    if page.main in first.path[: level + 1]:
        return "inline" if stands_between(texts, members[0], members[-1]) else "related"
    return None if first.zone in ("header", "footer") else "unlabelled"


def _is_introduced(page: Document, first: Block, url: str | None) -> bool:
    """Whether a line of the text, which is no known heading, introduces a list of items: it is text.

    It ends with a colon, or is a subhead over a link to another site.
    """
    above = page[max(0, first.index - 1)]
    if first.place.tag != "li" or not first.is_body or not above.is_body or above.index not in page.own:
        return False
    told = above.text.endswith(":") or (above.place.tag in SUBHEADINGS and leads_away(first, url))
    return told and not is_named(above.text)
