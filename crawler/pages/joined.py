"""Join the readings of an article's pages into one. Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaners.text.normalize import comparison_key
from crawler.pages.outlinks import links_to_follow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from crawler.storage.committed import Json

MAX_PAGES = 20
"""Pages of one article that are fetched after its first; the longest seen has twelve."""
_REPEATED_LINE_LETTERS = 40
"""Decks and leads that every page repeats are longer; verses and subheads may recur."""
_MAY_BEGIN = (None, "too_short")
"""Reasons with which the first page of an article may be read: it may be short."""


def is_first_page(reading: Json) -> bool:
    """Whether a reading is the beginning of an article that goes on at further pages."""
    if reading.get("later_page"):
        return False
    return bool(reading.get("pages")) and reading["article"]["reason"] in _MAY_BEGIN


def next_page(reading: Json, read: Collection[str]) -> str | None:
    """The address of the next page that is not among those `read`; None without one or after too many."""
    return next((url for url in reading["pages"] if url not in read), None) if len(read) < MAX_PAGES else None


def joined(first: Json, further: Json) -> Json | None:
    """The reading of an article with a further page; None if that is no part of it: refused, or with another headline.

    Lines that the first pages have already are left out; a page without any other adds nothing. The article is
    `partial` until no further page is left.
    """
    article, more = first["article"], further["article"]
    if more["reason"] not in _MAY_BEGIN or not _has_same_headline(article["title"], more["title"]):
        return None
    lines, added = article["text"].split("\n\n"), more["text"].split("\n\n")
    known = {comparison_key(line) for line in lines if len(line) >= _REPEATED_LINE_LETTERS}
    new = [n for n, line in enumerate(added) if comparison_key(line) not in known]
    whole = {name: value for name, value in article.items() if name != "content_hash"} | {
        "text": "\n\n".join([*lines, *(added[n] for n in new)]),
        "structure": _structure(article.get("structure", ()), more.get("structure", ()), new),
        "changes": _changes(article["changes"], more["changes"]),
        "related": _union(article["related"], more["related"]),
        "embedded": _union(article["embedded"], more["embedded"]),
        "reason": None if more["reason"] is None else article["reason"],
    }
    pages = list(dict.fromkeys([*first["pages"], *further.get("pages", ())]))
    links = links_to_follow(_union(first["links"], further["links"]))
    return first | {"article": whole, "links": links, "pages": pages, "measures": None}  # which its first page had


def finished(reading: Json, read: Sequence[str]) -> Json:
    """The reading of an article whose pages at the addresses `read` were joined to its first one."""
    is_whole = next_page(reading, read) is None and len(read) < MAX_PAGES
    return reading | {"article": reading["article"] | {"partial": not is_whole}, "pages": list(read)}


def _has_same_headline(a: str | None, b: str | None) -> bool:
    """Whether two pages have one headline, but for a page number; a page may show none."""
    keys = sorted((comparison_key(a or ""), comparison_key(b or "")), key=len)
    return not keys[0] or keys[1].startswith(keys[0])


def _changes(first: Sequence[Json], more: Sequence[Json]) -> list[Json]:
    """The traces of two pages, the blocks of the second counted on."""
    start = 1 + max((change["index"] for change in first), default=-1)
    return [*first, *(change | {"index": change["index"] + start} for change in more)]


def _structure(first: Sequence[Json], more: Sequence[Json], new: Sequence[int]) -> list[Json]:
    """The structure of two texts, of the second that of its `new` lines, whose lists, tables … are counted on."""
    if not more:
        return [*first]
    last = {name: max((block[name] for block in first), default=0) for name in ("group", "item")}
    added = (more[n] for n in new)
    return [*first, *(one | {name: one[name] and one[name] + n for name, n in last.items()} for one in added)]


def _union(first: Sequence[Json], more: Sequence[Json]) -> list[Json]:
    """Two lists, without entries of the second that the first has."""
    return [*first, *(one for one in more if one not in first)]
