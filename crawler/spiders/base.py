"""The base spider: fetch the addresses that the ledger hands out, have them read, end their leases."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider, signals
from scrapy.exceptions import CloseSpider

from cleaners.data_files import DataFileError
from cleaners.phrases import use_own_phrases
from cleaners.sites.learned import use_learned
from crawler.discovery.read_announcing import TASK as ANNOUNCING_TASK
from crawler.errors import OutputError
from crawler.focus.topics import Topics
from crawler.leases.outcomes import Outcomes
from crawler.ledger.lease import ANNOUNCING, Found, Lease, Tier
from crawler.ledger.outcome import Finding, Refusal, Visit, visit_of
from crawler.ledger.stats import PREFIX
from crawler.network.http import header, headers_of
from crawler.options import Options, read_options
from crawler.optout.directives import product_token, read_opt_outs
from crawler.optout.metas import METAS, metas_of
from crawler.optout.tdmrep import TDM_RULE
from crawler.outlets import Outlet, general_outlet, known_outlets, outlet_of
from crawler.outlets.judging import packed
from crawler.pages import brief_reading
from crawler.pages.decide import decide
from crawler.pages.failures import finding_without_reading, reason_of
from crawler.pages.freshness import conditional_headers, freshness
from crawler.pages.joined import is_first_page
from crawler.pages.learned_watch import LEARNED_FOLDER, LearnedWatch
from crawler.politeness.contact import require_contact
from crawler.seeding.arguments import CrawlInput
from crawler.seeding.plan import Plan, enter_starts, restrict_to_plan
from crawler.seeding.sought import Sought
from crawler.seeding.starts import starts_of_seeds
from crawler.spiders.components import serve_ledger
from crawler.spiders.further_pages import CrawlClosing, with_further_pages
from crawler.spiders.in_order import InOrder
from crawler.workers.pool import WorkerDied, Workers, workers_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from crawler.focus.priority import Relevance
    from crawler.optout.directives import OptOuts
    from crawler.storage.committed import Json

_ERROR_STATUS = 400
_MISSING = (404, 410)


class LedgerSpider(Spider):
    """Base of the spiders, which only read their arguments into the two values:

    - plan: the settings of the crawl.
    - crawl_input: its outlets, seeds and start addresses.
    """

    tasks: tuple[str, ...] = (brief_reading.TASK, ANNOUNCING_TASK)
    """What the cleaning processes are asked to do."""
    options: Options
    workers: Workers
    queue_is_all = False
    """Whether what waits in the queue is all there is to read."""
    agent: str
    """Our product token in robots rules."""

    def __init__(self, plan: Plan, crawl_input: CrawlInput) -> None:
        super().__init__()
        self._in_order = InOrder()
        self._learned = LearnedWatch()
        self.plan = plan
        self.outlets, self.seeds, self._starts = crawl_input.outlets, crawl_input.seeds, crawl_input.starts

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Add the components that make a crawl of ours."""
        super().update_settings(settings)
        serve_ledger(settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Read settings, seeds and outlets, so that errors are raised before anything is fetched or written."""
        options = read_options(crawler.settings)
        if "known" in kwargs:
            raise DataFileError("-a known=…: unknown argument")
        kwargs.pop("_job", None)  # scrapyd names its job to every spider
        use_own_phrases(options.phrases_dir)
        use_learned(options.output_dir / LEARNED_FOLDER)
        spider = super().from_crawler(crawler, *args, known=known_outlets(options.outlets_dir).logged(), **kwargs)
        crawler.signals.connect(spider.start_workers, signal=signals.spider_opened)
        crawler.signals.connect(spider.idle, signal=signals.spider_idle)
        crawler.signals.connect(spider.close_workers, signal=signals.spider_closed)
        settings = crawler.settings
        require_contact(settings, [one.url for one in spider._starts] if not spider.seeds else [])
        spider.options, spider.workers = options, workers_of(options, cls.tasks)
        spider.agent = product_token(settings.get("ROBOTSTXT_USER_AGENT") or settings["USER_AGENT"])
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Enter the start addresses in the ledger; a resumed crawl knows most of them already."""
        with self.outcomes.writer.guard():
            self.prepare()
            starts = self._starts or starts_of_seeds(self.seeds, self.outlets)
            enter_starts(self.outcomes.ledger, starts, self.plan, self.outlet_named)
        return
        yield  # Scrapy requires an asynchronous generator

    def prepare(self) -> None:
        """Set up the topics and what is sought."""
        seed_texts = [("".join(seed.headlines[:1]), seed.topic) for seed in self.seeds]
        self.topics = Topics(self.outcomes.ledger, seed_texts, focus=self.plan.focus)
        self.sought = Sought(self.outcomes.ledger, self.topics, self.seeds, self.plan)

    def request_for(self, lease: Lease) -> Request:
        """The request for a leased address; one slot per outlet applies its delays to all its hosts."""
        meta = {"lease": lease, "outlet": lease.outlet, "download_slot": lease.outlet}
        headers = conditional_headers(lease)
        return Request(lease.url, self.parse, errback=self.failed, headers=headers, meta=meta, dont_filter=True)

    async def parse(self, response: Response) -> AsyncIterator[Any]:
        """Decide on a page and end its lease; yields its record if it has one."""
        lease: Lease = response.meta["lease"]
        assert response.request is not None
        self._count_answer(lease, response.status)
        visit = visit_of(response.request, response.status, self.address_of(lease, response))
        async with self._in_order.place(lease.outlet) as turn:
            try:
                finding = finding_without_reading(response, lease) or await self._read(response, visit, turn)
            except WorkerDied as error:
                finding = Finding(Refusal(error.reason, str(error)))
            except CrawlClosing:
                return  # its lease is put back
            except DataFileError as error:
                self.outcomes.stop(error)
                return
            finding = replace(finding, fresh=freshness(response, visit.fetched_at))
            if finding.record is None:
                self.outcomes.end(visit, finding)
                return
            self.outcomes.expect(visit, finding)
            try:
                yield finding.record
                await self.outcomes.wait_for(lease)
            finally:
                self.outcomes.ledger.queue.read(lease)  # a spider middleware may have dropped it silently

    def address_of(self, lease: Lease, response: Response) -> str:
        """The canonical form of the address that answered, after redirects."""
        return self.outlet_named(lease.outlet).canonicalize(response.url)

    async def _read(self, response: Response, visit: Visit, turn: Callable[[], Awaitable[object]]) -> Finding:
        """The finding of a page, decided when it is its turn; empty if writing has failed, for then it is not kept."""
        outlet = self.outlet_named(visit.lease.outlet)
        if visit.lease.kind in ANNOUNCING:
            facts = self.sought.facts(visit.lease, response, outlet)
            announcement = await self.workers.do(response.body, facts)
            with self.outcomes.writer.guard():
                return Finding(found=self.sought.announced(announcement, visit.lease, response.url, outlet))
            return Finding()
        self.outcomes.answered(visit.lease, self.plan.first_priority(visit.lease.depth))
        reading = await self.workers.do(response.body, self.facts_of(response, visit))
        await turn()
        if "refusal" in reading:
            return Finding(Refusal(*reading["refusal"]))
        is_first = is_first_page(reading)
        reading = await with_further_pages(self, reading, visit, outlet) if is_first else reading | {"pages": []}
        with self.outcomes.writer.guard():
            return self._decide(reading, visit, outlet, response)
        return Finding()

    def request_for_further(self, url: str, lease: Lease) -> Request | None:
        """The request for a further page of a leased article; None if it cannot be had."""
        meta = {"lease": lease, "outlet": lease.outlet, "download_slot": lease.outlet}
        return Request(url, meta=meta, dont_filter=True)

    def facts_of(self, response: Response, visit: Visit) -> dict[str, Any]:
        """The arguments with which a cleaning process reads a page."""
        content_type = header(response, "Content-Type")
        facts = {"url": response.url, "fetched_at": visit.fetched_at, "content_type": content_type}
        return facts | {"task": brief_reading.TASK, **self.reading_facts(visit)}

    def reading_facts(self, visit: Visit) -> dict[str, Any]:
        """Those that do not depend on where the page comes from."""
        outlet = packed(self.outlet_named(visit.lease.outlet))
        return {"cleaner": self.options.cleaner, "blocks": self.options.blocks, "outlet": outlet}

    def opt_outs_of(self, reading: Json, response: Response) -> OptOuts:
        """What a page, its headers and its host say about its use."""
        rule, headers = response.meta.get(TDM_RULE), reading.get("headers") or headers_of(response)
        metas = next((one[METAS] for one in (reading, response.meta) if METAS in one), None)
        metas = metas_of(response.body) if metas is None else metas
        return read_opt_outs(headers, metas, reading["directives"], rule, self.agent)

    def _decide(self, reading: dict[str, Any], visit: Visit, outlet: Outlet, response: Response) -> Finding:
        self.topics.learn(reading["links"], outlet)
        opt_outs = self.opt_outs_of(reading, response)
        duplicates, relevance = self.outcomes.ledger.duplicates, partial(self._relevance, visit.lease)
        plan = self.plan_of(outlet)
        finding = decide(
            reading,
            visit,
            outlet,
            duplicates,
            opt_outs=opt_outs,
            relevance=relevance,
            follows=plan.follow,
            drops_copies=self.options.duplicates == "drop",
        )
        if finding.record is not None:
            self._learned.count(outlet.domain, visit.url, is_found=reading.get("repeated", False))
        return restrict_to_plan(plan, finding)

    def plan_of(self, outlet: Outlet) -> Plan:
        """The plan for the pages of one outlet."""
        return self.plan

    def _relevance(self, lease: Lease, record: Json | None) -> Relevance | None:
        """The relevance function once the topic of a start page's record counts."""
        if record is not None:
            self.topics.add_topic(lease, record)
        return self.topics.relevance()

    def wants(self, lease: Lease) -> bool:
        """Whether an address is still worth fetching."""
        return self.sought.wants(lease)

    def failed(self, failure: Failure) -> None:
        """End the lease of a request that got no answer, with the reason."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        assert failure.value is not None
        self._count_answer(request.meta["lease"], None)
        visit = visit_of(request, None, request.meta["lease"].canonical)
        self.outcomes.end(visit, Finding(Refusal(*reason_of(failure.value))))

    def _count_answer(self, lease: Lease, status: int | None) -> None:
        """Count whether an outlet answers; its robots.txt says nothing about that.

        "Not there" is an answer, but for pages that the crawl was told of: start pages, and feeds of an outlet's file.
        """
        is_described = self.outlet_named(lease.outlet).canonical_host is not None
        is_told = lease.kind == "start" or (lease.kind in ANNOUNCING and is_described)
        if lease.kind != "robots":
            is_answered = status is not None and (status < _ERROR_STATUS or (status in _MISSING and not is_told))
            self.crawler.stats.inc_value(PREFIX + ("answered" if is_answered else "unanswered"))

    def found(self, url: str) -> Found:
        """The address of a request made by a user's code: a page that may be an article."""
        outlet = self.outlet_of(url)
        return Found(url, outlet.canonicalize(url), outlet.domain, "page", tier=Tier.ARTICLE)

    def outlet_of(self, url: str) -> Outlet:
        """The outlet of an address: a listed one, else a general one for its registrable domain."""
        return outlet_of(url, self.outlets)

    def outlet_named(self, domain: str) -> Outlet:
        """The outlet of a domain, also of one from an earlier run."""
        return self.outlets.get(domain) or general_outlet(f"https://{domain}/")

    @property
    def outcomes(self) -> Outcomes:
        """The owner of the output folder."""
        outcomes = self.crawler.get_extension(Outcomes)
        assert outcomes is not None
        return outcomes

    def idle(self) -> None:
        """Log the seeds that were not found."""
        self.sought.warn_of_missing()

    async def start_workers(self) -> None:
        """Start the cleaning processes; without them nothing is fetched."""
        try:
            await self.workers.start()
        except (WorkerDied, DataFileError) as error:
            self.outcomes.give_up(error if isinstance(error, DataFileError) else OutputError(str(error)))
            raise CloseSpider("no_cleaner") from error

    async def close_workers(self) -> None:
        """Stop the cleaning processes, and tell which outlets no longer repeat what was learned from them."""
        for line in self._learned.warnings():
            self.logger.warning(line)
        await self.workers.close()
