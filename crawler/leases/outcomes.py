"""The extension that owns the output folder and ends every lease, whichever way its page ends."""

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
from crawler.ledger.lease import ANNOUNCING
from crawler.ledger.outcome import Finding, Refusal, Visit, now, outcome_of, visit_of
from crawler.ledger.stats import PREFIX, count_outcome
from crawler.network.internals import ask_scheduler
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
    from crawler.storage.committed import Json

logger = logging.getLogger(__name__)

_READ_FIRST = ("start", "bridge", *ANNOUNCING)
"""Kinds of pages that are read before their outlet is asked again."""
_PIPELINE_SECONDS = 1.0
"""The longest time for which a record in slow item pipelines holds up the pages of its outlet behind it."""
_QUEUE_SECONDS = 1.0
"""Interval for counting the queue: with millions of addresses, counting takes longer than a page."""


class Outcomes:
    """The owner of `OUTPUT_DIR`: opens it before anything is fetched, ends each lease once, and closes it last.

    A page that becomes a record is announced with `expect`, passes the item pipelines, and ends when Scrapy
    signals the result; every other page ends with `end`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._expected: dict[int, tuple[Visit, Finding]] = {}
        self._awaited: dict[int, asyncio.Event] = {}
        """Set when the lease of a record has ended."""
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
    def from_crawler(cls, crawler: Crawler) -> Outcomes:
        """Open the output folder; raises OutputError if it is unusable, DataFileError for an invalid setting."""
        outcomes = cls(crawler)
        connect = crawler.signals.connect
        connect(outcomes.item_scraped, signal=signals.item_scraped)
        connect(outcomes.item_dropped, signal=signals.item_dropped)
        connect(outcomes.item_error, signal=signals.item_error)
        connect(outcomes.spider_error, signal=signals.spider_error)
        connect(outcomes.spider_idle, signal=signals.spider_idle)
        return outcomes

    def expect(self, visit: Visit, finding: Finding) -> None:
        """Announce a page whose record is about to pass the item pipelines."""
        self._expected[visit.lease.id] = (visit, finding)

    async def wait_for(self, lease: Lease) -> None:
        """Wait until an expected record has passed the item pipelines, a second at most: it may have been dropped."""
        if lease.id not in self.ledger.queue.open_leases or self.writer.failed:
            return
        ended = self._awaited[lease.id] = asyncio.Event()
        timer = call_later(_PIPELINE_SECONDS, ended.set)
        try:
            await ended.wait()
        finally:
            timer.cancel()
            del self._awaited[lease.id]

    def answered(self, lease: Lease, before: int) -> None:
        """Let an outlet be asked for its next page while this one is read, unless the next depends on this one.

        `before` is the first priority that a link of the page may get. Announcing and start pages are read first
        because they come before all others, hub pages because of what they lead to; so are the pages of an outlet in
        trouble.
        """
        if lease.kind in _READ_FIRST or not politeness_of(self._crawler).is_well(lease.outlet):
            return
        self.ledger.queue.answered(lease, before)
        ask_scheduler(self._crawler.engine)

    def end(self, visit: Visit, finding: Finding) -> None:
        """End the lease of a visit once, or put it back for politeness; does nothing after a write error."""
        self._end(visit, finding)
        if visit.lease.id in self._awaited:
            self._awaited[visit.lease.id].set()

    def _end(self, visit: Visit, finding: Finding) -> None:
        self._expected.pop(visit.lease.id, None)
        if visit.lease.id not in self.ledger.queue.open_leases or self.writer.failed:
            return
        outcome = outcome_of(visit, finding)
        politeness = politeness_of(self._crawler)
        if politeness.puts_back(outcome):
            # A page is not to blame if its whole outlet has been given up.
            failed = outcome.lease.failed + (outcome.lease.outlet not in politeness.left())
            with self.writer.guard():
                self.ledger.queue.put_back(outcome.lease, failed)
            return
        is_new = outcome.rejection is None or not self.ledger.is_repeated(outcome.lease, outcome.rejection["reason"])
        spent = self.writer.add(outcome, is_new=is_new)
        if spent is not None:
            logger.info("%s: %s yields nothing any more, the rest is skipped", outcome.lease.outlet, spent or "it")
        count_outcome(self._crawler.stats, outcome, is_new=is_new)
        if monotonic() > self._queue_counted + _QUEUE_SECONDS:
            self._count_queue()

    def item_scraped(self, item: Any, response: Response | None) -> None:
        """Write a record as the pipelines left it, unless they made it invalid."""
        expected = self._take_expected(response)
        if expected is None:
            return
        visit, finding = expected
        record, problem = record_of_item(item)
        if problem is not None:
            logger.error("%s: not a valid record: %s", visit.url, problem)
            self.end(visit, finding.stopped("invalid", problem))
        else:
            self.end(visit, replace(finding, result=record))

    def item_dropped(self, item: Any, response: Response | None, exception: Exception) -> None:
        """Turn a record dropped by a pipeline into a rejection."""
        self._refuse_expected(response, "pipeline", str(exception) or type(exception).__name__)

    def item_error(self, item: Any, response: Response | None, failure: Failure) -> None:
        """Turn a record on which a pipeline failed into a rejection."""
        self._refuse_expected(response, "pipeline", f"{type(failure.value).__name__}: {failure.value}")

    def spider_error(self, failure: Failure, response: Response | Failure) -> None:
        """End the lease of a page whose callback, errback or spider middleware raised."""
        request: Request | None = getattr(response, "request", None)
        lease: Lease | None = request.meta.get("lease") if request else None
        if request is not None and lease is not None:
            detail = f"{type(failure.value).__name__}: {failure.value}"
            visit = visit_of(request, getattr(response, "status", None), lease.canonical)
            self.end(visit, Finding(Refusal("callback_error", detail)))

    def spider_idle(self) -> None:
        """End leases that ended without a signal: a user's spider middleware can drop an item silently.

        This project's own code never causes that; each case is logged as an error.
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
        """Put open leases back and commit a last time; called when nothing is in flight any more."""
        self._count_queue()
        self.writer.close()

    def _count_queue(self) -> None:
        self._queue_counted = monotonic()
        if self.writer.failed:
            return
        with self.writer.guard():
            self._crawler.stats.set_value(PREFIX + "queue", self.ledger.pending())
            self._crawler.stats.set_value(PREFIX + "known_articles", self.ledger.articles())

    def _take_expected(self, response: Response | None) -> tuple[Visit, Finding] | None:
        lease: Lease | None = response.meta.get("lease") if response is not None else None
        return self._expected.pop(lease.id, None) if lease is not None else None

    def _refuse_expected(self, response: Response | None, reason: str, detail: str) -> None:
        expected = self._take_expected(response)
        if expected is not None:
            visit, finding = expected
            self.end(visit, finding.stopped(reason, detail))

    def give_up(self, error: OutputError | DataFileError) -> None:
        """Log why the crawl cannot continue; the command ends with this line."""
        logger.critical("%s", error)
        self._crawler.stats.set_value(PREFIX + "error", str(error))

    def stop(self, error: OutputError | DataFileError) -> None:
        """Stop the crawl, since what it fetches could not be kept or read; open leases are put back."""
        if self._stopping is not None:
            return
        self.give_up(error)
        for ended in self._awaited.values():
            ended.set()
        reason = "output_error" if isinstance(error, OutputError) else "own_data_error"
        self._stopping = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=reason))


def record_of_item(item: Any) -> tuple[Json, str | None]:
    """The record that an item holds, in plain types, and what is wrong with it.

    A valid dict without fields of the user's own holds none but plain types, so it need not be walked through.
    """
    if type(item) is dict and not any(name.startswith("x_") for name in item) and problem_of(item) is None:
        return dict(item), None
    record: Json = dict(ItemAdapter(item).asdict())
    return record, problem_of(record)


def _open_ledger(options: Options, answers: str) -> Ledger:
    """The ledger of an output folder, with the limits of this crawl; raises OutputError if it is unusable."""
    path, depth, bridges = options.output_dir / "ledger.sqlite", options.depth_limit, options.bridges_per_outlet
    return Ledger(path, answers, depth_limit=depth, bridges=bridges)
