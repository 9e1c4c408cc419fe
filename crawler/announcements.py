"""What a feed, sitemap or listing announces → addresses to fetch. Pure functions, but for what the log is told."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import unquote

from crawler.discovery import match_headline, read_feed, read_sitemap
from crawler.judgement.worth import breadth, focused
from crawler.ledger.lease import ANNOUNCING, Found, Lease, Tier
from crawler.starts import start_of
from crawler.urls.shape import goes_in_circles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.discovery import Announced
    from crawler.judgement.worth import Relevance
    from crawler.outlets import Outlet
    from crawler.seeds import Seed

logger = logging.getLogger(__name__)

_SITEMAPS = 50
"""Sitemaps of one index that are read: an old outlet has hundreds, and the seeds are not older than that."""


def announced_by(kind: str, body: bytes, url: str) -> tuple[list[Announced], list[str]]:
    """What a feed or a sitemap announces, and the further sitemaps that it lists."""
    if kind == "feed":
        return read_feed(body, url), []
    page = read_sitemap(body, url)
    return page.articles, page.sitemaps


def sitemaps_of(urls: Iterable[str], lease: Lease, outlet: Outlet) -> tuple[Found, ...]:
    """The sitemaps that a sitemap index lists, as far as they are the outlet's."""
    own = [url for url in urls if outlet.owns(url)][:_SITEMAPS]
    last = ANNOUNCING.index("sitemap")
    return tuple(
        Found(
            url,
            outlet.canonicalize(url),
            outlet.domain,
            "sitemap",
            depth=lease.depth,
            tier=Tier.START,
            priority=last,
        )
        for url in own
    )


def matched(announced: Iterable[Announced], seeds: Iterable[Seed], outlet: Outlet) -> tuple[Found, ...]:
    """Start addresses: the announced articles whose headlines are a seed's own or one of its leads."""
    own = [one for one in announced if outlet.owns(one.url)]
    found: list[Found] = []
    for seed in seeds:
        for match in match_headline(seed.leads, own):
            url = match.announced.url
            logger.info(
                "seed %s: %s found by its %s (%.2f): %s",
                seed.id,
                unquote(url),
                match.witness,
                match.score,
                match.lead,
            )
            found.append(start_of(url, outlet, seed.id, seed.leads.index(match.lead)))
    return tuple(found)


def announced_articles(
    announced: Iterable[Announced],
    lease: Lease,
    outlet: Outlet,
    *,
    since: str | None = None,
    relevance: Relevance | None = None,
) -> tuple[Found, ...]:
    """The outlet's articles among what it announces, each once, one link deeper than the announcing page.

    Nothing that was published on a day before `since` (an ISO day or moment); what a sitemap does not date does
    not count then either, for it lists an outlet's whole past.
    """
    found: dict[str, Found] = {}
    for one in announced:
        canonical, is_article = outlet.canonicalize(one.url), outlet.is_article(one.url)
        if not canonical or is_article is False or goes_in_circles(canonical) or is_older(one, lease.kind, since):
            continue
        depth = lease.depth + 1
        priority = focused(depth, 0, relevance(one.title or "")) if relevance else breadth(depth, 0)
        place = (lease.seed, depth, Tier.ARTICLE, priority)
        found.setdefault(
            canonical, Found(one.url, canonical, outlet.domain, "article" if is_article else "page", *place)
        )
    return tuple(found.values())


def is_older(one: Announced, kind: str, since: str | None) -> bool:
    """Whether an announced article was published before a day, as far as its announcement tells."""
    if since is None:
        return False
    if one.published is None:
        return kind == "sitemap"
    return one.published[:10] < since[:10]
