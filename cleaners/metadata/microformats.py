"""Microformats: classes with a fixed meaning, in which old blogs say who wrote an article and when (hAtom, h-entry)."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

from cleaners.metadata.element_names import short_text
from cleaners.metadata.microdata import is_in_side_part

_PUBLISHED = frozenset({"published", "dt-published"})
_ENTRY = frozenset({"hentry", "h-entry"})
_HCARD_LETTERS = 200
"""Letters of a card: headline, author, date and the beginning of the text."""
_DATE_HEADER = "date-header"
"""Blogger's heading above the posts of a day."""
_HCARD_NAME = frozenset({"fn", "p-name"})
_PROPERTIES_READ = _PUBLISHED | _HCARD_NAME
_AUTHOR = frozenset({"author", "p-author", "post-author", "byline"})
_MACHINE_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_AUTHOR_DEPTH = 3
"""Elements between an author's element and the name in it: a link, a span."""


def microformats(root: etree._Element) -> dict[str, list[str]]:
    """Machine-readable days of publication and the authors' names, keyed `published` and `author`, as published.

    Comments, sidebars and lists of other articles are left out; source: microformats.org, hAtom 0.1 and h-entry.
    """
    found: dict[str, list[str]] = {}
    apart: dict[etree._Element, bool] = {}
    for element in root.iter("abbr", "time", "span", "a", "div", "cite", "p"):
        names = element.get("class")
        if not names or _PROPERTIES_READ.isdisjoint(names.split()):
            continue
        kind, value = _property_value(element, set(names.split()))
        if value and not is_in_side_part(element, apart) and not _is_on_other_card(element):
            found.setdefault(kind, []).append(value)
    if "published" not in found:
        headers = (short_text(h) for h in root.iter("h2", "h3") if _DATE_HEADER in (h.get("class") or "").split())
        found["published"] = [header for header in headers if header]
    return found


def _is_on_other_card(element: etree._Element) -> bool:
    """Whether the entry around an element is as short as a card of another article."""
    around = next((e for e in element.iterancestors() if _ENTRY & set((e.get("class") or "").split())), None)
    return around is not None and len(short_text(around)) <= _HCARD_LETTERS


def _property_value(element: etree._Element, classes: set[str]) -> tuple[str, str]:
    """The kind of an element and what it says; "" for a name that is not in an author's element."""
    if classes & _PUBLISHED:
        value = element.get("datetime") or element.get("title") or ""
        return "published", value if _MACHINE_DAY.match(value) else ""
    around = (element, *islice(element.iterancestors(), _AUTHOR_DEPTH))
    is_author = any(_AUTHOR & set((e.get("class") or "").split()) for e in around)
    return "author", short_text(element) if is_author else ""
