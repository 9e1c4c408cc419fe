"""The meta elements of a page, read off its bytes without a parse, for archiving comes before any. Pure functions."""

from __future__ import annotations

import html
import re

_META = re.compile(rb"<meta\b([^>]{0,2000})", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'/>]+))""", re.IGNORECASE)


def metas_of(page: bytes) -> dict[str, list[str]]:
    """The contents of meta elements by lower-case name, blanks trimmed; also of those in comments.

    For pages in an encoding that keeps ASCII as it is; nothing is found in UTF-16.

    >>> metas_of(b"<meta name=Robots content='noai, NOARCHIVE'>")
    {'robots': ['noai, NOARCHIVE']}
    """
    found: dict[str, list[str]] = {}
    for element in _META.findall(page):
        fields: dict[str, str] = {}
        for name, *values in _ATTRIBUTE.findall(element.decode("latin-1")):
            fields.setdefault(name.lower(), html.unescape(next(filter(None, values), "")).strip())
        if fields.get("name") and "content" in fields:
            found.setdefault(fields["name"].lower(), []).append(fields["content"])
    return found
