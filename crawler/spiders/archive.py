"""`scrapy crawl archive`: clean, decide and write pages of existing WARC files, without any network."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from scrapy import Request

from cleaners.data_files import DataFileError, nearest
from crawler.ingest import capture_reading, index_reading
from crawler.ingest.capture_handler import read_from_archives, request_meta
from crawler.ingest.ingestion import Ingestion, found_in_archive
from crawler.ingest.reservations import IngestedReservations
from crawler.ingest.warc_arguments import read_domains, read_paths
from crawler.ledger.stats import PREFIX
from crawler.optout.tdmrep import TDM_RULE
from crawler.seeding.arguments import CrawlInput, check_project_files
from crawler.seeding.plan import Plan
from crawler.spiders.base import LedgerSpider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

    from crawler.ledger.lease import Found, Lease
    from crawler.ledger.outcome import Visit
    from crawler.outlets import KnownOutlets

_ARCHIVE_ARGUMENTS = ("warc", "domain")
_MOST_NAMED_ARCHIVES = 10
"""Archives that could not be read, in the last line."""


class ArchiveSpider(LedgerSpider):
    """Every HTML page of the archives with status 200 ends in one record or rejection.

    `-a warc=FILE[,FILE…]` names archives or glob patterns; `-a domain=a.com,b.com` limits the crawl to domains. Links
    are written as edges but not followed.
    """

    name = "archive"
    tasks = (capture_reading.TASK, index_reading.TASK)
    queue_is_all = True

    def __init__(
        self, warc: str | None = None, domain: str | None = None, known: KnownOutlets | None = None, **unknown: Any
    ) -> None:
        for name in unknown:
            raise DataFileError(f"-a {name}=…: unknown argument; {nearest(name, _ARCHIVE_ARGUMENTS)}")
        super().__init__(Plan(focus=False, follow=False), CrawlInput(check_project_files(known).outlets, (), ()))
        self.domains = read_domains(domain)
        self.paths = read_paths(warc)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Use all processors; disable network, delays and the archive of fetched pages."""
        super().update_settings(settings)
        settings.set("CLEANER_PROCESSES", os.cpu_count() or 1, priority="spider")
        read_from_archives(settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Read settings and arguments, so that errors are raised before anything is written."""
        if crawler.settings.getlist("REPLAY_WARC"):
            raise DataFileError("REPLAY_WARC and crawl archive: give archives as -a warc=FILE[,FILE…] only")
        return super().from_crawler(crawler, *args, **kwargs)

    async def start(self) -> AsyncIterator[Any]:
        """Enter the archives' pages in the ledger, which then hands them out."""
        self.prepare()
        self._reservations = IngestedReservations(self.outcomes.ledger.captures, self.options.output_dir)
        output, processes = self.options.output_dir, self.options.cleaner_processes
        ingestion = Ingestion(self.outcomes.writer, self.crawler.stats, output, self.outlet_of, self.workers, processes)
        try:
            failed = await ingestion.run(self.paths, self.domains)
        except DataFileError as error:
            self.outcomes.stop(error)
        else:
            if failed:
                said = "; ".join(failed[:_MOST_NAMED_ARCHIVES])
                more = f"; and {len(failed) - _MOST_NAMED_ARCHIVES} more" if len(failed) > _MOST_NAMED_ARCHIVES else ""
                message = f"{len(failed)} of {len(self.paths)} archives could not be read: {said}{more}"
                self.crawler.stats.set_value(f"{PREFIX}error", message)
            self.outcomes.ledger.queue.at_once = 2 * self.options.cleaner_processes
        return
        yield  # Scrapy requires an asynchronous generator

    def request_for(self, lease: Lease) -> Request:
        """The request for the last capture of an address."""
        captured = self.outcomes.ledger.captures.last(lease.canonical)
        meta: dict[str, Any] = {"lease": lease, "download_slot": lease.outlet}
        url = lease.url
        if captured is not None:
            meta |= request_meta(captured, self.options.output_dir) | {TDM_RULE: self._reservations.rule(captured.url)}
            url = captured.url
        return Request(url, self.parse, errback=self.failed, meta=meta, dont_filter=True)

    def facts_of(self, response: Response, visit: Visit) -> dict[str, Any]:
        """The arguments with which a cleaning process reads a capture from its archive, and cleans it."""
        facts = {"url": response.url, "fetched_at": visit.fetched_at, **self.reading_facts(visit)}
        limit = response.meta.get("download_maxsize", self.crawler.settings.getint("DOWNLOAD_MAXSIZE"))
        return facts | {
            "task": capture_reading.TASK,
            "place": capture_reading.place_of(response.meta["place"]),
            "max_bytes": limit,
        }

    def request_for_further(self, url: str, lease: Lease) -> None:
        """None: every capture is a page of its own, and which of an article's is read first depends on chance."""

    def address_of(self, lease: Lease, response: Response) -> str:
        """The ledger's canonical address, whatever the spelling of the last capture."""
        return lease.canonical

    def found(self, url: str) -> Found:
        """The address of a request made by a user's code."""
        return found_in_archive(url, self.outlet_of(url))

    async def start_workers(self) -> None:
        """Start the cleaning processes; without them nothing is read."""
        # Hand out nothing yet: the last capture of an address is known once all archives have been read.
        self.outcomes.ledger.queue.at_once = 0
        await super().start_workers()
