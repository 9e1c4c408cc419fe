"""The meta elements and canonical links of a page, read from its bytes because archiving precedes parsing.

Pure functions.
"""

from __future__ import annotations

import html
import re
from itertools import islice

_META_ELEMENT = re.compile(rb"<meta\b([^>]{0,2000})", re.IGNORECASE)
_LINK_ELEMENT = re.compile(rb"<link\b([^>]{0,2000})", re.IGNORECASE)
# Possessive, so that no run of letters or blanks is rescanned: this runs in the crawler's own process.
_ATTRIBUTE = re.compile(r"""(?<![a-z-])([a-z-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'/>]++))""", re.IGNORECASE)
_MAX_ELEMENTS = 500
"""Elements read per name; the real page with the most has 90."""


def metas_of(page: bytes) -> dict[str, list[str]]:
    """The contents of meta elements by lower-case name, stripped; elements in comments are included.

    Works for encodings that extend ASCII; finds nothing in UTF-16.

    >>> metas_of(b"<meta name=Robots content='noai, NOARCHIVE'>")
    {'robots': ['noai, NOARCHIVE']}
    """
    found: dict[str, list[str]] = {}
    for fields in map(_attributes, islice(_META_ELEMENT.finditer(page), _MAX_ELEMENTS)):
        if fields.get("name") and "content" in fields:
            found.setdefault(fields["name"].lower(), []).append(fields["content"])
    return found


def canonicals_of(page: bytes) -> list[str]:
    """The addresses of a page's canonical links, as written.

    >>> canonicals_of(b"<link href='/n/7' rel=canonical><link rel=stylesheet href=x>")
    ['/n/7']
    """
    links = map(_attributes, islice(_LINK_ELEMENT.finditer(page), _MAX_ELEMENTS))
    return [link["href"] for link in links if "canonical" in link.get("rel", "").lower().split() and link.get("href")]


def _attributes(element: re.Match[bytes]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(element[1].decode("utf-8", "replace")):
        found.setdefault(name.lower(), html.unescape(next(filter(None, values), "")).strip())
    return found
