"""What a feed, sitemap, listing, search or WordPress collection announces → addresses to fetch. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from crawler.discovery import (
    Announced,
    announcers_of_page,
    certainly_before,
    next_posts,
    read_feed,
    read_listing,
    read_posts,
    read_sitemap,
    sitemaps_of_robots,
)
from crawler.judgement.worth import breadth, focused
from crawler.ledger.lease import ANNOUNCING, Found, Lease, Tier
from crawler.urls.shape import goes_in_circles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.discovery import Announcer
    from crawler.judgement.worth import Relevance
    from crawler.outlets import Outlet


@dataclass(frozen=True, slots=True)
class Announcement:
    """What an announcing page holds: articles, the page that goes on with it, and further announcing pages."""

    articles: tuple[Announced, ...] = ()
    next_page: str | None = None
    further: tuple[tuple[str, str], ...] = field(default=())
    """Kind and address of each."""


def read_announcement(
    lease: Lease,
    body: bytes,
    url: str,
    outlet: Outlet,
    *,
    content_type: str = "",
    total_pages: str = "",
    since: date | None = None,
) -> Announcement:
    """What a page of one of the kinds of `ANNOUNCING` announces; never raises.

    - total_pages: the header X-WP-TotalPages, "" for none.
    - since: sitemaps that have not changed since that day are not among the further ones.
    """
    if lease.kind == "feed":
        return Announcement(tuple(read_feed(body, url)), outlet.listing_after(url))
    if lease.kind == "sitemap":
        page = read_sitemap(body, url)
        return Announcement(tuple(page.articles), further=_further("sitemap", page.newest(since)))
    if lease.kind == "robots":
        return Announcement(further=_named(sitemaps_of_robots(body, url)))
    posts = read_posts(body, url) if lease.kind in ("posts", "search") else []
    if lease.kind == "posts":
        return Announcement(tuple(posts), next_posts(url, len(posts), total_pages))
    listing = read_listing(body, url, content_type)
    # What nobody describes says itself where else it announces.
    further = _named(announcers_of_page(body, url, content_type)) if outlet.canonical_host is None else ()
    return Announcement((*posts, *listing.links), listing.next_page or outlet.listing_after(url), further)


def _further(kind: str, urls: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((kind, url) for url in urls)


def _named(announcers: Iterable[Announcer]) -> tuple[tuple[str, str], ...]:
    return tuple((one.kind, one.url) for one in announcers)


def announcing_pages(pages: Iterable[tuple[str, str]], lease: Lease, outlet: Outlet) -> Iterator[Found]:
    """Further announcing pages, as far as they are the outlet's; each lies one step behind the page that names it."""
    for kind, url in pages:
        if kind in ANNOUNCING and outlet.owns(url):
            place = (lease.depth + 1, Tier.START, ANNOUNCING.index(kind))
            yield Found(url, outlet.canonicalize(url), outlet.domain, kind, None, *place)


def announced_articles(
    announced: Iterable[Announced],
    lease: Lease,
    outlet: Outlet,
    *,
    since: date | None = None,
    relevance: Relevance | None = None,
) -> tuple[Found, ...]:
    """The outlet's articles among what it announces, each once, one link from where the crawl began.

    Nothing that was certainly published before `since`. What a sitemap does not date does not count then either:
    it lists an outlet's whole past.
    """
    found: dict[str, Found] = {}
    for one in announced:
        canonical, is_article = outlet.canonicalize(one.url), outlet.is_article(one.url)
        if not canonical or is_article is False or goes_in_circles(canonical):
            continue
        if since is not None and (certainly_before(one.published, since) or is_undated(one, lease)):
            continue
        priority = focused(1, 0, relevance(one.title or "")) if relevance else breadth(1, 0)
        kind = "article" if is_article else "page"
        place = (lease.seed, 1, Tier.ARTICLE, priority)
        found.setdefault(canonical, Found(one.url, canonical, outlet.domain, kind, *place))
    return tuple(found.values())


def is_undated(one: Announced, lease: Lease) -> bool:
    """Whether a sitemap lists an address without any date."""
    return lease.kind == "sitemap" and one.published is None
