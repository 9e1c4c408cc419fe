"""The shape of an address: what it has in common with thousands of others that one template made."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import unquote

from crawler.urls import split

_WORD = re.compile(r"[a-z_]{1,20}")
_REPEATS = 3
"""Times that a part of a path may come; real paths repeat a word once, as a section and in its subsection."""


def shape_of(canonical: str) -> str:
    """The address without what tells it from its like: numbers are 0, slugs *, parameters only named.

    The last part of a path is what the page is called, the first ones are where it lies. "" for what is no
    http(s) address.

    >>> shape_of("https://a.example/news/world/2024/some-slug"), shape_of("https://a.example/tag/x?page=2&cat=1")
    ('a.example/news/world/0/*', 'a.example/tag/*?cat&page')
    """
    address = split(canonical)
    if address is None:
        return ""
    *places, name = [part for part in address.path.split("/") if part] or [""]
    path = "/".join([*map(_folded, places), "0" if name.isdecimal() else "*" if name else ""])
    names = sorted({field.partition("=")[0] for field in address.query.split("&") if field})
    return f"{address.host}/{path}" + (f"?{'&'.join(names)}" if names else "")


def _folded(part: str) -> str:
    if part.isdecimal():
        return "0"
    return part if _WORD.fullmatch(part) else "*"


def goes_in_circles(canonical: str) -> bool:
    """Whether a path repeats a part again and again, as relative links on a wrong page make it.

    >>> goes_in_circles("https://a.example/news/a/news/a/news/x"), goes_in_circles("https://a.example/12/12/12/")
    (True, False)
    """
    address = split(canonical)
    parts = Counter(part for part in address.path.split("/") if part) if address else Counter[str]()
    return any(times >= _REPEATS and not unquote(part).isdecimal() for part, times in parts.items())
