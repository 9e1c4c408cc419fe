"""The meta elements and canonical links of a page, read from its bytes because archiving precedes parsing.

Pure functions, linear in the length of the page: this runs in the crawler's own process.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from crawler.network.encodings import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

# Possessive, so that no run of letters or blanks is rescanned. A quotation mark opens a value only behind "=".
_META_ELEMENT, _LINK_ELEMENT = (
    re.compile(rf"""<{name}(?=[\s/])((?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+)""", re.IGNORECASE)
    for name in ("meta", "link")
)
_PLAIN_META, _PLAIN_LINK = (re.compile(rf"<{name}(?=[\s/])([^>]*+)", re.IGNORECASE) for name in ("meta", "link"))
_ATTRIBUTE = re.compile(r"""([^\s/>=]++)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s>]*+))?+""")
_NAMING = ("name", "property", "itemprop", "http-equiv")


def metas_of(page: bytes) -> dict[str, list[str]]:
    """The distinct contents of meta elements by lower-case name or property, stripped, without those in comments.

    >>> metas_of(b"<meta name=Robots content='noai, NOARCHIVE'>")
    {'robots': ['noai, NOARCHIVE']}
    """
    found: dict[str, dict[str, None]] = {}
    for element in _elements(page, _META_ELEMENT, _PLAIN_META):
        fields = _attributes(element)
        content = fields.get("content")
        for key in _NAMING if content is not None else ():
            if name := fields.get(key, "").lower():
                found.setdefault(name, {})[fields["content"]] = None
    return {name: list(contents) for name, contents in found.items()}


def canonicals_of(page: bytes) -> list[str]:
    """The distinct addresses of a page's canonical links, as written.

    >>> canonicals_of(b"<link href='/n/7' rel=canonical><link rel=stylesheet href=x>")
    ['/n/7']
    """
    links = map(_attributes, _elements(page, _LINK_ELEMENT, _PLAIN_LINK))
    named = (link for link in links if "canonical" in link.get("rel", "").lower().split())
    return list(dict.fromkeys(link["href"] for link in named if link.get("href")))


def _elements(page: bytes, element: re.Pattern[str], plain: re.Pattern[str]) -> Iterator[str]:
    """The attributes of each different element, those that an unclosed quotation mark swallowed included."""
    text, seen = _without_comments(text_of(page)), set[str]()
    for found in element.finditer(text):
        if found[1] in seen:
            continue
        seen.add(found[1])
        yield found[1]
        if "<" in found[1]:
            yield from (inner[1] for inner in plain.finditer(found[1]))


def _without_comments(text: str) -> str:
    """The text with a blank for each closed comment; each mark is searched for once over the whole text."""
    parts, at, ends = [], 0, {"-->": 0, "--!>": 0}
    start = text.find("<!--")
    while start >= 0:
        inner = start + 4
        if not text.startswith((">", "->"), inner):  # an empty comment, behind which the page goes on
            for mark, end in ends.items():
                if 0 <= end < inner:
                    ends[mark] = text.find(mark, inner)
            closed = [(end, len(mark)) for mark, end in ends.items() if end >= 0]
            if not closed:
                break
            parts.append(text[at:start])
            at = inner = sum(min(closed))
        start = text.find("<!--", inner)
    return " ".join([*parts, text[at:]])


def _attributes(element: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(element):
        bare = value[1:-1] if value[:1] in ("'", '"') and value[-1:] == value[:1] and len(value) > 1 else value
        found.setdefault(name.lower(), html.unescape(bare).strip())
    return found
