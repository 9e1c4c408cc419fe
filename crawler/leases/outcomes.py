"""How every lease ends: the extension that owns the output folder and hears of each way a page can end."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from contextlib import ExitStack, closing
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Any

from itemadapter import ItemAdapter
from scrapy import signals
from scrapy.exceptions import DontCloseSpider
from scrapy.utils.asyncio import call_later

from crawler.errors import OutputError
from crawler.leases.writer import Writer, unwritable
from crawler.ledger import Ledger
from crawler.ledger.outcome import Finding, Refusal, Visit, now, outcome_of, visit_of
from crawler.ledger.stats import PREFIX, count
from crawler.options import Options, read_options
from crawler.politeness.backoff import politeness_of
from crawler.replay import answers_of
from crawler.storage.schema import problem_of
from crawler.storage.warc_writer import Archive

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from cleaners.data_files import DataFileError
    from crawler.ledger.lease import Lease

logger = logging.getLogger(__name__)

_QUEUE_SECONDS = 1.0
"""How often the queue is counted: with millions of addresses that takes longer than a page."""


class Endings:
    """The owner of `OUTPUT_DIR`: opens it before anything is fetched, ends each lease once, closes it last.

    A page that becomes a record is announced with `expect`, goes through the item pipelines, and ends when
    Scrapy says what became of the item; every other page ends with `end`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._expected: dict[int, tuple[Visit, Finding]] = {}
        self._stopping: asyncio.Task[None] | None = None
        options = read_options(crawler.settings)
        try:
            self._open(options, answers_of(crawler.settings))
        except (OSError, sqlite3.Error) as error:
            raise unwritable(options.output_dir, error) from error
        self._queue_counted = monotonic()

    def _open(self, options: Options, answers: str) -> None:
        folder, software = options.output_dir, self._crawler.settings["USER_AGENT"]
        with ExitStack() as opened:
            self.ledger = opened.enter_context(closing(_open_ledger(options, answers)))
            archive = Archive(folder, self.ledger.lengths(), options.archive_max_bytes, software)
            self.archive = opened.enter_context(closing(archive))
            self.writer = Writer(folder, self.ledger, self.archive, later=call_later, on_error=self.stop)
            waiting = self.ledger.pending()
            opened.pop_all()
        for name in ("resumed", "queue"):
            self._crawler.stats.set_value(PREFIX + name, waiting)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Endings:
        """Open the output folder; raises OutputError when it cannot be used, DataFileError for a nonsense setting."""
        endings = cls(crawler)
        connect = crawler.signals.connect
        connect(endings.item_scraped, signal=signals.item_scraped)
        connect(endings.item_dropped, signal=signals.item_dropped)
        connect(endings.item_error, signal=signals.item_error)
        connect(endings.spider_error, signal=signals.spider_error)
        connect(endings.spider_idle, signal=signals.spider_idle)
        return endings

    def expect(self, visit: Visit, finding: Finding) -> None:
        """Announce a page whose record is about to pass the item pipelines."""
        self._expected[visit.lease.id] = (visit, finding)

    def end(self, visit: Visit, finding: Finding) -> None:
        """End the lease of a visit, or put it back if politeness say so; once, and not when writing has failed."""
        self._expected.pop(visit.lease.id, None)
        if visit.lease.id not in self.ledger.queue.open_leases or self.writer.failed:
            return
        outcome = outcome_of(visit, finding)
        politeness = politeness_of(self._crawler)
        if politeness.puts_back(outcome):
            # What an outlet that is left alone did not answer is no failure of the page's.
            failed = outcome.lease.failed + (outcome.lease.outlet not in politeness.left())
            with self.writer.guard():
                self.ledger.queue.put_back(outcome.lease, failed)
            return
        is_told = outcome.rejection is None or not self.ledger.is_repeated(outcome.lease, outcome.rejection["reason"])
        spent = self.writer.add(outcome, is_told=is_told)
        if spent is not None:
            logger.info("%s: nothing comes of %s any more, the rest is left alone", outcome.lease.outlet, spent or "it")
        count(self._crawler.stats, outcome, is_told=is_told)
        if monotonic() > self._queue_counted + _QUEUE_SECONDS:
            self._count_queue()

    def item_scraped(self, item: Any, response: Response | None) -> None:
        """A record passed the pipelines: write it as they left it, unless it is no valid record any more."""
        expected = self._taken(response)
        if expected is None:
            return
        visit, finding = expected
        record = dict(ItemAdapter(item).asdict())
        problem = problem_of(record)
        if problem is not None:
            logger.error("%s: not a valid record: %s", visit.url, problem)
            self.end(visit, finding.stopped("invalid", problem))
        else:
            self.end(visit, replace(finding, result=record))

    def item_dropped(self, item: Any, response: Response | None, exception: Exception) -> None:
        """A pipeline dropped a record: that becomes a rejection."""
        self._refuse_expected(response, "pipeline", str(exception) or type(exception).__name__)

    def item_error(self, item: Any, response: Response | None, failure: Failure) -> None:
        """A pipeline failed on a record: that becomes a rejection too."""
        self._refuse_expected(response, "pipeline", f"{type(failure.value).__name__}: {failure.value}")

    def spider_error(self, failure: Failure, response: Response | Failure) -> None:
        """A callback, errback or spider middleware raised."""
        request: Request | None = getattr(response, "request", None)
        lease: Lease | None = request.meta.get("lease") if request else None
        if request is not None and lease is not None:
            detail = f"{type(failure.value).__name__}: {failure.value}"
            visit = visit_of(request, getattr(response, "status", None), lease.canonical)
            self.end(visit, Finding(Refusal("callback_error", detail)))

    def spider_idle(self) -> None:
        """End what ended without anybody saying so: a user's spider middleware can drop an item silently.

        Nothing of this project's own gets here; the log says so if it does.
        """
        if self._stopping is not None:
            return
        lost = list(self.ledger.queue.open_leases.values())
        for lease in lost:
            logger.error("%s: its lease was still open when the crawl went idle", lease.url)
            visit, finding = self._expected.pop(lease.id, (Visit(lease, lease.canonical, now()), Finding()))
            self._crawler.stats.inc_value(PREFIX + "lost")
            self.end(visit, finding.stopped("pipeline", "dropped without a signal"))
        if lost and self.ledger.queue.has_pending():
            raise DontCloseSpider

    def close(self) -> None:
        """Put open leases back and commit a last time; called when all in flight has ended."""
        self._count_queue()
        self.writer.close()

    def _count_queue(self) -> None:
        self._queue_counted = monotonic()
        if self.writer.failed:
            return
        with self.writer.guard():
            self._crawler.stats.set_value(PREFIX + "queue", self.ledger.pending())
            self._crawler.stats.set_value(PREFIX + "known_articles", self.ledger.articles())

    def _taken(self, response: Response | None) -> tuple[Visit, Finding] | None:
        lease: Lease | None = response.meta.get("lease") if response is not None else None
        return self._expected.pop(lease.id, None) if lease is not None else None

    def _refuse_expected(self, response: Response | None, reason: str, detail: str) -> None:
        expected = self._taken(response)
        if expected is not None:
            visit, finding = expected
            self.end(visit, finding.stopped(reason, detail))

    def give_up(self, error: OutputError | DataFileError) -> None:
        """Say why the crawl cannot go on; the command ends with this line."""
        logger.critical("%s", error)
        self._crawler.stats.set_value(PREFIX + "error", str(error))

    def stop(self, error: OutputError | DataFileError) -> None:
        """Stop the crawl: it must not go on fetching what nobody can keep, or read. Open leases are put back."""
        if self._stopping is not None:
            return
        self.give_up(error)
        reason = "output_error" if isinstance(error, OutputError) else "own_data_error"
        self._stopping = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=reason))


def _open_ledger(options: Options, answers: str) -> Ledger:
    """The ledger of an output folder, with the limits of this crawl; raises OutputError when it cannot be used."""
    path, depth, bridges = options.output_dir / "ledger.sqlite", options.depth_limit, options.bridges_per_outlet
    return Ledger(path, answers, depth_limit=depth, bridges=bridges)
