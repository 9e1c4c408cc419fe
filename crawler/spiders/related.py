"""`scrapy crawl related`: from the seeds' articles along their related links, outlet by outlet."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider, signals
from scrapy.exceptions import CloseSpider

from cleaners.errors import DataFileError
from crawler.compass import Compass
from crawler.endings import Endings
from crawler.errors import OutputError
from crawler.judgement.answer import headers_of
from crawler.judgement.freshness import conditions, freshness
from crawler.judgement.judge import judge
from crawler.judgement.metas import metas_of
from crawler.judgement.optout import product_token, read_opt_outs
from crawler.judgement.refusal import reason_of
from crawler.ledger.lease import ANNOUNCING, Found, Lease, Tier
from crawler.lookout import Lookout
from crawler.manners.reservations import MARK
from crawler.options import read_options
from crawler.origin import load_origin, outlet_of
from crawler.outcome import Outcome, Visit, refused, visit_of
from crawler.outlets import Outlet, general_outlet
from crawler.plan import begin, read_plan, within
from crawler.starts import starts_of_seeds
from crawler.workers.answer import read_answer
from crawler.workers.pool import WorkerDied, Workers, workers_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

logger = logging.getLogger(__name__)


class RelatedSpider(Spider):
    """Fetch what the ledger hands out, have it cleaned, say what became of it; it makes no requests itself.

    - seeds: a folder with a manifest; start: any articles to start at instead, apart by commas.
    - focus: "off" for the nearest to the start first, else the nearest to the topic.
    - refresh: days after which a known article is fetched again; without it, never.
    """

    name = "related"
    workers: Workers
    agent: str
    """The name that robots rules address us by."""

    def __init__(
        self,
        seeds: str | None = None,
        start: str | None = None,
        focus: str | None = None,
        refresh: str | None = None,
        **unknown: Any,
    ) -> None:
        super().__init__()
        self.plan = read_plan(focus, refresh)
        origin = load_origin(seeds, start, unknown)
        self.outlets, self.seeds, self._starts = origin.outlets, origin.seeds, origin.starts

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> RelatedSpider:
        """Read settings, seeds and outlets, so that their errors come before anything is fetched or written."""
        options = read_options(crawler.settings)
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.start_workers, signal=signals.spider_opened)
        crawler.signals.connect(spider.idle, signal=signals.spider_idle)
        crawler.signals.connect(spider.close_workers, signal=signals.spider_closed)
        settings = crawler.settings
        spider.workers = workers_of(options)
        spider.agent = product_token(settings.get("ROBOTSTXT_USER_AGENT") or settings["USER_AGENT"])
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Enter the start addresses in the ledger, which knows most of them already when a crawl goes on."""
        with self.endings.writer.guard():
            self.look_out()
            begin(
                self.endings.ledger,
                self._starts or starts_of_seeds(self.seeds, self.outlets),
                self.plan,
                self.outlet_named,
            )
        return
        yield  # Scrapy wants an asynchronous generator

    def look_out(self) -> None:
        """Know what is sought, and where the crawl is heading."""
        self.compass = Compass(self.endings.ledger, self.seeds, focus=self.plan.focus)
        self.lookout = Lookout(self.endings.ledger, self.compass, self.seeds, self.plan)

    def request_for(self, lease: Lease) -> Request:
        """The request for a leased address; one slot per outlet keeps its pauses on all its hosts."""
        meta = {"lease": lease, "outlet": lease.outlet, "download_slot": lease.outlet}
        headers = conditions(lease)
        return Request(lease.url, self.parse, errback=self.failed, headers=headers, meta=meta, dont_filter=True)

    async def parse(self, response: Response) -> AsyncIterator[Any]:
        """Say what became of a page; yields its record if it has one."""
        lease: Lease = response.meta["lease"]
        assert response.request is not None
        visit = visit_of(response.request, response.status, self.address_of(lease, response))
        try:
            facts = self.lookout.facts(lease, response, self.outlet_named(lease.outlet))
            reading = await read_answer(self.workers, lease, visit, response, facts)
        except DataFileError as error:
            self.endings.stop(error)
            return
        outcome: Outcome | None = None
        with self.endings.writer.guard():
            outcome = reading if isinstance(reading, Outcome) else self._judged(reading, lease, visit, response)
        if outcome is None:
            return
        outcome = replace(outcome, fresh=freshness(response, visit))
        if outcome.record is None:
            self.endings.end(outcome)
            return
        self.endings.expect(outcome, visit)
        yield outcome.record

    def address_of(self, lease: Lease, response: Response) -> str:
        """The canonical address that answered, after redirects."""
        return self.outlet_named(lease.outlet).canonicalize(response.url)

    def _judged(self, reading: dict[str, Any], lease: Lease, visit: Visit, response: Response) -> Outcome:
        outlet = self.outlet_named(lease.outlet)
        if lease.kind in ANNOUNCING:
            return self.lookout.announced(reading, lease, response.url, outlet)
        self.compass.learn(reading["links"], outlet)
        self.compass.begin(lease, reading["article"])
        metas, rule = metas_of(response.body), response.meta.get(MARK)
        opt_outs = read_opt_outs(headers_of(response), metas, reading["directives"], rule, self.agent)
        twins, relevance = self.endings.ledger.twins, self.compass.relevance()
        outcome = judge(reading, lease, visit, outlet, twins, opt_outs=opt_outs, relevance=relevance)
        return within(self.plan, outcome, visit)

    def wants(self, lease: Lease) -> bool:
        """Whether fetching it still serves a purpose."""
        return self.lookout.wants(lease)

    def failed(self, failure: Failure) -> None:
        """Say why a request got no answer."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        lease: Lease = request.meta["lease"]
        assert failure.value is not None
        visit = visit_of(request, None, lease.canonical)
        self.endings.end(refused(lease, visit, *reason_of(failure.value)))

    def found(self, url: str) -> Found:
        """The address of a request that a user's code made: a page that may be an article."""
        outlet = self.outlet_of(url)
        return Found(url, outlet.canonicalize(url), outlet.domain, "page", tier=Tier.ARTICLE)

    def outlet_of(self, url: str) -> Outlet:
        """The outlet that an address belongs to: a listed one, else its registrable domain."""
        return outlet_of(url, self.outlets)

    def outlet_named(self, domain: str) -> Outlet:
        """The outlet of a domain, also of one that an earlier run began with."""
        return self.outlets.get(domain) or general_outlet(f"https://{domain}/")

    @property
    def endings(self) -> Endings:
        """The owner of the output folder."""
        endings = self.crawler.get_extension(Endings)
        assert endings is not None
        return endings

    def idle(self) -> None:
        """Tell what was looked for and not found."""
        self.lookout.warn_of_missing()

    async def start_workers(self) -> None:
        """Spawn the cleaning processes; without them nothing is fetched."""
        try:
            await self.workers.start()
        except (WorkerDied, DataFileError) as error:
            self.endings.give_up(error if isinstance(error, DataFileError) else OutputError(str(error)))
            raise CloseSpider("no_cleaner") from error

    async def close_workers(self) -> None:
        """End the cleaning processes."""
        await self.workers.close()
