"""What a feed, sitemap, listing, search or WordPress collection announces → addresses to fetch. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crawler.discovery import Announced, certainly_before
from crawler.discovery.reading import TASK
from crawler.judgement.worth import breadth, focused
from crawler.ledger.lease import ANNOUNCING, Found, Lease, Tier
from crawler.urls.shape import goes_in_circles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from crawler.judgement.worth import Relevance
    from crawler.outlets import Outlet


@dataclass(frozen=True, slots=True)
class Announcement:
    """What an announcing page holds: articles, the page that goes on with it, and further announcing pages."""

    articles: tuple[Announced, ...] = ()
    next_page: str | None = None
    further: tuple[tuple[str, str], ...] = field(default=())
    """Kind and address of each."""


def facts_for_reading(
    lease: Lease, url: str, outlet: Outlet, content_type: str, total_pages: str, since: date | None
) -> dict[str, Any]:
    """What `discovery.reading.read_announcing` has to know beside the page, and its name as a task."""
    return {
        "task": TASK,
        "kind": lease.kind,
        "url": url,
        "content_type": content_type,
        "total_pages": total_pages,
        "since": since.isoformat() if since else None,
        # What nobody describes says itself where else it announces.
        "is_general": outlet.canonical_host is None,
        "area": outlet.listing_area.css if outlet.listing_area and lease.kind == "listing" else None,
    }


def read_announcement(answer: dict[str, Any], lease: Lease, url: str, outlet: Outlet) -> Announcement:
    """The announcement that `read_announcing` has read at an address; the outlet knows where some lists go on."""
    following = outlet.listing_after(url) if lease.kind in ("feed", "listing", "search") else None
    return Announcement(
        tuple(Announced(*one) for one in answer["articles"]),
        answer["next_page"] or following,
        tuple((kind, found) for kind, found in answer["further"]),
    )


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
