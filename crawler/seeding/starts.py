"""Start addresses of a crawl: those of seeds, or the pages on which an outlet announces its articles."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from cleaners.text.web_address import join_address
from crawler.discovery import posts_page, search_queries, usual_announcers
from crawler.ledger.lease import ANNOUNCING, Found, Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from crawler.outlets import Outlet
    from crawler.seeding.seeds import Seed

logger = logging.getLogger(__name__)

_SEARCHED_HEADLINES = 3
"""Headlines of a seed to query an outlet's search for: its own, and the first of related articles."""


def start_of(url: str, outlet: Outlet, seed: str | None = None, priority: int = 0) -> Found:
    """A start address, of a seed if given."""
    return Found(url, outlet.canonicalize(url), outlet.domain, "start", seed, tier=Tier.START, priority=priority)


def starts_of_seeds(seeds: Iterable[Seed], outlets: dict[str, Outlet]) -> tuple[Found, ...]:
    """The seeds' addresses; for a seed without one, its outlet's announcing pages and search pages."""
    found: list[Found] = []
    for seed in seeds:
        outlet = outlets.get(seed.outlet or "")
        if outlet is None:
            logger.warning("seed %s: its outlet is unknown (%s); start it with -a start=URL", seed.id, seed.why)
        elif not outlet.may_crawl:
            logger.warning("seed %s: %s is not crawled: %s", seed.id, outlet.domain, outlet.why)
        elif seed.addresses:
            found += [start_of(url, outlet, seed.id) for url in seed.addresses]
        else:
            found += [*announcing_pages(outlet), *_searches(seed, outlet)]
            logger.info("seed %s: address unknown, searching %s for its headlines", seed.id, outlet.domain)
    return tuple({one.canonical: one for one in reversed(found)}.values())[::-1]


def announcing_pages(outlet: Outlet, known: str = "", days: tuple[date, date] | None = None) -> Iterator[Found]:
    """The pages on which an outlet announces its articles, with daily sitemaps from the first to the last of `days`.

    For an outlet without a file: robots.txt, home page and the usual paths on the host of a `known` address.
    """
    pages = [("feed", url) for url in outlet.feeds]
    pages += [("posts", posts_page(outlet.posts))] if outlet.posts else []
    pages += [("listing", url) for url in outlet.listings]
    pages += [("sitemap", url) for url in outlet.sitemaps]
    if not pages and known:
        usual = [(one.kind, one.url) for one in usual_announcers(known)]
        pages = [
            ("listing", join_address(known, "/") or known),
            ("robots", join_address(known, "/robots.txt") or known),
            *usual,
        ]
    for kind, url in pages:
        yield _announcing_page(kind, url, outlet)
    for url in outlet.sitemaps_on(*days) if days else ():
        yield replace(_announcing_page("sitemap", url, outlet), depth=1)  # to read no sitemaps of other days


def _searches(seed: Seed, outlet: Outlet) -> Iterator[Found]:
    """Result pages of the outlet's search for the seed's first headlines; none if it has no open search."""
    headlines = seed.headlines[:_SEARCHED_HEADLINES]
    for query in dict.fromkeys(query for headline in headlines for query in search_queries(headline)):
        found = outlet.search_for(query)
        found = posts_page(outlet.posts, search=query) if found is None and outlet.posts else found
        if found is not None:
            yield _announcing_page("search", found, outlet)


def _announcing_page(kind: str, url: str, outlet: Outlet) -> Found:
    canonical = outlet.canonicalize(url)
    return Found(url, canonical, outlet.domain, kind, tier=Tier.START, priority=ANNOUNCING.index(kind))
