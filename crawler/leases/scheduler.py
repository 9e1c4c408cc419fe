"""Scrapy's scheduler over the ledger: what to fetch next is read there, and nowhere else."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Protocol

from scrapy.core.scheduler import BaseScheduler
from scrapy.utils.asyncio import call_later

from crawler.leases.outcomes import Endings
from crawler.ledger.outcome import Finding, Refusal, Visit, now, visit_of
from crawler.network.internals import ask_scheduler
from crawler.politeness.backoff import politeness_of

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler

    from crawler.leases.writer import Timer
    from crawler.ledger.lease import Found, Lease
    from crawler.outlets import Outlet


class _LeaseSpider(Protocol):
    """What the scheduler asks of a spider."""

    def outlet_named(self, domain: str) -> Outlet:
        """The outlet of a lease."""

    def found(self, url: str) -> Found:
        """An address that a request of the user's names."""

    def wants(self, lease: Lease) -> bool:
        """Whether fetching it still serves a purpose."""

    def request_for(self, lease: Lease) -> Request:
        """The request for a leased address, with the lease in its meta."""


class LedgerScheduler(BaseScheduler):
    """Leases one address per outlet at a time, so a slow outlet holds one of Scrapy's places and no more.

    A lease is open from here until its outcome, also while its request waits for robots.txt, is redirected,
    retried or cleaned. Redirects and retries bear their lease and wait in memory.
    """

    def __init__(self, crawler: Crawler, endings: Endings) -> None:
        self._crawler = crawler
        self._endings = endings
        self._manners = politeness_of(crawler)
        self._wakes_at: Timer | None = None
        self._waiting: deque[Request] = deque()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LedgerScheduler:
        """Take the ledger from the extension that owns the output folder."""
        endings = crawler.get_extension(Endings)
        assert endings is not None
        return cls(crawler, endings)

    def open(self, spider: Spider) -> None:
        """Remember the spider, which makes the requests."""
        self._spider: _LeaseSpider = spider  # type: ignore[assignment]  # a spider of this project

    def close(self, reason: str) -> None:
        """End the writing: everything in flight has ended by now."""
        self._waiting.clear()
        if self._wakes_at is not None:
            self._wakes_at.cancel()
        self._endings.close()

    def has_pending_requests(self) -> bool:
        """Whether there may be something to fetch."""
        if self._endings.writer.failed:
            return False
        return bool(self._waiting) or self._endings.ledger.queue.has_pending(self._manners.left())

    def enqueue_request(self, request: Request) -> bool:
        """Keep a redirect or retry; put a request without a lease into the ledger as an address.

        False for a redirect to an address that another page bears: then the lease has ended.
        """
        lease: Lease | None = request.meta.get("lease")
        if lease is None:
            with self._endings.writer.guard():
                self._endings.ledger.add([self._spider.found(request.url)])
            return True
        outlet = self._spider.outlet_named(lease.outlet)
        with self._endings.writer.guard():
            finding = self._end_of_redirect(request, lease, outlet)
            if finding is None:
                self._waiting.append(request)
                return True
            self._endings.end(visit_of(request, None, lease.canonical), finding)
        return False

    def _end_of_redirect(self, request: Request, lease: Lease, outlet: Outlet) -> Finding | None:
        """What ends a lease whose request was sent elsewhere, None where it may go on there."""
        twins, canonical = self._endings.ledger.twins, outlet.canonicalize(request.url)
        if twins.is_taken_down(canonical):
            return Finding(Refusal("takedown", "redirects to what was taken down"))
        is_own = outlet.owns(request.url)
        if lease.record is not None and not twins.bears(lease, canonical):
            # A known article that moved is no revision of it: what stands there is read for its own sake.
            found = (self._spider.found(request.url),) if is_own else ()
            return Finding(Refusal("redirect", f"to {canonical}"), found=found)
        # The guard refuses what leaves the outlet; the ledger must not take such an address for the outlet's.
        if is_own and not twins.claim(lease, request.url, canonical):
            return Finding(Refusal("redirect", f"to {canonical}, which is known"))
        return None

    def next_request(self) -> Request | None:
        """A redirect or retry, else the next address of an outlet that is free, else None."""
        if self._endings.writer.failed:
            return None
        if self._waiting:
            return self._waiting.popleft()
        with self._endings.writer.guard():
            while (lease := self._endings.ledger.queue.lease(self._manners.resting())) is not None:
                is_taken_down = self._endings.ledger.twins.is_taken_down(lease.canonical)
                if not is_taken_down and self._spider.wants(lease):
                    return self._spider.request_for(lease)
                finding = Finding(Refusal("takedown") if is_taken_down else None)
                self._endings.end(Visit(lease, lease.canonical, now()), finding)
        self._wake_later()
        return None

    def _wake_later(self) -> None:
        """Have Scrapy ask again when an outlet has rested; by itself it looks every five seconds only."""
        seconds = self._manners.seconds_to_wait()
        if self._wakes_at is None and seconds is not None:
            self._wakes_at = call_later(seconds, self._wake)

    def _wake(self) -> None:
        self._wakes_at = None
        ask_scheduler(self._crawler.engine)
