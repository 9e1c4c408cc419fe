"""What is sought on announcing pages: the articles of seeds without an address, and new articles."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from crawler.discovery import Announced, certainly_before, match_headline, next_page_to_read
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
    from crawler.focus.topics import Topics
    from crawler.ledger import Ledger
    from crawler.outlets import Outlet
    from crawler.seeding.plan import Plan
    from crawler.seeding.seeds import Seed

logger = logging.getLogger(__name__)

_PAGES_FOR_A_SEED = 5
"""Pages of one listing to read for a seed's headline; older articles are found by sitemaps and searches."""


@dataclass(frozen=True, slots=True)
class _Announcement:
    """The content of an announcing page: articles, its next page, and further announcing pages."""

    articles: tuple[Announced, ...] = ()
    next_page: str | None = None
    further: tuple[tuple[str, str], ...] = ()
    """Kind and address of each."""


class Sought:
    """Selects the wanted addresses of announcing pages, and decides which of these pages are still needed."""

    def __init__(self, ledger: Ledger, topics: Topics, seeds: Iterable[Seed], plan: Plan) -> None:
        self._ledger = ledger
        self._topics = topics
        self._seeds = tuple(seeds)
        self._plan = plan

    def facts(self, lease: Lease, response: Response, outlet: Outlet) -> dict[str, Any]:
        """The arguments of `discovery.read_announcing` besides the page's body, and its task name."""
        since = self._since(lease)
        return {
            "task": TASK,
            "kind": lease.kind,
            "url": response.url,
            "content_type": header(response, "Content-Type"),
            "total_pages": header(response, "X-WP-TotalPages"),
            "since": since.isoformat() if since else None,
            # Pages of an outlet without a file are searched for its feeds and sitemaps.
            "is_general": outlet.canonical_host is None,
            "area": outlet.listing_area.css if outlet.listing_area and lease.kind == "listing" else None,
        }

    def announced(self, answer: dict[str, Any], lease: Lease, url: str, outlet: Outlet) -> tuple[Found, ...]:
        """The outlinks of an announcing page as read: articles that match a seed, new ones, and further pages."""
        page = _read_announcement(answer, lease, url, outlet)
        found = [*_matched_starts(page.articles, self.missing_seeds(lease.outlet), outlet)]
        relevance = self._topics.relevance()
        articles = _announced_articles(page.articles, lease, outlet, self._since(lease), relevance)
        if self._wants_all(lease.outlet):
            found += articles
        return (*found, *self._pages(page, articles, lease, outlet))

    def _pages(self, page: _Announcement, articles: Iterable[Found], lease: Lease, outlet: Outlet) -> Iterator[Found]:
        """The next page, as long as this one had new articles, and further announcing pages."""
        new = sum(self._ledger.known(one.canonical) is None for one in articles)
        last = None if self._wants_all(lease.outlet) else _PAGES_FOR_A_SEED
        if last is None or lease.depth + 1 < last:
            read = [str(n) for n in range(lease.depth)] + [lease.canonical]
            following = next_page_to_read(page.next_page, new=new, read=read)
            yield from _further_pages([(lease.kind, following)] if following else [], lease, outlet)
        yield from _further_pages(page.further, lease, outlet)

    def wants(self, lease: Lease) -> bool:
        """Whether a page is still needed: an announcing page is not once all seeds are found, until the next round."""
        wants_all = lease.kind != "search" and self._wants_all(lease.outlet)
        return lease.kind not in ANNOUNCING or wants_all or bool(self.missing_seeds(lease.outlet))

    def missing_seeds(self, domain: str) -> list[Seed]:
        """The outlet's seeds without an address whose article has not been found yet."""
        sought = [seed for seed in self._seeds if seed.outlet == domain and not seed.addresses]
        return [seed for seed in sought if 0 not in self._ledger.starts(seed.id)]

    def warn_of_missing(self) -> None:
        """Log a warning for each seed that was searched for and not found."""
        for domain in sorted({seed.outlet for seed in self._seeds if seed.outlet}):
            for seed in self.missing_seeds(domain):
                if not self._ledger.starts(seed.id):
                    message = "seed %s: nothing on %s matches its headlines; start it with -a start=URL"
                    logger.warning(message, seed.id, domain)

    def _wants_all(self, domain: str) -> bool:
        """Whether every announced article is wanted, not only the seeds'."""
        return self._plan.everything or self._ledger.rounds.number(domain) > 1

    def _since(self, lease: Lease) -> date | None:
        """The first date of wanted articles: the crawl's `since`; else, for a sitemap, the start of the last round.

        Feeds and listings show what is new, whatever its date; a sitemap lists everything.
        """
        before = self._ledger.rounds.before(lease.outlet) if lease.kind == "sitemap" else None
        return self._plan.since or (date.fromisoformat(before[:10]) if before else None)


def _matched_starts(announced: Iterable[Announced], seeds: Iterable[Seed], outlet: Outlet) -> Iterator[Found]:
    """Start addresses: the outlet's announced articles that match a headline of a seed."""
    candidates = [one for one in announced if outlet.owns(one.url)]
    for seed in seeds:
        for match in match_headline(seed.headlines, candidates):
            url, message = match.announced.url, "seed %s: %s found by its %s (%.2f): %s"
            logger.info(message, seed.id, unquote(url), match.matched_by, match.score, match.headline)
            yield start_of(url, outlet, seed.id, seed.headlines.index(match.headline))


def _read_announcement(answer: dict[str, Any], lease: Lease, url: str, outlet: Outlet) -> _Announcement:
    """The answer of `read_announcing`; without a next page the outlet's file may know the address of one."""
    following = outlet.listing_after(url) if lease.kind in ("feed", "listing", "search") else None
    return _Announcement(
        tuple(Announced(*one) for one in answer["articles"]),
        answer["next_page"] or following,
        tuple((kind, found) for kind, found in answer["further"]),
    )


def _further_pages(pages: Iterable[tuple[str, str]], lease: Lease, outlet: Outlet) -> Iterator[Found]:
    """Further announcing pages of the outlet, one level deeper than the page that links them."""
    for kind, url in pages:
        if kind in ANNOUNCING and outlet.owns(url):
            place = (lease.depth + 1, Tier.START, ANNOUNCING.index(kind))
            yield Found(url, outlet.canonicalize(url), outlet.domain, kind, None, *place)


def _announced_articles(
    announced: Iterable[Announced], lease: Lease, outlet: Outlet, since: date | None, relevance: Relevance | None
) -> tuple[Found, ...]:
    """The outlet's articles among the announced, each once, at depth 1.

    With `since`, articles certainly published before it are left out, and undated ones of a sitemap too, for it
    lists an outlet's whole past.
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
