"""The elements that a page's metadata is read from, found in one walk over its tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from lxml import etree

_PROPERTIES = tuple(etree.XPath(f"descendant::*/@{name}", regexp=False) for name in ("itemprop", "property"))
"""Not one path with "or" or "|", which takes three times as long as both."""
_FILING = frozenset({"tag", "category"})
"""Values of `rel` of links to what an article is filed under."""


class PageElements:
    """A page's elements by tag, in document order."""

    def __init__(self, root: etree._Element) -> None:
        """Walk over the tree once."""
        by_tag: dict[str, list[etree._Element]] = defaultdict(list)
        for element in root.iter():
            by_tag[element.tag].append(element)
        self.root = root
        self._by_tag = dict(by_tag)

    def of(self, tag: str) -> Sequence[etree._Element]:
        """The elements with a tag; may be empty."""
        return self._by_tag.get(tag, ())

    @cached_property
    def links(self) -> list[tuple[etree._Element, str]]:
        """The links with their targets as in the source, "" for those that have none."""
        return [(link, link.get("href") or "") for link in self.of("a")]

    @cached_property
    def filing(self) -> frozenset[etree._Element]:
        """The links that are marked as leading to a keyword or a category."""
        named = ((link, link.get("rel")) for link in self.of("a"))
        return frozenset(link for link, rel in named if rel and not _FILING.isdisjoint(rel.lower().split()))

    @cached_property
    def declaring(self) -> list[etree._Element]:
        """The elements inside the body with a microdata or RDFa property."""
        return [element for body in self.of("body")[:1] for element in _declaring(body)]


def _declaring(body: etree._Element) -> list[etree._Element]:
    """The elements inside an element with a property, in document order."""
    found: list[Any] = [path(body) for path in _PROPERTIES]
    kinds = [[value.getparent() for value in values] for values in found if values]
    if len(kinds) < len(_PROPERTIES):
        return kinds[0] if kinds else []
    either = {*kinds[0], *kinds[1]}
    return [element for element in body.iter() if element in either]


def whole_text(element: etree._Element) -> str:
    """The text of an element as in the source."""
    return "".join(map(str, element.itertext())) if len(element) else element.text or ""
