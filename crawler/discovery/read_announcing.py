"""Read an announcing page in a worker process: plain values in, plain values out.

Feeds and sitemaps are untrusted input of many megabytes, so they are read under the time and memory limits of the
cleaning processes (`workers/`).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from cleaners.data_files import CssSelector
from crawler.discovery.announced import MAX_URL
from crawler.discovery.feeds import read_feed
from crawler.discovery.general import announcers_of_page, sitemaps_of_robots
from crawler.discovery.listings import read_listing
from crawler.discovery.sitemaps import read_sitemap
from crawler.discovery.wordpress import next_posts, read_posts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.discovery.announced import Announced
    from crawler.discovery.general import Announcer

TASK = "crawler.discovery.read_announcing:read_announcing"
"""The import path of `read_announcing` for the worker processes."""
MAX_ARTICLES = 50_000
"""The sitemap protocol's limit for one file; further entries are ignored."""
MAX_TITLE = 500
"""Characters of a title to keep; the longest headline seen has 210."""


def read_announcing(
    body: bytes,
    *,
    kind: str,
    url: str,
    content_type: str,
    total_pages: str,
    since: str | None,
    is_general: bool,
    area: str | None = None,
) -> dict[str, Any]:
    """What an announcing page (of a kind in `ledger.lease.ANNOUNCING`) contains; never raises.

    - total_pages: the header X-WP-TotalPages, "" if missing.
    - since: a date; sitemaps unchanged since then are left out.
    - area: CSS selector of the elements that hold a listing's list, None if unknown.
    - is_general: whether the outlet has no outlet file; then its pages are searched for further feeds and sitemaps.

    Returns `articles` (address, title, time of each), `next_page` and `further` (kind and address of each).
    """
    if kind == "feed":
        return _announcement(read_feed(body, url))
    if kind == "sitemap":
        page = read_sitemap(body, url)
        newest = page.newest(date.fromisoformat(since) if since else None)
        return _announcement(page.articles, further=[("sitemap", one) for one in newest])
    if kind == "robots":
        return _announcement([], further=_kinds_and_addresses(sitemaps_of_robots(body, url)))
    posts = read_posts(body, url) if kind in ("posts", "search") else []
    if kind == "posts":
        return _announcement(posts, next_posts(url, len(posts), total_pages))
    listing = read_listing(body, url, content_type, CssSelector(area) if area else None)
    further = _kinds_and_addresses(announcers_of_page(body, url, content_type)) if is_general else []
    return _announcement([*posts, *listing.links], listing.next_page, further)


def _announcement(
    articles: Iterable[Announced], next_page: str | None = None, further: Iterable[tuple[str, str]] = ()
) -> dict[str, Any]:
    kept = [
        (one.url, (one.title or "")[:MAX_TITLE] or None, one.published) for one in articles if _has_kept_length(one.url)
    ]
    return {
        "articles": kept[:MAX_ARTICLES],
        "next_page": next_page if next_page and _has_kept_length(next_page) else None,
        "further": [one for one in further if _has_kept_length(one[1])],
    }


def _has_kept_length(url: str) -> bool:
    return len(url) <= MAX_URL


def _kinds_and_addresses(announcers: Iterable[Announcer]) -> list[tuple[str, str]]:
    return [(one.kind, one.url) for one in announcers]
