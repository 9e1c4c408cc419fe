"""What never changes on a page: where its blocks stand, what they link, and which elements repeat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from cleaners.blocks.block import Block, Link
from cleaners.blocks.class_names import plain_shape
from cleaners.text.line_shape import word_count
from cleaners.text.normalize import comparison_key

LINKED = 0.75
"""Share of linked letters from which a block is a link, not a sentence containing one."""
_LINK_WORDS = 3
"""Fewest words of a link that may be a headline."""
_MAX_LEVELS = 10
"""Elements around a block that may be its repeated card."""
_NO_PAGES = ("#", "mailto:", "javascript:", "tel:", "whatsapp:")


Part = tuple[int, ...]
"""The indices of the blocks of an element, in order; those that stand too deep in it are not counted."""


class Row(NamedTuple):
    """The elements of one shape in the same element."""

    level: int
    """How deep the element around them is."""
    parts: Sequence[Part]
    """Those that hold a link, in page order."""


class Layout:
    """The unchanging part of a page; each property is computed once, however many steps edit the page."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._places = [block.place for block in blocks]
        self._links = [block.links for block in blocks]

    @cached_property
    def sizes(self) -> Counter[int]:
        """The number of blocks in each element."""
        return Counter(chain.from_iterable([place.path for place in self._places]))

    @cached_property
    def shapes(self) -> Mapping[int, str]:
        """The shape of each element, by its number; see `Place.shapes`."""
        found: dict[int, str] = {}
        for place in self._places:
            found.update(zip(place.path, place.shapes, strict=False))
        return found

    @cached_property
    def is_flat(self) -> bool:
        """Whether no block stands in an element, as in flattened texts."""
        return not any(place.path for place in self._places)

    @cached_property
    def links(self) -> frozenset[int]:
        """Indices of the blocks that as a whole are a link to a page; see `is_link`."""
        linked = enumerate(zip(self._places, self._links, strict=True))
        return frozenset([n for n, (place, links) in linked if links and _is_link(place.link_share, links)])

    @cached_property
    def long_links(self) -> frozenset[int]:
        """Those of them with enough words for a headline."""
        return frozenset([number for number in self.links if has_headline_words(self._links[number])])

    @cached_property
    def link_keys(self) -> frozenset[str]:
        """The texts of the page's links in comparison form."""
        return frozenset([comparison_key(link.text) for links in self._links for link in links])

    @cached_property
    def rows(self) -> Sequence[Row]:
        """The elements with links in each element, one row for each shape, in the order in which they begin."""
        linked = {*chain.from_iterable([self._places[number].path for number in self.links])}
        parts: dict[int, list[int]] = {}
        alike: dict[tuple[int, int, str], list[list[int]]] = {}
        for number, place in enumerate(self._places if linked else ()):
            path = place.path
            for depth in range(len(path) - 1, max(0, len(path) - 1 - _MAX_LEVELS), -1):
                element = path[depth]
                if element in parts:
                    parts[element].append(number)
                elif element in linked:
                    parts[element] = part = [number]
                    alike.setdefault((depth - 1, path[depth - 1], plain_shape(place.shapes[depth])), []).append(part)
        rows = [Row(level, self._with_links(found)) for (level, _, _), found in alike.items()]
        return [row for row in rows if row.parts]

    def _with_links(self, parts: Iterable[Sequence[int]]) -> list[Part]:
        return [tuple(part) for part in parts if not self.links.isdisjoint(part)]


def is_link(block: Block) -> bool:
    """Whether a block as a whole is a link to a page."""
    return _is_link(block.place.link_share, block.links)


def _is_link(share: float, links: Iterable[Link]) -> bool:
    return share >= LINKED and any(leads_to_page(link.url) for link in links)


def leads_to_page(url: str) -> bool:
    """Whether an address leads to a page, not to a fragment of this one, a mailbox, a telephone or a script."""
    return bool(url) and not url.startswith(_NO_PAGES)


def has_headline_words(links: Iterable[Link]) -> bool:
    """Whether one of a block's links has enough words for a headline."""
    return any(word_count(link.text) >= _LINK_WORDS for link in links)
