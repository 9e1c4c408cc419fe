"""Where a crawl begins: seeds → start addresses, or the pages on which an outlet announces its articles."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from crawler.ledger.lease import ANNOUNCING, Found, Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.outlets import Outlet
    from crawler.seeds import Seed

logger = logging.getLogger(__name__)


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
            found += announcing(outlet)
            logger.info("seed %s: no address known, looking for its headlines on %s", seed.id, outlet.domain)
    return tuple({one.canonical: one for one in reversed(found)}.values())[::-1]


def announcing(outlet: Outlet, known: str = "") -> Iterator[Found]:
    """The pages on which an outlet announces its articles.

    Where nobody knows better that is the home page, at the host of a `known` address of its.
    """
    if known and not (outlet.feeds or outlet.listings or outlet.sitemaps):
        outlet = replace(outlet, listings=(urljoin(known, "/"),))
    pages = {"feed": outlet.feeds, "listing": outlet.listings, "sitemap": outlet.sitemaps}
    for priority, kind in enumerate(ANNOUNCING):
        for url in pages[kind]:
            canonical = outlet.canonicalize(url)
            yield Found(url, canonical, outlet.domain, kind, tier=Tier.START, priority=priority)
