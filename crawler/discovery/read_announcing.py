"""An announcing page read in another process: plain values in, plain values out.

Feeds and sitemaps come from strangers and are read by the megabyte, so the time and the memory that they may take
are those of the cleaning processes (`workers/`).
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

_Json = dict[str, Any]

TASK = "crawler.discovery.read_announcing:read_announcing"
"""The name of `read_announcing` for the processes."""
MAX_ARTICLES = 50_000
"""What the sitemap protocol allows in one file; what follows stays unread."""
MAX_TITLE = 500
"""Characters of a title that are kept; the longest headline seen has 210."""


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
) -> _Json:
    """What a page of one of the kinds of `ledger.lease.ANNOUNCING` announces; never raises.

    - total_pages: the header X-WP-TotalPages, "" for none.
    - since: a day; sitemaps that have not changed since are not among the further ones.
    - area: CSS of the elements that hold the list of a listing, None where nobody knows.
    - is_general: whether no file describes the outlet: its pages are asked then where else it announces.

    Gives `articles` (address, title, time of each), `next_page` and `further` (kind and address of each).
    """
    if kind == "feed":
        return _answer(read_feed(body, url))
    if kind == "sitemap":
        page = read_sitemap(body, url)
        newest = page.newest(date.fromisoformat(since) if since else None)
        return _answer(page.articles, further=[("sitemap", one) for one in newest])
    if kind == "robots":
        return _answer([], further=_named(sitemaps_of_robots(body, url)))
    posts = read_posts(body, url) if kind in ("posts", "search") else []
    if kind == "posts":
        return _answer(posts, next_posts(url, len(posts), total_pages))
    listing = read_listing(body, url, content_type, CssSelector(area) if area else None)
    further = _named(announcers_of_page(body, url, content_type)) if is_general else []
    return _answer([*posts, *listing.links], listing.next_page, further)


def _answer(
    articles: Iterable[Announced], next_page: str | None = None, further: Iterable[tuple[str, str]] = ()
) -> _Json:
    kept = [(one.url, (one.title or "")[:MAX_TITLE] or None, one.published) for one in articles if _is_short(one.url)]
    return {
        "articles": kept[:MAX_ARTICLES],
        "next_page": next_page if next_page and _is_short(next_page) else None,
        "further": [one for one in further if _is_short(one[1])],
    }


def _is_short(url: str) -> bool:
    return len(url) <= MAX_URL


def _named(announcers: Iterable[Announcer]) -> list[tuple[str, str]]:
    return [(one.kind, one.url) for one in announcers]
