"""The elements that a page's metadata is read from, found in one walk over its tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from lxml import etree


class PageElements:
    """A page's elements by tag, and those that declare a property; all in document order."""

    root: etree._Element
    declaring: list[etree._Element]
    """The elements inside the body with a microdata or RDFa property."""

    def __init__(self, root: etree._Element) -> None:
        """Walk over the tree once."""
        by_tag: dict[str, list[etree._Element]] = defaultdict(list)
        declaring: list[etree._Element] = []
        in_body = False
        for element in root.iter():
            tag = element.tag
            by_tag[tag].append(element)
            if in_body:
                if element.get("itemprop") or element.get("property"):
                    declaring.append(element)
            elif tag == "body":
                in_body = True
        self.root, self.declaring, self._by_tag = root, declaring, dict(by_tag)

    @cached_property
    def links(self) -> list[tuple[etree._Element, str]]:
        """The links with their targets as in the source, "" for those that have none."""
        return [(link, link.get("href") or "") for link in self.of("a")]

    def of(self, tag: str) -> Sequence[etree._Element]:
        """The elements with a tag; may be empty."""
        return self._by_tag.get(tag, ())


def whole_text(element: etree._Element) -> str:
    """The text of an element as in the source."""
    return "".join(map(str, element.itertext())) if len(element) else element.text or ""
