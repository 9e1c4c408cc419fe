"""The element of a page that prints the headline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import lxml.html
from lxml import etree

from cleaners.metadata.shape import words_of
from cleaners.normalize import comparison_key

HEADINGS = ("h1", "h2", "h3")
OUTSIDE = ("nav", "aside", "footer")


def headline_of(tree: lxml.html.HtmlElement, titles: Sequence[str]) -> etree._Element | None:
    """The element that prints the likeliest headline, a heading if one does, or None.

    The same words in a menu or sidebar do not count.
    """
    keys = [comparison_key(title) for title in titles]
    headings: dict[str, etree._Element] = {}
    for element in tree.iter(*HEADINGS):
        if not is_outside(element):
            headings.setdefault(comparison_key(words_of(element)), element)
    for key in keys:
        if key in headings:
            return headings[key]
    return printed(tree, keys[:1])


def printed(tree: lxml.html.HtmlElement, keys: Sequence[str]) -> etree._Element | None:
    """The first element of any kind that prints the headline; old layouts have cells and fonts for it."""
    lengths = {length for key in keys for length in range(len(key), 2 * len(key) + 10)}
    elements: Iterator[etree._Element] = tree.iterfind(".//body//*")
    for element in elements:
        text = element.text or ""
        if len(text.strip()) in lengths and comparison_key(text) in keys and not is_outside(element):
            return element
    return None


def is_outside(element: etree._Element) -> bool:
    """Whether an element stands in a part of the page that is not about the article."""
    return next(element.iterancestors(*OUTSIDE), None) is not None
