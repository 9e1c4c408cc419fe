"""`scrapy crawl outlet`: all that one outlet announces, by its feeds, sitemaps, listings and posts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from crawler.seeding.arguments import load_outlet_origin
from crawler.seeding.plan import Plan, read_days, read_since
from crawler.spiders.base import LedgerSpider


class OutletSpider(LedgerSpider):
    """The same fetching, cleaning and judging as the main job; another way to find pages.

    - domain: the outlet's, described or not.
    - since: the first day of publication, YYYY-MM-DD; without it, everything that is announced.
    - refresh: days after which a known article is fetched again; without it, never.

    Links on pages are followed only where nobody has described the outlet: then its sections announce too.
    """

    name = "outlet"

    def __init__(
        self, domain: str | None = None, since: str | None = None, refresh: str | None = None, **unknown: Any
    ) -> None:
        plan = Plan(focus=False, refresh_days=read_days(refresh), everything=True, since=read_since(since))
        days = plan.days(None, datetime.now(UTC).date())
        origin = load_outlet_origin(domain, days, unknown)
        self.only = origin.starts[0].outlet
        is_described = origin.outlets[self.only].canonical_host is not None
        super().__init__(replace(plan, follow=not is_described), origin)

    def look_out(self) -> None:
        """Know what is sought; other outlets of the same ledger go on waiting."""
        super().look_out()
        self.outcomes.ledger.queue.restrict([self.only])
