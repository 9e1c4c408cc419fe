"""Reads what outlets announce, and knows what is still sought there: seeds without an address, and what is new."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from crawler.discovery import Announced, certainly_before, match_headline, to_read_next
from crawler.discovery.read_announcing import TASK
from crawler.focus.priority import breadth, focused
from crawler.ledger.lease import ANNOUNCING, Found, Lease, Tier
from crawler.network.http import header
from crawler.seeding.starts import start_of
from crawler.urls.address_shape import repeats_segments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scrapy.http import Response

    from crawler.focus.priority import Relevance
    from crawler.focus.topics import Compass
    from crawler.ledger import Ledger
    from crawler.outlets import Outlet
    from crawler.seeding.plan import Plan
    from crawler.seeding.seeds import Seed

logger = logging.getLogger(__name__)

_PAGES_FOR_A_SEED = 5
"""Pages of one listing that are read for a seed's headline: what is older, sitemaps and searches find."""


@dataclass(frozen=True, slots=True)
class _Announcement:
    """What an announcing page holds: articles, the page that goes on with it, and further announcing pages."""

    articles: tuple[Announced, ...] = ()
    next_page: str | None = None
    further: tuple[tuple[str, str], ...] = ()
    """Kind and address of each."""


class Lookout:
    """Says what became of an announcing page, and whether the next one still serves a purpose."""

    def __init__(self, ledger: Ledger, compass: Compass, seeds: Iterable[Seed], plan: Plan) -> None:
        self._ledger = ledger
        self._compass = compass
        self._seeds = tuple(seeds)
        self._plan = plan

    def facts(self, lease: Lease, response: Response, outlet: Outlet) -> dict[str, Any]:
        """What `discovery.reading.read_announcing` has to know beside the page, and its name as a task."""
        since = self._since(lease)
        return {
            "task": TASK,
            "kind": lease.kind,
            "url": response.url,
            "content_type": header(response, "Content-Type"),
            "total_pages": header(response, "X-WP-TotalPages"),
            "since": since.isoformat() if since else None,
            # What nobody describes says itself where else it announces.
            "is_general": outlet.canonical_host is None,
            "area": outlet.listing_area.css if outlet.listing_area and lease.kind == "listing" else None,
        }

    def announced(self, answer: dict[str, Any], lease: Lease, url: str, outlet: Outlet) -> tuple[Found, ...]:
        """Where an announcing page leads, as it was read: what a seed's headline fits, what is new, what further."""
        page = _read_announcement(answer, lease, url, outlet)
        found = [*_matched(page.articles, self.searching(lease.outlet), outlet)]
        relevance = self._compass.relevance()
        articles = _announced_articles(page.articles, lease, outlet, self._since(lease), relevance)
        if self._takes_all(lease.outlet):
            found += articles
        return (*found, *self._onward(page, articles, lease, outlet))

    def _onward(self, page: _Announcement, articles: Iterable[Found], lease: Lease, outlet: Outlet) -> Iterator[Found]:
        """The next page, while this one brought something new, and further announcing pages."""
        new = sum(self._ledger.known(one.canonical) is None for one in articles)
        last = None if self._takes_all(lease.outlet) else _PAGES_FOR_A_SEED
        if last is None or lease.depth + 1 < last:
            read = [str(n) for n in range(lease.depth)] + [lease.canonical]
            following = to_read_next(page.next_page, new=new, read=read)
            yield from _announcing_pages([(lease.kind, following)] if following else [], lease, outlet)
        yield from _announcing_pages(page.further, lease, outlet)

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


def _matched(announced: Iterable[Announced], seeds: Iterable[Seed], outlet: Outlet) -> Iterator[Found]:
    """Start addresses: the announced articles whose headlines are a seed's own or one of its leads."""
    own = [one for one in announced if outlet.owns(one.url)]
    for seed in seeds:
        for match in match_headline(seed.leads, own):
            url, told = match.announced.url, "seed %s: %s found by its %s (%.2f): %s"
            logger.info(told, seed.id, unquote(url), match.witness, match.score, match.lead)
            yield start_of(url, outlet, seed.id, seed.leads.index(match.lead))


def _read_announcement(answer: dict[str, Any], lease: Lease, url: str, outlet: Outlet) -> _Announcement:
    """The announcement that `read_announcing` has read at an address; the outlet knows where some lists go on."""
    following = outlet.listing_after(url) if lease.kind in ("feed", "listing", "search") else None
    return _Announcement(
        tuple(Announced(*one) for one in answer["articles"]),
        answer["next_page"] or following,
        tuple((kind, found) for kind, found in answer["further"]),
    )


def _announcing_pages(pages: Iterable[tuple[str, str]], lease: Lease, outlet: Outlet) -> Iterator[Found]:
    """Further announcing pages, as far as they are the outlet's; each lies one step behind the page that names it."""
    for kind, url in pages:
        if kind in ANNOUNCING and outlet.owns(url):
            place = (lease.depth + 1, Tier.START, ANNOUNCING.index(kind))
            yield Found(url, outlet.canonicalize(url), outlet.domain, kind, None, *place)


def _announced_articles(
    announced: Iterable[Announced], lease: Lease, outlet: Outlet, since: date | None, relevance: Relevance | None
) -> tuple[Found, ...]:
    """The outlet's articles among what it announces, each once, one link from where the crawl began.

    Nothing that was certainly published before `since`. What a sitemap does not date does not count then either:
    it lists an outlet's whole past.
    """
    found: dict[str, Found] = {}
    for one in announced:
        canonical, is_article = outlet.canonicalize(one.url), outlet.is_article(one.url)
        if not canonical or is_article is False or repeats_segments(canonical):
            continue
        is_undated = lease.kind == "sitemap" and one.published is None
        if since is not None and (certainly_before(one.published, since) or is_undated):
            continue
        priority = focused(1, 0, relevance(one.title or "")) if relevance else breadth(1, 0)
        kind = "article" if is_article else "page"
        place = (lease.seed, 1, Tier.ARTICLE, priority)
        found.setdefault(canonical, Found(one.url, canonical, outlet.domain, kind, *place))
    return tuple(found.values())
