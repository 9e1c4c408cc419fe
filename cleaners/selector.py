"""CSS selectors of data files: compiled and checked when the file is read, harmless on any page."""

from __future__ import annotations

from lxml import etree
from lxml.cssselect import CSSSelector, SelectorError


class Selector:
    """A compiled CSS selector, such as `div.promo > p`; equal to another of the same text."""

    __slots__ = ("_select", "css")

    def __init__(self, css: str) -> None:
        """Raises ValueError for what is no selector of elements."""
        self.css = css
        try:
            self._select = CSSSelector(css, translator="html")
            self._select(etree.Element("html"))  # a prefix that nobody declared compiles
        except (SelectorError, etree.XPathError) as error:
            raise ValueError(f"bad CSS selector {css!r}: {error}") from error

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Selector) and other.css == self.css

    def __hash__(self) -> int:
        return hash(self.css)

    def __repr__(self) -> str:
        return f"Selector({self.css!r})"

    def elements(self, tree: etree._Element) -> list[etree._Element]:
        """The elements of a tree that it names, in document order; none where the page is too much for it."""
        try:
            return [one for one in self._select(tree) if isinstance(one, etree._Element)]  # type: ignore[union-attr]
        except etree.XPathError:
            return []
