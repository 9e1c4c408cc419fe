"""`scrapy crawl outlet`: all articles that outlets announce in feeds, sitemaps, listings and posts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from crawler.seeding.arguments import load_outlet_input
from crawler.seeding.plan import Plan, read_days, read_since
from crawler.spiders.base import LedgerSpider

if TYPE_CHECKING:
    from crawler.outlets import KnownOutlets, Outlet


class OutletSpider(LedgerSpider):
    """Differs from `related` in how pages are found.

    - domain: domains or addresses of outlets, with or without outlet files, comma-separated; or @FILE that lists them.
    - since: the first publication date, YYYY-MM-DD; without it, everything announced.
    - refresh: days after which a known article is fetched again; without it, never.

    Links are followed only for an outlet without a file: then its section pages announce articles too.
    """

    name = "outlet"

    def __init__(
        self,
        domain: str | None = None,
        since: str | None = None,
        refresh: str | None = None,
        known: KnownOutlets | None = None,
        **unknown: Any,
    ) -> None:
        plan = Plan(focus=False, refresh_days=read_days(refresh), everything=True, since=read_since(since))
        days = plan.days(None, datetime.now(UTC).date())
        crawl_input = load_outlet_input(domain, days, unknown, known)
        self.only = tuple(dict.fromkeys(start.outlet for start in crawl_input.starts))
        super().__init__(plan, crawl_input)

    def prepare(self) -> None:
        """Set up what is sought, and leave other outlets of the same ledger waiting."""
        super().prepare()
        self.outcomes.ledger.queue.restrict(self.only)

    def plan_of(self, outlet: Outlet) -> Plan:
        """The plan for the pages of one outlet."""
        return replace(self.plan, follow=outlet.canonical_host is None)
