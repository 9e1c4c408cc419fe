"""`scrapy crawl archive`: given WARC files through the same cleaning, judgement, pipelines and writer, no network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import Request

from cleaners.data_files import DataFileError, nearest
from crawler.ingest.archived_pages import read_domains, read_from_archives, read_paths, request_meta
from crawler.ingest.entry import Entry, found_in_archive
from crawler.seeding.arguments import Origin, check_own_files
from crawler.seeding.plan import Plan
from crawler.spiders.base import LedgerSpider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

    from crawler.ledger.lease import Found, Lease

_ARGUMENTS = ("warc", "domain")


class ArchiveSpider(LedgerSpider):
    """Every HTML page of the archives that was answered with 200 ends in one record or rejection.

    `-a warc=FILE[,FILE…]` are archives or patterns; `-a domain=a.com,b.com` reads these domains only. Links are
    written as edges and not followed: no archive is asked for what it does not have.
    """

    name = "archive"

    def __init__(self, warc: str | None = None, domain: str | None = None, **unknown: Any) -> None:
        for name in unknown:
            raise DataFileError(f"-a {name}=…: unknown argument; {nearest(name, _ARGUMENTS)}")
        super().__init__(Plan(focus=False, follow=False), Origin(check_own_files(), (), ()))
        self.domains = read_domains(domain)
        self.paths = read_paths(warc)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """No network, no pauses, no archive of our own."""
        super().update_settings(settings)
        read_from_archives(settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Read settings and arguments, so that their errors come before anything is written."""
        if crawler.settings.getlist("REPLAY_WARC"):
            raise DataFileError("REPLAY_WARC and crawl archive: give archives as -a warc=FILE[,FILE…] only")
        return super().from_crawler(crawler, *args, **kwargs)

    async def start(self) -> AsyncIterator[Any]:
        """Read the archives into the ledger; their pages are handed out from there."""
        self.look_out()
        entry = Entry(self.outcomes.writer, self.crawler.stats, self.options.output_dir, self.outlet_of)
        try:
            await entry.run(self.paths, self.domains)
        except DataFileError as error:
            self.outcomes.stop(error)
        else:
            self.outcomes.ledger.queue.at_once = self.options.cleaner_processes
        return
        yield  # Scrapy wants an asynchronous generator

    def request_for(self, lease: Lease) -> Request:
        """The request for a page: the last capture of its address."""
        captured = self.outcomes.ledger.captures.last(lease.canonical)
        meta: dict[str, Any] = {"lease": lease, "download_slot": lease.outlet}
        url = lease.url
        if captured is not None:
            meta |= request_meta(captured, self.options.output_dir)
            url = captured.url
        return Request(url, self.parse, errback=self.failed, meta=meta, dont_filter=True)

    def address_of(self, lease: Lease, response: Response) -> str:
        """The address as the ledger spells it, however its last capture did."""
        return lease.canonical

    def found(self, url: str) -> Found:
        """The address of a request that a user's code made."""
        return found_in_archive(url, self.outlet_of(url))

    async def start_workers(self) -> None:
        """Spawn the cleaning processes; without them nothing is read."""
        # Which capture of an address is its last is known when all archives have been read.
        self.outcomes.ledger.queue.at_once = 0
        await super().start_workers()
