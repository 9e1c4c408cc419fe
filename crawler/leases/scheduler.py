"""Scrapy's scheduler on top of the ledger, the only place that says what to fetch next."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Protocol

from scrapy.core.scheduler import BaseScheduler
from scrapy.utils.asyncio import call_later

from crawler.leases.outcomes import Outcomes
from crawler.ledger.outcome import Finding, Refusal, Visit, now, visit_of
from crawler.network.internals import ask_scheduler
from crawler.options import read_options
from crawler.politeness.backoff import politeness_of

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler

    from crawler.leases.writer import Timer
    from crawler.ledger.lease import Found, Lease
    from crawler.outlets import Outlet


_UNREAD_PER_PROCESS = 2
"""Answered pages for each cleaning process: one being read, and one so that it never waits."""


class _LeaseSpider(Protocol):
    """What the scheduler requires of a spider."""

    def outlet_named(self, domain: str) -> Outlet:
        """The outlet of a lease."""

    def found(self, url: str) -> Found:
        """The address of a request made by the user's own code."""

    def wants(self, lease: Lease) -> bool:
        """Whether the address still needs to be fetched."""

    def request_for(self, lease: Lease) -> Request:
        """The request for a leased address, with the lease in its meta."""


class LedgerScheduler(BaseScheduler):
    """Asks each outlet for CONCURRENT_REQUESTS_PER_DOMAIN pages at a time, so a slow one holds few of Scrapy's slots.

    A lease is open from here until its outcome. Its outlet is busy until the page is there: while the request waits
    for robots.txt, is redirected or retried, but not while the page is read and committed. When the cleaning
    processes have enough to do, nothing is leased, so pages do not pile up in memory. Redirects and retries carry
    their lease and wait in memory.
    """

    def __init__(self, crawler: Crawler, outcomes: Outcomes) -> None:
        self._crawler = crawler
        self._outcomes = outcomes
        self._politeness = politeness_of(crawler)
        self._wakes_at: Timer | None = None
        self._waiting: deque[Request] = deque()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LedgerScheduler:
        """Take the ledger from the extension that owns the output folder."""
        outcomes = crawler.get_extension(Outcomes)
        assert outcomes is not None
        return cls(crawler, outcomes)

    def open(self, spider: Spider) -> None:
        """Remember the spider, which makes the requests."""
        self._spider: _LeaseSpider = spider  # type: ignore[assignment]  # a spider of this project
        settings, queue = self._crawler.settings, self._outcomes.ledger.queue
        queue.at_once = settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        queue.most_unread = _UNREAD_PER_PROCESS * read_options(settings).cleaner_processes

    def close(self, reason: str) -> None:
        """Close the output folder; nothing is in flight any more."""
        self._waiting.clear()
        if self._wakes_at is not None:
            self._wakes_at.cancel()
        self._outcomes.close()

    def has_pending_requests(self) -> bool:
        """Whether there may be something to fetch."""
        if self._outcomes.writer.failed:
            return False
        return bool(self._waiting) or self._outcomes.ledger.queue.has_pending(self._politeness.left())

    def enqueue_request(self, request: Request) -> bool:
        """Keep a redirect or retry in memory; add the address of a request without a lease to the ledger.

        Returns False if a redirect ended its lease, for example because another page owns the target.
        """
        lease: Lease | None = request.meta.get("lease")
        if lease is None:
            with self._outcomes.writer.guard():
                self._outcomes.ledger.add([self._spider.found(request.url)])
            return True
        outlet = self._spider.outlet_named(lease.outlet)
        with self._outcomes.writer.guard():
            finding = self._end_of_redirect(request, lease, outlet)
            if finding is None:
                self._waiting.append(request)
                return True
            self._outcomes.end(visit_of(request, None, lease.canonical), finding)
        return False

    def _end_of_redirect(self, request: Request, lease: Lease, outlet: Outlet) -> Finding | None:
        """The finding that ends a lease whose request was redirected, or None if it may follow."""
        duplicates, canonical = self._outcomes.ledger.duplicates, outlet.canonicalize(request.url)
        if duplicates.is_taken_down(canonical):
            return Finding(Refusal("takedown", "redirects to an address that was taken down"))
        is_own = outlet.owns(request.url)
        if lease.record is not None and not duplicates.has_claimed(lease, canonical):
            # A known article that moved is not a revision; its new address is queued as a page of its own.
            found = (self._spider.found(request.url),) if is_own else ()
            return Finding(Refusal("redirect", f"to {canonical}"), found=found)
        # The guard refuses redirects out of the outlet; the ledger must not file their targets under it.
        if is_own and not duplicates.claim(lease, request.url, canonical):
            return Finding(Refusal("redirect", f"to {canonical}, which is known"))
        return None

    def next_request(self) -> Request | None:
        """A redirect or retry, else the next address of an outlet that is not busy, else None."""
        if self._outcomes.writer.failed:
            return None
        if self._waiting:
            return self._waiting.popleft()
        with self._outcomes.writer.guard():
            while (lease := self._outcomes.ledger.queue.lease(self._politeness.resting())) is not None:
                is_taken_down = self._outcomes.ledger.duplicates.is_taken_down(lease.canonical)
                if not is_taken_down and self._spider.wants(lease):
                    return self._spider.request_for(lease)
                finding = Finding(Refusal("takedown", "its address was taken down") if is_taken_down else None)
                self._outcomes.end(Visit(lease, lease.canonical, now()), finding)
        self._wake_later()
        return None

    def _wake_later(self) -> None:
        """Wake Scrapy when the pause of an outlet is over; by itself it only looks every five seconds."""
        seconds = self._politeness.seconds_to_wait()
        if self._wakes_at is None and seconds is not None:
            self._wakes_at = call_later(seconds, self._wake)

    def _wake(self) -> None:
        self._wakes_at = None
        ask_scheduler(self._crawler.engine)
