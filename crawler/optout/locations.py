"""The patterns of robots.txt and tdmrep.json, which some hosts write as whole addresses. Pure functions."""

from __future__ import annotations

import re

_ORIGIN = re.compile(r"https?://[^/?#*]*", re.IGNORECASE)


def path_of_location(location: str) -> str:
    """A pattern without the scheme and host that it should not have.

    >>> path_of_location("https://a.example/news/*"), path_of_location("http://a.example"), path_of_location("/a//b")
    ('/news/*', '/', '/a//b')
    """
    origin = _ORIGIN.match(location)
    return (location[origin.end() :] or "/") if origin else location
