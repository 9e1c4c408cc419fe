"""Where a crawl begins: seeds → start addresses, or the pages on which an outlet announces its articles."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import unquote

from crawler.discovery import match_headline, read_feed, read_sitemap
from crawler.ledger.lease import ANNOUNCING, Found, Lease, Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.discovery import Announced
    from crawler.outlets import Outlet
    from crawler.seeds import Seed

logger = logging.getLogger(__name__)

_SITEMAPS = 50
"""Sitemaps of one index that are read: an old outlet has hundreds, and the seeds are not older than that."""


def start_of(url: str, outlet: Outlet, seed: str | None = None, priority: int = 0) -> Found:
    """A start address."""
    return Found(url, outlet.canonicalize(url), outlet.domain, "start", seed, tier=Tier.START, priority=priority)


def starts_of_seeds(seeds: Iterable[Seed], outlets: dict[str, Outlet]) -> tuple[Found, ...]:
    """The seeds' addresses; for a seed without one, the pages that announce its outlet's articles."""
    found: list[Found] = []
    for seed in seeds:
        outlet = outlets.get(seed.outlet or "")
        if outlet is None:
            logger.warning("seed %s: nobody knows its outlet (%s); start it with -a start=URL", seed.id, seed.why)
        elif seed.addresses:
            found += [start_of(url, outlet, seed.id) for url in seed.addresses]
        else:
            found += _announcing(outlet)
            logger.info("seed %s: no address known, looking for its headlines on %s", seed.id, outlet.domain)
    return tuple({one.canonical: one for one in reversed(found)}.values())[::-1]


def _announcing(outlet: Outlet) -> Iterator[Found]:
    pages = {"feed": outlet.feeds, "listing": outlet.listings, "sitemap": outlet.sitemaps}
    for priority, kind in enumerate(ANNOUNCING):
        for url in pages[kind]:
            canonical = outlet.canonicalize(url)
            yield Found(url, canonical, outlet.domain, kind, tier=Tier.START, priority=priority)


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
