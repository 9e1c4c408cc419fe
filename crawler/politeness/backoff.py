"""Good manners, outlet by outlet: who rests until when, and which page is to be asked for again later.

The scheduler asks who rests; a page that is to be asked for again goes back into the ledger, so that nothing waits
in one of Scrapy's places. In a rehearsal nobody rests: an archive answers the same however often it is asked.
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
from crawler.politeness.circuit_breaker import Health, Limits, answered, failed, fails
from crawler.politeness.retry_after import seconds_asked
from crawler.replay import answers_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.ledger.lease import Lease
    from crawler.ledger.outcome import Outcome

logger = logging.getLogger(__name__)

_EARLY = (429, 503)
"""Statuses that mean: come again later."""
_ASKED_TIMES = {True: 3, False: 2}
"""How often a page is asked for that fails while its outlet answers others: because we came early, or otherwise.
So is one that fails when there is nothing else to ask the outlet for."""
_PATIENCE = 60.0
"""Seconds; a crawl that has nothing else to do waits for a breaker's pause up to this, longer ones end it."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a lease was answered, as far as manners ask."""

    status: int
    asked: float | None
    """Seconds of its `Retry-After`."""


class Manners:
    """The extension that keeps each outlet's health; everything in it is forgotten with the run.

    `clock` gives seconds that never go back, `jitter` numbers from 0 to 1.
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
        self._rehearsal = answers_of(crawler.settings) != "live"
        self._limits = Limits(options.breaker_failures, options.breaker_pause, options.backoff_seconds)
        self._retry_after_max, self._crawl_delay_max = options.retry_after_max, options.crawl_delay_max
        self._health: defaultdict[str, Health] = defaultdict(Health)
        self._answers: dict[int, _Answer] = {}
        self._first_failed_at: dict[int, int] = {}
        self._delays: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Manners:
        """The extension, told of every answer; raises DataFileError for a nonsense setting."""
        manners = cls(crawler)
        crawler.signals.connect(manners.response_received, signal=signals.response_received)
        crawler.signals.connect(manners.spider_closed, signal=signals.spider_closed)
        return manners

    def response_received(self, response: Response, request: Request) -> None:
        """Note what a lease was answered, until its outcome comes."""
        lease: Lease | None = request.meta.get("lease")
        if lease is not None:
            now = datetime.now(UTC)
            date, value = header(response, "Date"), header(response, "Retry-After")
            asked = seconds_asked(value, date, now, self._retry_after_max) if response.status in _EARLY else None
            self._answers[lease.id] = _Answer(response.status, asked)

    def spider_closed(self) -> None:
        """Leave the outlets that wait for the next run in the statistics, for the summary."""
        for outlet, why in self.left().items():
            self._stats.set_value(f"{PREFIX}left/{outlet}", why)

    def puts_back(self, outcome: Outcome) -> bool:
        """Whether a page is to be asked for again instead of ending so; its outlet's health is noted on the way.

        It is not when it has failed often enough, and its outlet has answered others since, or has no more than a
        few pages that fail: then it is the page.
        """
        lease, rejection = outcome.lease, outcome.rejection
        answer = self._answers.pop(lease.id, None)
        health = self._health[lease.outlet]
        if health.given_up and rejection is not None and answer is None:
            return True
        reason, status = rejection["reason"] if rejection else "", answer.status if answer else None
        if not fails(reason, status, had_answer=answer is not None):
            self._first_failed_at.pop(lease.id, None)
            if answer is not None:
                self._health[lease.outlet] = answered(health)
            return False
        if self._rehearsal:
            return False
        return self._failed(lease, f"{reason} {status or ''}".strip(), answer, health)

    def _failed(self, lease: Lease, why: str, answer: _Answer | None, health: Health) -> bool:
        is_early = answer is not None and answer.status in _EARLY
        # Since it failed in an earlier run, others have worked: it has waited behind them.
        first = -1 if lease.failed else health.answers
        others_worked = health.answers > self._first_failed_at.setdefault(lease.id, first)
        is_the_page = others_worked or len(health.pages) < self._limits.failures
        if is_the_page and lease.failed + 1 >= _ASKED_TIMES[is_early]:
            del self._first_failed_at[lease.id]
            return False
        after = failed(
            health,
            lease.id,
            why,
            self._clock(),
            self._limits,
            asked=answer.asked if answer else None,
            backs_off=is_early or why.startswith("bot_wall"),
            jitter=self._jitter(),
        )
        self._health[lease.outlet] = after
        self._tell(lease.outlet, health, after)
        self._stats.inc_value(PREFIX + "put_back")
        return True

    def give_up(self, outlet: str, why: str) -> None:
        """Leave an outlet for the next run."""
        before = self._health[outlet]
        self._health[outlet] = replace(before, given_up=True, why=why)
        self._tell(outlet, before, self._health[outlet])

    def _tell(self, outlet: str, before: Health, after: Health) -> None:
        seconds = after.until - self._clock()
        if after.given_up and not before.given_up:
            logger.warning("%s: left for the next run (%s); its addresses stay pending", outlet, after.why)
        elif after.pauses > before.pauses:
            count, why = len(after.pages), after.why
            logger.warning("%s: %d pages in a row failed (%s); it rests for %.0f s", outlet, count, why, seconds)
        elif seconds > 0:
            logger.info("%s: %s; it rests for %.1f s", outlet, after.why, seconds)

    def resting(self) -> frozenset[str]:
        """The outlets that are not to be asked now."""
        now = self._clock()
        return frozenset(name for name, one in self._health.items() if one.given_up or one.until > now)

    def left(self) -> dict[str, str]:
        """The outlets that the crawl does not wait for, and why: given up, or in a long pause of the breaker."""
        late = self._clock() + _PATIENCE
        ones = self._health.items()
        return {name: one.why for name, one in ones if one.given_up or (one.pauses and one.until > late)}

    def seconds_to_wait(self) -> float | None:
        """The time until the next outlet has rested; None when none rests that will be asked again."""
        now = self._clock()
        waits = [one.until - now for one in self._health.values() if not one.given_up and one.until > now]
        return min(waits, default=None)

    def ask_delay(self, outlet: str, seconds: float) -> None:
        """Keep to an outlet's `Crawl-delay`, the largest of its hosts', as far as CRAWL_DELAY_MAX goes."""
        delay = min(seconds, self._crawl_delay_max)
        if delay > self._delays.get(outlet, 0.0):
            self._delays[outlet] = delay
            logger.info("%s: its robots.txt asks for %g s between two pages, it gets %g s", outlet, seconds, delay)

    def delay_of(self, outlet: str) -> float:
        """The seconds between two pages that an outlet's robots.txt asked for; 0 in a rehearsal."""
        return 0.0 if self._rehearsal else self._delays.get(outlet, 0.0)

    @property
    def is_rehearsal(self) -> bool:
        """Whether archives answer, so that nobody needs to wait."""
        return self._rehearsal


def manners_of(crawler: Crawler) -> Manners:
    """The extension of a crawl."""
    manners = crawler.get_extension(Manners)
    assert manners is not None
    return manners
