"""Names of HTML elements (tag, classes, id, microdata), their short texts and machine-readable dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from lxml import etree

_NAMING_LETTERS = 1000
"""The most text read from an element that names something: headlines have up to 350, a dozen authors 500."""
_TEXT_BEGINNING = etree.XPath(f"substring(string(), 1, {_NAMING_LETTERS})", smart_strings=False, regexp=False)
SIDE_TAGS = ("nav", "aside", "footer")
"""Parts of a page that are not about its article."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BETWEEN_WORDS = re.compile(r"[-_]+")
NAMES = ("class", "id", "itemprop", "property", "rel")


def short_text(element: etree._Element) -> str:
    """The text of a naming element, white space folded; longer text is cut off.

    With thousands of nested elements, Python must not read each to its end.
    """
    inner = element[0] if len(element) == 1 and not len(element[0]) else None
    if inner is not None:
        text = f"{element.text or ''}{inner.text or ''}{inner.tail or ''}"[:_NAMING_LETTERS]
    else:
        text = str(_TEXT_BEGINNING(element)) if len(element) else (element.text or "")[:_NAMING_LETTERS]
    return " ".join(text.split())


def machine_date_of(element: etree._Element) -> str:
    """The machine-readable date of an element or its descendants; "" if several differ."""
    values: set[str] = set()
    for inner in element.iter():
        if inner.tag == "time":
            values.add(inner.get("datetime") or "")
        if (name := inner.get("property") or inner.get("itemprop")) and "date" in name.lower():
            values.add(inner.get("content") or "")
    values.discard("")
    return values.pop() if len(values) == 1 else ""


def surrounding_names(element: etree._Element) -> str:
    """The names of an element, of its first four descendants and of its two nearest ancestors."""
    inside = [e for e in element.iterdescendants() if isinstance(e.tag, str)][:4]
    return " ".join([*map(element_names, inside), outer_names(element)])


def outer_names(element: etree._Element) -> str:
    """The names of an element and of its two nearest ancestors."""
    return " ".join(element_names(e) for e in (element, *islice(element.iterancestors(), 2)))


def element_names(element: etree._Element, keys: Sequence[str] = NAMES) -> str:
    """Tag, class, id and microdata names of one element, lower-case."""
    names = (str(element.tag), *(element.get(key) or "" for key in keys))
    return " ".join(name for name in names if name).lower()


def class_and_id(element: etree._Element) -> str:
    """The classes and id of an element, lower-case, underscores as spaces."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower().replace("_", " ")


def naming_words(element: etree._Element) -> str:
    """The words that an element's classes and id consist of, lower-case; "" without any.

    `itemCategory`, `item-category` and `item_category` are the same two words.
    """
    names = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
    return _BETWEEN_WORDS.sub(" ", _CAMEL.sub(" ", names)).lower() if names else ""
