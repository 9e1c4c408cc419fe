"""Listings (sections, tags, search results) → announced articles and the listing's next page."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from parsel import Selector

from cleaners.page import Page, parse
from crawler.discovery.announced import Announced, absolute, each_once, iso_time, plain
from crawler.discovery.listing_markers import listing_markers
from crawler.discovery.pagination import find_next, page_after, split_page
from crawler.discovery.xml import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from cleaners.data_files import CssSelector

# Ancestors of a link or a time that may be their card; a higher one would be a column.
_CARD_LEVELS = 6
# Text nodes that make up a link's title; an unclosed link contains the rest of the page.
_TITLE_PIECES = 200
_CARD_HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Nesting levels of a JSON answer; listings are not deeper.
_JSON_DEPTH = 8
# A whole page has one of these within its first bytes; a fragment for a script has none.
_WHOLE_PAGE = re.compile(rb"<!doctype|<html|<head|<body", re.IGNORECASE)
_DOCTYPE_BYTES = 4096
_ADDRESS_NAMES = ("url", "link", "href", "permalink", "canonical")
_TITLE_NAMES = ("title", "headline", "name")
_TIME_NAMES = ("date", "published", "published_at", "publishedat", "datepublished", "publish_date", "date_gmt")


@dataclass(frozen=True)
class ListingPage:
    """The links of one page of a listing, in page order, and the address of its next page."""

    links: list[Announced]
    next_page: str | None = None


def read_listing(
    body: bytes, url: str, content_type: str | None = None, area: CssSelector | None = None
) -> ListingPage:
    """The links of a page outside menus, header, footer and forms, each once, with its longest title.

    An `area` limits them to the elements it selects; on a page without such an element it has no effect. Links to
    other pages of the same listing are excluded; which links are articles is left to the outlet's address shapes.
    `published` is set if the link's card has exactly one time. The JSON answer of a "load more" button is read too:
    addresses with titles, and HTML inside it. Empty for anything else and for bodies over 50 MB; never raises.
    """
    if len(body) > MAX_BYTES:
        return ListingPage([])
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _fragment(list(_from_json(_parsed_json(body), url, 0)), url)
    root = parse(Page(body, url, content_type=content_type))
    if root is None:
        return ListingPage([])
    bases = (absolute(url, link) for link in Selector(root=root).css("base::attr(href)").getall())
    base = next(filter(None, bases), url)
    next_page, here = find_next(root, url, base), split_page(url)[0]
    links = [one for one in _page_links(root, base, area) if one.url != next_page and split_page(one.url)[0] != here]
    if next_page is None and not _WHOLE_PAGE.search(body[:_DOCTYPE_BYTES]):
        return _fragment(links, url)
    return ListingPage(_longest(links), next_page)


def _fragment(links: list[Announced], url: str) -> ListingPage:
    """The answer to a "load more" button: it has no button, so the next page is the next number, if any."""
    return ListingPage(_longest(links), page_after(url) if links else None)


def _page_links(root: _Element, url: str, area: CssSelector | None = None) -> Iterator[Announced]:
    within = _elements_inside(area.elements(root)) if area else set()
    chrome = _links_inside(part for part in root.iter(*listing_markers().chrome) if not _is_card_header(part))
    times = _around((time, time.get("datetime")) for time in root.iter("time"))
    heads = _around((link, absolute(url, link.get("href"))) for link in root.iter("a") if _is_headline_link(link))
    for element in root.iter("a"):
        link = absolute(url, element.get("href"))
        if link is not None and element not in chrome and (not within or element in within):
            yield Announced(link, _title(element), _time(element, link, times, heads))


def _links_inside(parts: Iterable[_Element]) -> set[_Element]:
    """The links in parts of a page, given in page order; nested parts are not read twice."""
    known: set[_Element] = set()
    links: set[_Element] = set()
    for part in parts:
        if known.isdisjoint(part.iterancestors(*listing_markers().chrome)):
            links.update(part.iter("a"))
        known.add(part)
    return links


def _elements_inside(parts: Iterable[_Element]) -> set[_Element]:
    """Parts of a page, given in page order, with all their descendants; nested parts are not read twice."""
    within: set[_Element] = set()
    for part in parts:
        if part not in within:
            within.update(part.iter())
    return within


def _is_card_header(part: _Element) -> bool:
    """Whether a header or footer belongs to an article's card (``<article><header><h2><a>``), not the page."""
    return part.tag in ("header", "footer") and next(part.iterancestors("article", "li"), None) is not None


def _title(element: _Element) -> str | None:
    text = plain(" ".join(map(str, islice(element.itertext(), _TITLE_PIECES))))
    return text or plain(element.get("title")) or next((plain(image.get("alt")) for image in element.iter("img")), None)


def _around(marked: Iterable[tuple[_Element, str | None]]) -> dict[_Element, set[str]]:
    """The marks inside each element that may be a card: each marked element counts for its nearest ancestors."""
    inside: dict[_Element, set[str]] = {}
    for element, mark in marked:
        for above in islice(element.iterancestors(), _CARD_LEVELS) if mark else ():
            inside.setdefault(above, set()).add(mark or "")
    return inside


def _is_headline_link(link: _Element) -> bool:
    """Whether a link is a headline, i.e. inside a heading or around one."""
    inside = any(str(above.tag) in _CARD_HEADING_TAGS for above in islice(link.iterancestors(), 2))
    return inside or next(link.iter(*_CARD_HEADING_TAGS), None) is not None


def _time(element: _Element, link: str, times: dict[_Element, set[str]], heads: dict[_Element, set[str]]) -> str | None:
    """The time in the nearest ancestor of a link that has any; None if it has several, or another headline."""
    if not times:
        return None
    for above in islice(element.iterancestors(), _CARD_LEVELS):
        if found := times.get(above):
            return iso_time(next(iter(found))) if len(found) == 1 and heads.get(above, set()) <= {link} else None
    return None


def _parsed_json(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8-sig", "replace"), strict=False)
    except (ValueError, RecursionError):
        return None


def _from_json(value: Any, url: str, depth: int) -> Iterator[Announced]:
    if depth > _JSON_DEPTH:
        return
    if isinstance(value, dict):
        lower = {name.lower(): each for name, each in value.items() if isinstance(each, str)}
        link = absolute(url, next((lower[name] for name in _ADDRESS_NAMES if name in lower), None))
        title = plain(next((lower[name] for name in _TITLE_NAMES if name in lower), None))
        if link is not None and title is not None:
            yield Announced(link, title, iso_time(next((lower[name] for name in _TIME_NAMES if name in lower), None)))
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(each, dict | list):
            yield from _from_json(each, url, depth + 1)
        elif isinstance(each, str) and re.search(r"<a\s", each):
            root = parse(Page(each, url))
            yield from _page_links(root, url) if root is not None else ()


def _longest(found: list[Announced]) -> list[Announced]:
    """Each address once, in order of first occurrence, with its longest title and its first known time."""
    best: dict[str, Announced] = {}
    for one in found:
        known = best.get(one.url, one)
        title = max((known.title, one.title), key=lambda title: len(title or ""))
        best[one.url] = Announced(one.url, title, known.published or one.published)
    return each_once(list(best.values()))
