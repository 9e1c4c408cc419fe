"""Politeness per outlet: which outlets rest until when, and which pages are retried later.

The scheduler asks which outlets rest. A page to be retried goes back into the ledger, so that nothing waits in
Scrapy's own queues. When archives answer, no outlet rests: they answer the same however often they are asked.
"""

from __future__ import annotations

import logging
import random
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy import signals

from crawler.ledger.stats import PREFIX
from crawler.network.http import header
from crawler.options import read_options
from crawler.politeness.circuit_breaker import (
    BreakerState,
    Limits,
    after_failure,
    after_failure_in_rest,
    after_success,
    is_outlet_failure,
)
from crawler.politeness.retry_after import RETRY_LATER, retry_after_seconds
from crawler.replay import answers_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.ledger.lease import Lease
    from crawler.ledger.outcome import Outcome

logger = logging.getLogger(__name__)

_MAX_ATTEMPTS = {True: 3, False: 2}
"""Requests for a page that fails while its outlet answers others, or has no others: if we came too early, or not."""
_MAX_WAIT = 60.0
"""Seconds; the longest breaker pause that a crawl with nothing else to do waits for; a longer one ends the crawl."""
_KILLED = ("timeout", "worker_killed")
"""Refusals of pages that arrived, and then stopped a cleaning process."""


@dataclass(frozen=True, slots=True)
class _Received:
    """What matters to politeness in the answer to a lease."""

    status: int
    asked: float | None
    """The seconds of its `Retry-After`."""


class Politeness:
    """The extension that keeps each outlet's circuit breaker and crawl delay, for one run.

    `clock` gives monotonic seconds, `jitter` numbers from 0 to 1.
    """

    def __init__(
        self,
        crawler: Crawler,
        clock: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        options = read_options(crawler.settings)
        self._stats = crawler.stats
        self._clock, self._jitter = clock, jitter
        self._is_offline = answers_of(crawler.settings) != "live"
        self._limits = Limits(options.breaker_failures, options.breaker_pause, options.backoff_seconds)
        self._retry_max, self._crawl_delay_max = options.retry_after_max, options.crawl_delay_max
        self._states: defaultdict[str, BreakerState] = defaultdict(BreakerState)
        self._answers: dict[int, _Received] = {}
        self._first_failed_at: dict[int, int] = {}
        self._delays: dict[str, float] = {}
        self._held: set[int] = set()
        self._killing: set[str] = set()
        """Outlets whose last page cost a cleaning process its life."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Politeness:
        """Create the extension and connect its signals; raises DataFileError for an invalid setting."""
        politeness = cls(crawler)
        crawler.signals.connect(politeness.response_received, signal=signals.response_received)
        crawler.signals.connect(politeness.spider_closed, signal=signals.spider_closed)
        return politeness

    def response_received(self, response: Response, request: Request) -> None:
        """Note the answer to a lease until its outcome comes."""
        lease: Lease | None = request.meta.get("lease")
        if lease is not None:
            now = datetime.now(UTC)
            date, value = header(response, "Date"), header(response, "Retry-After")
            asked = retry_after_seconds(value, date, now, self._retry_max) if response.status in RETRY_LATER else None
            self._answers[lease.id] = _Received(response.status, asked)

    def spider_closed(self) -> None:
        """Put the outlets left for the next run into the statistics, for the summary."""
        for outlet, why in self.left().items():
            self._stats.set_value(f"{PREFIX}left/{outlet}", why)

    def puts_back(self, outcome: Outcome) -> bool:
        """Whether a page is to be retried instead of ending like this; updates its outlet's circuit breaker.

        It is not retried once it has failed often enough and its outlet has answered others since, or has only a
        few failing pages: then the page is at fault.
        """
        lease, rejection = outcome.lease, outcome.rejection
        answer = self._answers.pop(lease.id, None)
        if lease.id in self._held:
            self._held.remove(lease.id)
            return True
        is_killing = rejection is not None and rejection["reason"] in _KILLED and answer is not None
        (self._killing.add if is_killing else self._killing.discard)(lease.outlet)
        state = self._states[lease.outlet]
        if state.given_up and rejection is not None and answer is None:
            return True
        reason, status = rejection["reason"] if rejection else "", answer.status if answer else None
        if not is_outlet_failure(reason, status, had_answer=answer is not None):
            self._first_failed_at.pop(lease.id, None)
            if answer is not None:
                self._states[lease.outlet] = after_success(state, self._clock())
            return False
        if self._is_offline:
            return False
        return self._failed(lease, f"{reason} {status or ''}".strip(), answer, state)

    def _failed(self, lease: Lease, why: str, answer: _Received | None, state: BreakerState) -> bool:
        is_early = answer is not None and answer.status in RETRY_LATER
        # If it failed in an earlier run, others have worked since: it has waited behind them.
        first = -1 if lease.failed else state.answers
        others_worked = state.answers > self._first_failed_at.setdefault(lease.id, first)
        is_the_page = others_worked or len(state.pages) < self._limits.failures
        if is_the_page and lease.failed + 1 >= _MAX_ATTEMPTS[is_early]:
            del self._first_failed_at[lease.id]
            return False
        now, asked, backs_off = self._clock(), answer.asked if answer else None, is_early or why.startswith("bot_wall")
        if state.until > now:
            after = after_failure_in_rest(state, lease.id, now, self._limits, asked)
        else:
            jitter = self._jitter()
            after = after_failure(
                state, lease.id, why, now, self._limits, asked=asked, backs_off=backs_off, jitter=jitter
            )
        self._states[lease.outlet] = after
        self._log_change(lease.outlet, state, after)
        self._stats.inc_value(PREFIX + "put_back")
        return True

    def hold(self, lease: Lease, why: str) -> None:
        """Have a page put back because a file of its host that must be read first cannot be read now.

        Its outlet rests, longer each time; after `BREAKER_FAILURES` failures in a row it is left for the next run.
        When archives answer, waiting changes nothing, so it is left at once.
        """
        self._held.add(lease.id)
        before = self._states[lease.outlet]
        self._stats.inc_value(PREFIX + "put_back")
        if self._is_offline or before.failures + 1 >= self._limits.failures:
            self.give_up(lease.outlet, why)
            return
        now, jitter = self._clock(), self._jitter()
        after = after_failure(before, lease.id, why, now, self._limits, asked=None, backs_off=True, jitter=jitter)
        self._states[lease.outlet] = after
        self._log_change(lease.outlet, before, after)

    def give_up(self, outlet: str, why: str) -> None:
        """Leave an outlet for the next run."""
        before = self._states[outlet]
        self._states[outlet] = replace(before, given_up=True, why=why)
        self._log_change(outlet, before, self._states[outlet])

    def _log_change(self, outlet: str, before: BreakerState, after: BreakerState) -> None:
        seconds = after.until - self._clock()
        if after.given_up and not before.given_up:
            logger.warning("%s: left for the next run (%s); its addresses stay pending", outlet, after.why)
        elif after.pauses > before.pauses:
            count, why = len(after.pages), after.why
            logger.warning("%s: %d pages in a row failed (%s); it rests for %.0f s", outlet, count, why, seconds)
        elif seconds > 0:
            logger.info("%s: %s; it rests for %.1f s", outlet, after.why, seconds)

    def is_well(self, outlet: str) -> bool:
        """Whether an outlet has answered well and not failed since, so it may be asked again before a page is read."""
        state = self._states[outlet]
        return outlet not in self._killing and (self._is_offline or (state.answers > 0 and not state.failures))

    def resting(self) -> frozenset[str]:
        """The outlets that must not be asked now."""
        now = self._clock()
        return frozenset(name for name, one in self._states.items() if one.given_up or one.until > now)

    def left(self) -> dict[str, str]:
        """The outlets that the crawl does not wait for, and why: given up, or in a long pause of the breaker."""
        late = self._clock() + _MAX_WAIT
        ones = self._states.items()
        return {name: one.why for name, one in ones if one.given_up or (one.pauses and one.until > late)}

    def seconds_to_wait(self) -> float | None:
        """Seconds until the next outlet has rested; None if no outlet rests, those given up aside."""
        now = self._clock()
        waits = [one.until - now for one in self._states.values() if not one.given_up and one.until > now]
        return min(waits, default=None)

    def set_crawl_delay(self, outlet: str, seconds: float) -> None:
        """Obey an outlet's `Crawl-delay`, the largest of its hosts', up to CRAWL_DELAY_MAX."""
        delay = min(seconds, self._crawl_delay_max)
        if delay > self._delays.get(outlet, 0.0):
            self._delays[outlet] = delay
            logger.info("%s: its robots.txt asks for %g s between two pages, it gets %g s", outlet, seconds, delay)

    def crawl_delay(self, outlet: str) -> float:
        """The seconds between two pages that an outlet's robots.txt asked for; 0 if archives answer."""
        return 0.0 if self._is_offline else self._delays.get(outlet, 0.0)

    @property
    def is_offline(self) -> bool:
        """Whether archives answer, so that nothing needs to wait."""
        return self._is_offline


def politeness_of(crawler: Crawler) -> Politeness:
    """The politeness extension of a crawl."""
    politeness = crawler.get_extension(Politeness)
    assert politeness is not None
    return politeness
