"""Reads what outlets announce, and knows what is still sought there: seeds without an address, and what is new."""

from __future__ import annotations

import logging
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from crawler.announcements import announced_articles, announcing_pages, facts_for_reading, read_announcement
from crawler.discovery import match_headline, to_read_next
from crawler.http import header
from crawler.ledger.lease import ANNOUNCING, Found, Lease
from crawler.starts import start_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scrapy.http import Response

    from crawler.announcements import Announcement
    from crawler.compass import Compass
    from crawler.discovery import Announced
    from crawler.ledger import Ledger
    from crawler.outlets import Outlet
    from crawler.plan import Plan
    from crawler.seeds import Seed

logger = logging.getLogger(__name__)

_PAGES_FOR_A_SEED = 5
"""Pages of one listing that are read for a seed's headline: what is older, sitemaps and searches find."""


class Lookout:
    """Says what became of an announcing page, and whether the next one still serves a purpose."""

    def __init__(self, ledger: Ledger, compass: Compass, seeds: Iterable[Seed], plan: Plan) -> None:
        self._ledger = ledger
        self._compass = compass
        self._seeds = tuple(seeds)
        self._plan = plan

    def facts(self, lease: Lease, response: Response, outlet: Outlet) -> dict[str, Any]:
        """What the process that reads an announcing page has to know."""
        stated = header(response, "Content-Type"), header(response, "X-WP-TotalPages")
        return facts_for_reading(lease, response.url, outlet, *stated, self._since(lease))

    def announced(self, answer: dict[str, Any], lease: Lease, url: str, outlet: Outlet) -> tuple[Found, ...]:
        """Where an announcing page leads, as it was read: what a seed's headline fits, what is new, what further."""
        since = self._since(lease)
        page = read_announcement(answer, lease, url, outlet)
        found = [*matched(page.articles, self.searching(lease.outlet), outlet)]
        articles = announced_articles(
            page.articles,
            lease,
            outlet,
            since=since,
            relevance=self._compass.relevance(),
        )
        if self._takes_all(lease.outlet):
            found += articles
        return (*found, *self._onward(page, articles, lease, outlet))

    def _onward(self, page: Announcement, articles: tuple[Found, ...], lease: Lease, outlet: Outlet) -> Iterator[Found]:
        """The next page, while this one brought something new, and further announcing pages."""
        new = sum(self._ledger.known(one.canonical) is None for one in articles)
        last = None if self._takes_all(lease.outlet) else _PAGES_FOR_A_SEED
        if last is None or lease.depth + 1 < last:
            read = [str(n) for n in range(lease.depth)] + [lease.canonical]
            following = to_read_next(page.next_page, new=new, read=read)
            yield from announcing_pages([(lease.kind, following)] if following else [], lease, outlet)
        yield from announcing_pages(page.further, lease, outlet)

    def wants(self, lease: Lease) -> bool:
        """Whether fetching it still serves a purpose: discovery ends with the last seed found, until the next round."""
        takes_all = lease.kind != "search" and self._takes_all(lease.outlet)
        return lease.kind not in ANNOUNCING or takes_all or bool(self.searching(lease.outlet))

    def searching(self, domain: str) -> list[Seed]:
        """The outlet's seeds that have no address and whose own article has not been found yet."""
        sought = [seed for seed in self._seeds if seed.outlet == domain and not seed.addresses]
        return [seed for seed in sought if 0 not in self._ledger.starts(seed.id)]

    def warn_of_missing(self) -> None:
        """Tell of each seed that was looked for and not found."""
        for domain in sorted({seed.outlet for seed in self._seeds if seed.outlet}):
            for seed in self.searching(domain):
                if not self._ledger.starts(seed.id):
                    told = "seed %s: nothing on %s matches its headlines; start it with -a start=URL"
                    logger.warning(told, seed.id, domain)

    def _takes_all(self, domain: str) -> bool:
        """Whether every announced article is wanted, not only the seeds'."""
        return self._plan.everything or self._ledger.rounds.number(domain) > 1

    def _since(self, lease: Lease) -> date | None:
        """The day from which articles are wanted: the crawl's own; of a sitemap, that on which the last round began.

        Feeds and listings show what is new, whatever day stands beside it; a sitemap shows everything.
        """
        before = self._ledger.rounds.before(lease.outlet) if lease.kind == "sitemap" else None
        return self._plan.since or (date.fromisoformat(before[:10]) if before else None)


def matched(announced: Iterable[Announced], seeds: Iterable[Seed], outlet: Outlet) -> Iterator[Found]:
    """Start addresses: the announced articles whose headlines are a seed's own or one of its leads."""
    own = [one for one in announced if outlet.owns(one.url)]
    for seed in seeds:
        for match in match_headline(seed.leads, own):
            url, told = match.announced.url, "seed %s: %s found by its %s (%.2f): %s"
            logger.info(told, seed.id, unquote(url), match.witness, match.score, match.lead)
            yield start_of(url, outlet, seed.id, seed.leads.index(match.lead))
