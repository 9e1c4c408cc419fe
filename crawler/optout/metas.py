"""The meta elements and canonical links of a page, read off its bytes, for archiving comes before any parse.

Pure functions.
"""

from __future__ import annotations

import html
import re
from itertools import islice

_META = re.compile(rb"<meta\b([^>]{0,2000})", re.IGNORECASE)
_LINK = re.compile(rb"<link\b([^>]{0,2000})", re.IGNORECASE)
# Possessive, so that no run of letters or blanks is read again and again: this runs in the crawler's own process.
_ATTRIBUTE = re.compile(r"""(?<![a-z-])([a-z-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'/>]++))""", re.IGNORECASE)
_ELEMENTS = 500
"""Elements of one name that are read; the real page with the most has 90."""


def metas_of(page: bytes) -> dict[str, list[str]]:
    """The contents of meta elements by lower-case name, blanks trimmed; also of those in comments.

    For pages in an encoding that keeps ASCII as it is; nothing is found in UTF-16.

    >>> metas_of(b"<meta name=Robots content='noai, NOARCHIVE'>")
    {'robots': ['noai, NOARCHIVE']}
    """
    found: dict[str, list[str]] = {}
    for fields in map(_attributes, islice(_META.finditer(page), _ELEMENTS)):
        if fields.get("name") and "content" in fields:
            found.setdefault(fields["name"].lower(), []).append(fields["content"])
    return found


def canonicals_of(page: bytes) -> list[str]:
    """The addresses of the canonical links of a page, as they stand there.

    >>> canonicals_of(b"<link href='/n/7' rel=canonical><link rel=stylesheet href=x>")
    ['/n/7']
    """
    links = map(_attributes, islice(_LINK.finditer(page), _ELEMENTS))
    return [link["href"] for link in links if "canonical" in link.get("rel", "").lower().split() and link.get("href")]


def _attributes(element: re.Match[bytes]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(element[1].decode("utf-8", "replace")):
        found.setdefault(name.lower(), html.unescape(next(filter(None, values), "")).strip())
    return found
