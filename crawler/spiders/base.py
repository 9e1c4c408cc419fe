"""What all jobs have in common: fetch what the ledger hands out, have it read, say what became of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider, signals
from scrapy.exceptions import CloseSpider

from cleaners.data_files import DataFileError
from crawler.errors import OutputError
from crawler.focus.topics import Compass
from crawler.leases.outcomes import Endings
from crawler.ledger.lease import ANNOUNCING, Found, Lease, Tier
from crawler.ledger.outcome import Finding, Refusal, Visit, visit_of
from crawler.middlewares.reservations import TDM_RULE
from crawler.network.http import header, headers_of
from crawler.options import Options, read_options
from crawler.optout.directives import product_token, read_opt_outs
from crawler.optout.metas import metas_of
from crawler.outlets import Outlet, general_outlet, outlet_of
from crawler.pages.decide import decide
from crawler.pages.failures import reason_of, unread
from crawler.pages.freshness import conditions, freshness
from crawler.pages.outlinks import to_follow
from crawler.seeding.arguments import Origin
from crawler.seeding.plan import Plan, begin, within
from crawler.seeding.sought import Lookout
from crawler.seeding.starts import starts_of_seeds
from crawler.workers.pool import WorkerDied, Workers, workers_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure


class LedgerSpider(Spider):
    """The machinery of a job; it makes no requests itself. A job reads its own arguments, into two values:

    - plan: how the crawl goes about it.
    - origin: what it sets out with.
    """

    options: Options
    workers: Workers
    agent: str
    """The name that robots rules address us by."""

    def __init__(self, plan: Plan, origin: Origin) -> None:
        super().__init__()
        self.plan = plan
        self.outlets, self.seeds, self._starts = origin.outlets, origin.seeds, origin.starts

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Read settings, seeds and outlets, so that their errors come before anything is fetched or written."""
        options = read_options(crawler.settings)
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.start_workers, signal=signals.spider_opened)
        crawler.signals.connect(spider.idle, signal=signals.spider_idle)
        crawler.signals.connect(spider.close_workers, signal=signals.spider_closed)
        settings = crawler.settings
        spider.options, spider.workers = options, workers_of(options)
        spider.agent = product_token(settings.get("ROBOTSTXT_USER_AGENT") or settings["USER_AGENT"])
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Enter the start addresses in the ledger, which knows most of them already when a crawl goes on."""
        with self.endings.writer.guard():
            self.look_out()
            starts = self._starts or starts_of_seeds(self.seeds, self.outlets)
            begin(self.endings.ledger, starts, self.plan, self.outlet_named)
        return
        yield  # Scrapy wants an asynchronous generator

    def look_out(self) -> None:
        """Know what is sought, and where the crawl is heading."""
        subjects = [("".join(seed.leads[:1]), seed.topic) for seed in self.seeds]
        self.compass = Compass(self.endings.ledger, subjects, focus=self.plan.focus)
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
            finding = unread(response, lease) or await self._read(response, visit)
        except WorkerDied as error:
            finding = Finding(Refusal(error.reason, str(error)))
        except DataFileError as error:
            self.endings.stop(error)
            return
        finding = replace(finding, fresh=freshness(response, visit.fetched_at))
        if finding.record is None:
            self.endings.end(visit, finding)
        else:
            self.endings.expect(visit, finding)
            yield finding.record

    def address_of(self, lease: Lease, response: Response) -> str:
        """The canonical address that answered, after redirects."""
        return self.outlet_named(lease.outlet).canonicalize(response.url)

    async def _read(self, response: Response, visit: Visit) -> Finding:
        """What stands on a page; nothing where writing has failed, for then nobody keeps it."""
        outlet = self.outlet_named(visit.lease.outlet)
        if visit.lease.kind in ANNOUNCING:
            facts = self.lookout.facts(visit.lease, response, outlet)
            announcement = await self.workers.do(response.body, facts)
            with self.endings.writer.guard():
                return Finding(found=self.lookout.announced(announcement, visit.lease, response.url, outlet))
        else:
            content_type = header(response, "Content-Type")
            reading = await self.workers.run(response.body, response.url, visit.fetched_at, content_type)
            with self.endings.writer.guard():
                return self._judged(reading | {"links": to_follow(reading["links"])}, visit, outlet, response)
        return Finding()

    def _judged(self, reading: dict[str, Any], visit: Visit, outlet: Outlet, response: Response) -> Finding:
        self.compass.learn(reading["links"], outlet)
        self.compass.add_topic(visit.lease, reading["article"])
        metas, rule = metas_of(response.body), response.meta.get(TDM_RULE)
        opt_outs = read_opt_outs(headers_of(response), metas, reading["directives"], rule, self.agent)
        twins, relevance = self.endings.ledger.twins, self.compass.relevance()
        finding = decide(reading, visit, outlet, twins, opt_outs=opt_outs, relevance=relevance)
        return within(self.plan, finding)

    def wants(self, lease: Lease) -> bool:
        """Whether fetching it still serves a purpose."""
        return self.lookout.wants(lease)

    def failed(self, failure: Failure) -> None:
        """Say why a request got no answer."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        assert failure.value is not None
        visit = visit_of(request, None, request.meta["lease"].canonical)
        self.endings.end(visit, Finding(Refusal(*reason_of(failure.value))))

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
