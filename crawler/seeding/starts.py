"""Where a crawl begins: seeds → start addresses, or the pages on which an outlet announces its articles."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from crawler.discovery import posts_page, search_queries, usual_announcers
from crawler.ledger.lease import ANNOUNCING, Found, Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from crawler.outlets import Outlet
    from crawler.seeding.seeds import Seed

logger = logging.getLogger(__name__)

_SEARCHED_LEADS = 3
"""Headlines of a seed that an outlet is asked for: its own, and the first it points to."""


def start_of(url: str, outlet: Outlet, seed: str | None = None, priority: int = 0) -> Found:
    """A start address."""
    return Found(url, outlet.canonicalize(url), outlet.domain, "start", seed, tier=Tier.START, priority=priority)


def starts_of_seeds(seeds: Iterable[Seed], outlets: dict[str, Outlet]) -> tuple[Found, ...]:
    """The seeds' addresses; for a seed without one, the pages that announce its outlet's articles, and its search."""
    found: list[Found] = []
    for seed in seeds:
        outlet = outlets.get(seed.outlet or "")
        if outlet is None:
            logger.warning("seed %s: nobody knows its outlet (%s); start it with -a start=URL", seed.id, seed.why)
        elif not outlet.may_crawl:
            logger.warning("seed %s: %s is not crawled: %s", seed.id, outlet.domain, outlet.why)
        elif seed.addresses:
            found += [start_of(url, outlet, seed.id) for url in seed.addresses]
        else:
            found += [*announcing(outlet), *_searches(seed, outlet)]
            logger.info("seed %s: no address known, looking for its headlines on %s", seed.id, outlet.domain)
    return tuple({one.canonical: one for one in reversed(found)}.values())[::-1]


def announcing(outlet: Outlet, known: str = "", days: tuple[date, date] | None = None) -> Iterator[Found]:
    """The pages on which an outlet announces its articles; sitemaps of single days as of the first to the last of two.

    Where nobody knows better: the home page and the usual places, at the host of a `known` address of its.
    """
    pages = [("feed", url) for url in outlet.feeds]
    pages += [("posts", posts_page(outlet.posts))] if outlet.posts else []
    pages += [("listing", url) for url in outlet.listings]
    pages += [("sitemap", url) for url in outlet.sitemaps]
    if not pages and known:
        usual = [(one.kind, one.url) for one in usual_announcers(known)]
        pages = [("listing", urljoin(known, "/")), ("robots", urljoin(known, "/robots.txt")), *usual]
    for kind, url in pages:
        yield _announcer(kind, url, outlet)
    for url in outlet.sitemaps_on(*days) if days else ():
        yield replace(_announcer("sitemap", url, outlet), depth=1)  # only those of the days in question are asked


def _searches(seed: Seed, outlet: Outlet) -> Iterator[Found]:
    """The outlet's own search, asked for the seed's first headlines; nothing where it has none that is open."""
    for query in dict.fromkeys(query for lead in seed.leads[:_SEARCHED_LEADS] for query in search_queries(lead)):
        found = outlet.search_for(query)
        found = posts_page(outlet.posts, search=query) if found is None and outlet.posts else found
        if found is not None:
            yield _announcer("search", found, outlet)


def _announcer(kind: str, url: str, outlet: Outlet) -> Found:
    canonical = outlet.canonicalize(url)
    return Found(url, canonical, outlet.domain, kind, tier=Tier.START, priority=ANNOUNCING.index(kind))
