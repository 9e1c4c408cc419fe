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
from crawler.discovery.listing_marks import marks
from crawler.discovery.pagination import find_next, page_after, split_page
from crawler.discovery.xml import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from cleaners.data_files import CssSelector

# Elements above a link or a time in which their card is looked for; farther up it would be a column.
_CARD_DEPTH = 6
# Texts between two tags that a link's title may be made of; links that nobody closed hold the rest of the page.
_TITLE_PIECES = 200
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Levels of a JSON answer; deeper ones are no listing.
_JSON_DEPTH = 8
# A whole page says so in its beginning; an answer to a script does not.
_WHOLE = re.compile(rb"<!doctype|<html|<head|<body", re.IGNORECASE)
_HEAD = 4096
_ADDRESS_NAMES = ("url", "link", "href", "permalink", "canonical")
_TITLE_NAMES = ("title", "headline", "name")
_TIME_NAMES = ("date", "published", "published_at", "publishedat", "datepublished", "publish_date", "date_gmt")


@dataclass(frozen=True)
class ListingPage:
    """What one page of a listing holds: its links, in the order of the page, and the address of the next page."""

    links: list[Announced]
    next_page: str | None = None


def read_listing(
    body: bytes, url: str, content_type: str | None = None, area: CssSelector | None = None
) -> ListingPage:
    """The links of a page outside menus, header, footer and forms, each once under its longest title.

    With an `area` only those in the elements that it names; on a page without such an element, all of them.
    The listing's own further pages are not among them; which are articles the outlet's shapes decide. `published`
    is given where the link's card has one time of its own. A JSON answer of a "load more" button is read too:
    addresses with titles, and HTML inside it. Empty for anything else, and for bodies over 50 MB; never raises.
    """
    if len(body) > MAX_BYTES:
        return ListingPage([])
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _fragment(list(_of_json(_json(body), url, 0)), url)
    root = parse(Page(body, url, content_type=content_type))
    if root is None:
        return ListingPage([])
    base = next(
        (own for link in Selector(root=root).css("base::attr(href)").getall() if (own := absolute(url, link))), url
    )
    next_page, own = find_next(root, url, base), split_page(url)[0]
    links = [one for one in _links(root, base, area) if one.url != next_page and split_page(one.url)[0] != own]
    if next_page is None and not _WHOLE.search(body[:_HEAD]):
        return _fragment(links, url)
    return ListingPage(_longest(links), next_page)


def _fragment(links: list[Announced], url: str) -> ListingPage:
    """What a "load more" button got: it shows no button of its own, so the next is the next number, if any."""
    return ListingPage(_longest(links), page_after(url) if links else None)


def _links(root: _Element, url: str, area: CssSelector | None = None) -> Iterator[Announced]:
    within = _within(area.elements(root)) if area else set()
    chrome = _inside(part for part in root.iter(*marks().chrome) if not _is_card(part))
    times = _around((time, time.get("datetime")) for time in root.iter("time"))
    heads = _around((link, absolute(url, link.get("href"))) for link in root.iter("a") if _heads(link))
    for element in root.iter("a"):
        link = absolute(url, element.get("href"))
        if link is not None and element not in chrome and (not within or element in within):
            yield Announced(link, _title(element), _time(element, link, times, heads))


def _inside(parts: Iterable[_Element]) -> set[_Element]:
    """The links in some parts of a page, given in page order; a part inside another one is not read again."""
    known: set[_Element] = set()
    links: set[_Element] = set()
    for part in parts:
        if known.isdisjoint(part.iterancestors(*marks().chrome)):
            links.update(part.iter("a"))
        known.add(part)
    return links


def _within(parts: Iterable[_Element]) -> set[_Element]:
    """Some parts of a page, given in page order, and all that is in them; a part inside another is not read again."""
    within: set[_Element] = set()
    for part in parts:
        if part not in within:
            within.update(part.iter())
    return within


def _is_card(part: _Element) -> bool:
    """Whether a header is that of an article's card (``<article><header><h2><a>``), not the page's."""
    return part.tag in ("header", "footer") and next(part.iterancestors("article", "li"), None) is not None


def _title(element: _Element) -> str | None:
    text = plain(" ".join(map(str, islice(element.itertext(), _TITLE_PIECES))))
    return text or plain(element.get("title")) or next((plain(image.get("alt")) for image in element.iter("img")), None)


def _around(marked: Iterable[tuple[_Element, str | None]]) -> dict[_Element, set[str]]:
    """What lies inside each element, for the elements that may be a card around a marked one."""
    inside: dict[_Element, set[str]] = {}
    for element, mark in marked:
        for above in islice(element.iterancestors(), _CARD_DEPTH) if mark else ():
            inside.setdefault(above, set()).add(mark or "")
    return inside


def _heads(link: _Element) -> bool:
    """Whether a link is a headline's: inside a heading or around one."""
    inside = any(str(above.tag) in _HEADINGS for above in islice(link.iterancestors(), 2))
    return inside or next(link.iter(*_HEADINGS), None) is not None


def _time(element: _Element, link: str, times: dict[_Element, set[str]], heads: dict[_Element, set[str]]) -> str | None:
    """The time in the smallest element around a link that has one, if there is just one, and no other headline."""
    if not times:
        return None
    for above in islice(element.iterancestors(), _CARD_DEPTH):
        if found := times.get(above):
            return iso_time(next(iter(found))) if len(found) == 1 and heads.get(above, set()) <= {link} else None
    return None


def _json(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8-sig", "replace"), strict=False)
    except (ValueError, RecursionError):
        return None


def _of_json(value: Any, url: str, depth: int) -> Iterator[Announced]:
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
            yield from _of_json(each, url, depth + 1)
        elif isinstance(each, str) and re.search(r"<a\s", each):
            root = parse(Page(each, url))
            yield from _links(root, url) if root is not None else ()


def _longest(found: list[Announced]) -> list[Announced]:
    """Each address once, in the order of the first: with the longest title that it has, and a time if any has."""
    best: dict[str, Announced] = {}
    for one in found:
        known = best.get(one.url, one)
        title = max((known.title, one.title), key=lambda title: len(title or ""))
        best[one.url] = Announced(one.url, title, known.published or one.published)
    return each_once(list(best.values()))
