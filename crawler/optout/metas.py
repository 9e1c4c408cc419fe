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
_OPENER = re.compile(r"<(?:!--(?!-?>)|(script|style|title|textarea)(?=[\s/>]))", re.IGNORECASE)
"""The beginning of a comment that is not empty, or of an element in which there are no comments."""
_CLOSING_SIGNS = {"!--": re.compile("--!?>")} | {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style", "title", "textarea")
}
_WHOLE_VALUE, _VALUE_OR_END = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')"""), re.compile(r"""=\s*["']|>""")
_TAG_LETTERS = 2000
"""Letters of a tag before a quotation mark, more than any but hostile ones have."""
METAS = "metas"
"""Key of a request's meta for what `metas_of` finds in its answer, which is read once."""
_NAMING_METAS = ("name", "property", "itemprop", "http-equiv")


def metas_of(page: bytes) -> dict[str, list[str]]:
    """The distinct contents of meta elements by lower-case name or property, stripped, without those in comments.

    >>> metas_of(b"<meta name=Robots content='noai, NOARCHIVE'>")
    {'robots': ['noai, NOARCHIVE']}
    """
    found: dict[str, dict[str, None]] = {}
    for element in _elements(page, _META_ELEMENT, _PLAIN_META):
        fields = _attributes(element)
        content = fields.get("content")
        for key in _NAMING_METAS if content is not None else ():
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
    text, seen = _without_comments(text_of(page).replace("\0", "")), set[str]()
    for found in element.finditer(text):
        if found[1] in seen:
            continue
        seen.add(found[1])
        yield found[1]
        if "<" in found[1]:
            yield from (inner[1] for inner in plain.finditer(found[1]))


def _without_comments(text: str) -> str:
    """The text with a blank for each closed comment; what looks like one in scripts, titles and values is none."""
    closers, parts, start, at = dict[str, _Finder](), list[str](), 0, 0
    while opener := _OPENER.search(text, at):
        inner = opener.end()
        name = (opener[1] or "!--").lower()
        closer = closers.get(name) or closers.setdefault(name, _Finder(text, _CLOSING_SIGNS[name]))
        end = closer.behind(inner)
        at = inner
        if opener[1]:  # without its end, nothing is inside
            at = inner if end is None else end
        elif end is not None and not _is_in_value(text, start, opener.start()):
            parts.append(text[start : opener.start()])
            start = at = end
    return " ".join([*parts, text[start:]])


class _Finder:
    """Finds the end of the next match of a pattern, searching the text once only."""

    def __init__(self, text: str, pattern: re.Pattern[str]) -> None:
        self._matches = pattern.finditer(text)
        self._next = next(self._matches, None)

    def behind(self, at: int) -> int | None:
        """The end of the first match that begins at `at`, which never falls, or later; None without any."""
        while self._next is not None and self._next.start() < at:
            self._next = next(self._matches, None)
        return self._next.end() if self._next is not None else None


def _is_in_value(text: str, start: int, at: int) -> bool:
    """Whether a place is behind an opened quotation mark of the tag before it, which begins at `start` or later."""
    tag = text.rfind("<", max(start, at - _TAG_LETTERS), at)
    if tag < 0 or not text[tag + 1].isalpha():
        return False
    opened = _VALUE_OR_END.search(_WHOLE_VALUE.sub("=", text[tag:at]))
    return opened is not None and opened[0] != ">"


def _attributes(element: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(element):
        bare = value[1:-1] if value[:1] in ("'", '"') and value[-1:] == value[:1] and len(value) > 1 else value
        found.setdefault(name.lower(), html.unescape(bare).strip())
    return found
