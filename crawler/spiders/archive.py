"""`scrapy crawl archive`: given WARC files through the same cleaning, judgement, pipelines and writer, no network."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider, signals
from scrapy.exceptions import CloseSpider

from cleaners import check_data
from cleaners.errors import OwnDataError
from crawler.endings import Endings, visit_of
from crawler.errors import OutputError
from crawler.judgement.answer import header, html_problem, http_problem
from crawler.judgement.frontier import limits
from crawler.judgement.judge import judge
from crawler.judgement.optout import header_directives, product_token
from crawler.judgement.refusal import reason_of
from crawler.options import Options, read_options
from crawler.origin import outlet_of
from crawler.outcome import Outcome, Visit, refused
from crawler.outlets import Outlet, general_outlet, load_outlets
from crawler.replay.entry import Entry, found_in_archive
from crawler.replay.given import read_domains, read_from_archives, read_paths, request_meta
from crawler.schema import check_schema
from crawler.strict_toml import nearest
from crawler.urls.rules import rules
from crawler.workers.pool import WorkerDied, Workers, WorkerTimeout

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from crawler.ledger.lease import Found, Lease

_ARGUMENTS = ("warc", "domain")


class ArchiveSpider(Spider):
    """Every HTML page of the archives that was answered with 200 ends in one record or rejection.

    `-a warc=FILE[,FILE…]` are archives or patterns; `-a domain=a.com,b.com` reads these domains only. Links are
    written as edges and not followed.
    """

    name = "archive"
    workers: Workers
    options: Options
    agent: str
    """The name that robots directives address us by."""

    def __init__(self, warc: str | None = None, domain: str | None = None, **unknown: Any) -> None:
        super().__init__()
        for name in unknown:
            raise OwnDataError(f"-a {name}=…: unknown argument; {nearest(name, _ARGUMENTS)}")
        check_data()
        check_schema()
        rules()
        limits()
        self.outlets = load_outlets()
        self.domains = read_domains(domain)
        self.paths = read_paths(warc)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """No network, no pauses, no archive of our own."""
        super().update_settings(settings)
        read_from_archives(settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> ArchiveSpider:
        """Read settings and arguments, so that their errors come before anything is written."""
        options = read_options(crawler.settings)
        if crawler.settings.getlist("REPLAY_WARC"):
            raise OwnDataError("REPLAY_WARC and crawl archive: give archives as -a warc=FILE[,FILE…] only")
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.start_workers, signal=signals.spider_opened)
        crawler.signals.connect(spider.close_workers, signal=signals.spider_closed)
        spider.workers = Workers(options.cleaner, options.cleaner_processes, options.cleaner_seconds)
        spider.agent = product_token(crawler.settings.get("ROBOTSTXT_USER_AGENT") or crawler.settings["USER_AGENT"])
        spider.options = options
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Read the archives into the ledger; their pages are handed out from there."""
        entry = Entry(self.endings.writer, self.crawler.stats, self.options.output_dir, self.outlet_of)
        try:
            await entry.run(self.paths, self.domains)
        except OwnDataError as error:
            self.endings.stop(error)
        else:
            self.endings.ledger.at_once = self.options.cleaner_processes
        return
        yield  # Scrapy wants an asynchronous generator

    def request_for(self, lease: Lease) -> Request:
        """The request for a page: the last capture of its address."""
        captured = self.endings.ledger.captures.last(lease.canonical)
        meta: dict[str, Any] = {"lease": lease, "download_slot": lease.outlet}
        url = lease.url
        if captured is not None:
            meta |= request_meta(captured, self.options.output_dir)
            url = captured.url
        return Request(url, self.parse, errback=self.failed, meta=meta, dont_filter=True)

    async def parse(self, response: Response) -> AsyncIterator[Any]:
        """Say what became of a page; yields its record if it has one."""
        assert response.request is not None
        lease: Lease = response.meta["lease"]
        visit = visit_of(response.request, response.status, lease.canonical)
        try:
            reading = await self._read(lease, visit, response)
        except OwnDataError as error:
            self.endings.stop(error)
            return
        outcome: Outcome | None = None
        with self.endings.writer.guard():
            outcome = reading if isinstance(reading, Outcome) else self._judged(reading, lease, visit, response)
        if outcome is None:
            return
        outcome = replace(outcome, found=())  # no archive is asked for what it does not have
        if outcome.record is None:
            self.endings.end(outcome)
            return
        self.endings.expect(outcome, visit)
        yield outcome.record

    async def _read(self, lease: Lease, visit: Visit, response: Response) -> dict[str, Any] | Outcome:
        content_type = header(response, "Content-Type")
        if problem := http_problem(response.status):
            return refused(lease, visit, *problem)
        if detail := html_problem(content_type, response.body):
            return refused(lease, visit, "not_html", detail)
        try:
            return await self.workers.run(response.body, response.url, visit.fetched_at, content_type)
        except WorkerTimeout as error:
            return refused(lease, visit, "timeout", str(error))
        except WorkerDied as error:
            return refused(lease, visit, "worker_killed", str(error))

    def _judged(self, reading: dict[str, Any], lease: Lease, visit: Visit, response: Response) -> Outcome:
        robots = [value.decode("latin-1") for value in response.headers.getlist("X-Robots-Tag")]
        return judge(
            reading,
            lease,
            visit,
            self.outlet_named(lease.outlet),
            self.endings.ledger.twins,
            directives=header_directives(robots, self.agent),
            tdm_reservation=header(response, "TDM-Reservation") or None,
        )

    def failed(self, failure: Failure) -> None:
        """Say why a capture could not be read."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        lease: Lease = request.meta["lease"]
        assert failure.value is not None
        self.endings.end(refused(lease, visit_of(request, None, lease.canonical), *reason_of(failure.value)))

    def wants(self, lease: Lease) -> bool:
        """Every page is wanted."""
        return True

    def found(self, url: str) -> Found:
        """The address of a request that a user's code made."""
        return found_in_archive(url, self.outlet_of(url))

    def outlet_of(self, url: str) -> Outlet:
        """The outlet that an address belongs to: a listed one, else its registrable domain."""
        return outlet_of(url, self.outlets)

    def outlet_named(self, domain: str) -> Outlet:
        """The outlet of a domain."""
        return self.outlets.get(domain) or general_outlet(f"https://{domain}/")

    @property
    def endings(self) -> Endings:
        """The owner of the output folder."""
        endings = self.crawler.get_extension(Endings)
        assert endings is not None
        return endings

    async def start_workers(self) -> None:
        """Spawn the cleaning processes; without them nothing is read."""
        # Which capture of an address is its last is known when all archives have been read.
        self.endings.ledger.at_once = 0
        try:
            await self.workers.start()
        except (WorkerDied, OwnDataError) as error:
            self.endings.give_up(error if isinstance(error, OwnDataError) else OutputError(str(error)))
            raise CloseSpider("no_cleaner") from error

    async def close_workers(self) -> None:
        """End the cleaning processes."""
        await self.workers.close()
