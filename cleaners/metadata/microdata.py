"""What elements of a page carry for machines: microdata, RDFa and the `time` elements of the page's own parts."""

from __future__ import annotations

import re
from itertools import islice, takewhile

from lxml import etree
from parsel import Selector

from cleaners.metadata.element_names import SIDE_TAGS, short_text

_SIDE_PART = re.compile(r"\b(?:comments?|respond|comment-\w+|related|sidebar|widget)\b")
_PROPERTIES = {
    "headline": "headline",
    "datepublished": "published",
    "datecreated": "published",
    "date": "published",
    "issued": "published",
    "datemodified": "modified",
    "author": "author",
    "creator": "author",
    "articlesection": "section",
}
_NAME_DEPTH = 100
"""Elements of an author's among which the one with the name stands."""
_DATE_CARD_DEPTH = 3
_DATE_CARD_LETTERS = 450
"""A headline, an excerpt, a date, a section."""
_LINKED_HEADLINE_WORDS = 5
"""Names have up to four words, headlines more."""


def microdata(page: Selector) -> dict[str, list[str]]:
    """The values of `itemprop` and RDFa properties that name dates, authors and the like; not those of other parts."""
    found: dict[str, list[str]] = {}
    apart: dict[etree._Element, bool] = {}
    for element in (selected.root for selected in page.xpath("//body//*[@itemprop or @property]")):
        name = element.get("itemprop") or (element.get("property") or "").rpartition(":")[2]
        for one in name.lower().split():
            if one in _PROPERTIES and not _is_in_side_part(element, apart) and (value := _value_of(element)):
                found.setdefault(_PROPERTIES[one], []).append(value)
    return found


def times(page: Selector) -> list[str]:
    """What the `time` elements of the page's own parts carry for machines."""
    known: dict[etree._Element, bool | None] = {}
    apart: dict[etree._Element, bool] = {}
    found = (selected.root for selected in page.xpath("descendant::time[@datetime != '']"))
    return [str(e.get("datetime")) for e in found if not _is_in_side_part(e, apart) and not _is_in_card(e, known)]


def _is_in_card(time: etree._Element, known: dict[etree._Element, bool | None]) -> bool:
    """Whether a small element around a date holds another article's linked headline; `known` remembers elements."""
    for around in islice(time.iterancestors(), _DATE_CARD_DEPTH):
        if around not in known:
            known[around] = _has_linked_headline(around)
        if known[around] is not False:
            return known[around] is True
    return False


def _has_linked_headline(around: etree._Element) -> bool | None:
    """Whether a small element holds a linked headline; None for a larger element."""
    if len(" ".join("".join(map(str, around.itertext())).split())) > _DATE_CARD_LETTERS:
        return None
    return any(len("".join(map(str, link.itertext())).split()) >= _LINKED_HEADLINE_WORDS for link in around.iter("a"))


def _value_of(element: etree._Element) -> str:
    """What a microdata element says: its machine value, the name inside it, or its text."""
    value = element.get("content") or element.get("datetime")
    if not value:
        inside = islice(element.iterdescendants(), _NAME_DEPTH)
        value = short_text(next((e for e in inside if e.get("itemprop") == "name"), element))
    return " ".join(value.split())


def _is_in_side_part(element: etree._Element, apart: dict[etree._Element, bool]) -> bool:
    """Whether an element belongs to a comment, a sidebar or a list of other articles.

    `apart` remembers of the elements around it whether what they hold does.
    """
    unknown = list(takewhile(lambda around: around not in apart, element.iterancestors()))
    outer = unknown[-1].getparent() if unknown else element.getparent()
    inside = outer is not None and apart[outer]
    for around in reversed(unknown):
        inside = inside or around.tag in SIDE_TAGS or _is_side_part(around)
        apart[around] = inside
    return inside or _is_side_part(element)


def _is_side_part(element: etree._Element) -> bool:
    """Whether an element's own names are those of a comment or of a list of other articles."""
    return bool(_SIDE_PART.search(f"{element.get('class') or ''} {element.get('id') or ''}".lower()))
