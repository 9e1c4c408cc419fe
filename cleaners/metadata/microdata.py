"""Microdata, RDFa and `time` elements, except in comments, quotations, sidebars and lists of other articles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice, takewhile

from lxml import etree

from cleaners.dates import is_update
from cleaners.metadata.element_names import SIDE_TAGS, short_text

_QUOTING_TAGS = frozenset({"blockquote", "figure", "figcaption"})
"""Embedded posts are quotations; captions have dates of their own."""
_SIDE_PART = re.compile(
    r"\b(?:comments?|respond|comment-\w+|related|sidebar|widget(?! blog\b))\b|tweet|instagram|tiktok"
    r"|\bfb-(?:post|video)\b"
)
"""Blogger's widget of type Blog holds the posts."""
_WHOLE_PAGE_TYPES = frozenset({"html", "body", "main"})
"""Themes write into their classes which sidebars a page has."""
_PROPERTIES = {
    "headline": "headline",
    "datepublished": "published",
    "datecreated": "published",
    "date": "published",
    "issued": "published",
    "datemodified": "modified",
    "author": "author",
    "creator": "author",
    "translator": "translator",
    "articlesection": "section",
}
_NAME_DEPTH = 100
"""Descendants searched for the element with an author's name."""
_DATE_CARD_DEPTH = 3
_DATE_CARD_LETTERS = 450
"""Letters of a card: headline, excerpt, date and section."""
_LINKED_HEADLINE_WORDS = 5
"""Linked names have up to four words; headlines have more."""


def microdata(declaring: Iterable[etree._Element]) -> dict[str, list[str]]:
    """Values of the `itemprop` and RDFa properties in `_PROPERTIES`, keyed by field, outside those parts.

    `declaring` are the elements that have any.
    """
    found: dict[str, list[str]] = {}
    apart: dict[etree._Element, bool] = {}
    for element in declaring:
        name = element.get("itemprop") or (element.get("property") or "").rpartition(":")[2]
        for one in name.lower().split():
            if one in _PROPERTIES and not is_in_side_part(element, apart) and (value := _value_of(element)):
                found.setdefault(_PROPERTIES[one], []).append(value)
    return found


def times(elements: Iterable[etree._Element]) -> list[str]:
    """The `datetime` values of those `time` elements that are not on cards of other articles nor of the last change."""
    known: dict[etree._Element, bool | None] = {}
    apart: dict[etree._Element, bool] = {}
    own = (e for e in elements if e.get("datetime") and not is_in_side_part(e, apart) and not _is_on_card(e, known))
    return [str(e.get("datetime")) for e in own if not _is_of_change(e)]


def _is_of_change(time: etree._Element) -> bool:
    """Whether a date is marked or labelled as that of the last change."""
    around = time.getparent()
    label = around.text if around is not None and time.getprevious() is None else ""
    return "dateModified" in (time.get("itemprop") or "") or is_update(f"{label or ''} {short_text(time)}")


def _is_on_card(time: etree._Element, known: dict[etree._Element, bool | None]) -> bool:
    """Whether a date is on a small card with another article's linked headline; `known` caches elements."""
    for around in islice(time.iterancestors(), _DATE_CARD_DEPTH):
        if around not in known:
            known[around] = _has_linked_headline(around)
        if known[around] is not False:
            return known[around] is True
    return False


def _has_linked_headline(around: etree._Element) -> bool | None:
    """Whether a small element has a linked headline; None for a larger element."""
    if len(" ".join("".join(map(str, around.itertext())).split())) > _DATE_CARD_LETTERS:
        return None
    return any(len("".join(map(str, link.itertext())).split()) >= _LINKED_HEADLINE_WORDS for link in around.iter("a"))


def _value_of(element: etree._Element) -> str:
    """The value of a microdata element: its machine-readable value, a name inside it, or its text."""
    value = element.get("content") or element.get("datetime")
    if not value:
        inside = islice(element.iterdescendants(), _NAME_DEPTH)
        value = short_text(next((e for e in inside if e.get("itemprop") == "name"), element))
    return " ".join(value.split())


def is_in_side_part(element: etree._Element, apart: dict[etree._Element, bool]) -> bool:
    """Whether an element is in a comment, a sidebar or a list of other articles.

    `apart` caches the answer for the content of each ancestor.
    """
    unknown = list(takewhile(lambda around: around not in apart, element.iterancestors()))
    outer = unknown[-1].getparent() if unknown else element.getparent()
    inside = outer is not None and apart[outer]
    for around in reversed(unknown):
        inside = inside or around.tag in SIDE_TAGS or around.tag in _QUOTING_TAGS or _is_side_part(around)
        apart[around] = inside
    return inside or _is_side_part(element)


def _is_side_part(element: etree._Element) -> bool:
    """Whether an element's class or id names a comment, a sidebar or a list of other articles."""
    return element.tag not in _WHOLE_PAGE_TYPES and bool(
        _SIDE_PART.search(f"{element.get('class') or ''} {element.get('id') or ''}".lower())
    )
