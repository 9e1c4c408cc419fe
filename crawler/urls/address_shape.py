"""The shape that an address shares with others from the same template, and paths that repeat their segments."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import unquote

from crawler.urls import registrable_domain, split

_SECTION_WORD = re.compile(r"[a-z_]{1,20}")
_LOOP_REPEATS = 3
"""Occurrences of a segment from which a path is a loop; real paths repeat a word once, in a section's subsection."""


def address_shape(canonical: str) -> str:
    """The address with numbers as 0, slugs as *, and parameters by name only; "" if it is not an http(s) address.

    The last segment of a path names the page; of the others, plain words are sections and stay. The host counts by its
    registrable domain, so that endless subdomains (wildcard DNS) do not make endless shapes.

    >>> address_shape("https://a.example/news/world/2024/some-slug"), address_shape("https://a.example/tag/x?page=2&cat=1")
    ('a.example/news/world/0/*', 'a.example/tag/*?cat&page')
    """
    address = split(canonical)
    if address is None:
        return ""
    *places, name = [part for part in address.path.split("/") if part] or [""]
    path = "/".join([*map(_segment_shape, places), "0" if name.isdecimal() else "*" if name else ""])
    names = sorted({field.partition("=")[0] for field in address.query.split("&") if field})
    return f"{registrable_domain(canonical)}/{path}" + (f"?{'&'.join(names)}" if names else "")


def _segment_shape(part: str) -> str:
    if part.isdecimal():
        return "0"
    return part if _SECTION_WORD.fullmatch(part) else "*"


def repeats_segments(canonical: str) -> bool:
    """Whether a path repeats a segment three times or more, as broken relative links make it.

    >>> repeats_segments("https://a.example/news/a/news/a/news/x"), repeats_segments("https://a.example/12/12/12/")
    (True, False)
    """
    address = split(canonical)
    segments = address.path.split("/") if address else []
    if len(segments) - len(set(segments)) < _LOOP_REPEATS - 1:
        return False
    parts = Counter(filter(None, segments))
    return any(times >= _LOOP_REPEATS and not unquote(part).isdecimal() for part, times in parts.items())
