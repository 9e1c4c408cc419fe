"""Downloader middleware that looks up each page in its host's tdmrep.json."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from crawler.middlewares.body_limits import BEGINNING
from crawler.middlewares.guard import Refused
from crawler.middlewares.host_files import Answered, HostFiles, origin_of
from crawler.optout.tdmrep import MAX_TDMREP_BYTES, TDM_RULE, TDMREP_PATH, Rule, read_tdmrep, rule_for, rules_cost
from crawler.pages.failures import reason_of
from crawler.politeness.backoff import politeness_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

_TDMREP_SECONDS = 15.0
"""Timeout for the file: hardly any host has one, and pages must not wait long for it."""
_TDMREP_META: dict[str, Any] = {
    "download_timeout": _TDMREP_SECONDS,
    "download_maxsize": 0,
    BEGINNING: MAX_TDMREP_BYTES + 1,
    "dont_retry": True,
    "dont_obey_robotstxt": True,
}
_TEMPORARY = ("timeout", "unreachable")
"""Reasons of failed requests that say nothing about the file: it may be there."""


class _ReservationsUnavailable(Refused):
    """tdmrep.json cannot be read now, so what it reserves is not known; the page waits."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"tdmrep.json: {detail}")
        self.reason = reason


class Reservations:
    """Fetches the file once per host and day, before the host's first page, as the TDMRep report demands.

    A host without the file (any 4xx) reserves nothing by it. As long as the file cannot be read (5xx, 429, 408, no
    answer), the host's pages are put back and their outlet rests. The file does not prevent a page from being
    fetched, because the page's own header and meta element may override it. `clock` gives monotonic seconds.
    """

    def __init__(self, crawler: Crawler, clock: Callable[[], float] = time.monotonic) -> None:
        self._crawler = crawler
        self.files = HostFiles(self._fetch_rules, clock)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Reservations:
        """Create the middleware."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Set the rule in the meta of a lease's request; robots.txt and a user's own requests have no lease."""
        lease = request.meta.get("lease")
        if lease is None:
            return
        try:
            rules = await self.files.of(origin_of(request.url), request)
        except _ReservationsUnavailable as error:
            politeness_of(self._crawler).hold(lease, str(error))
            raise
        request.meta[TDM_RULE] = rule_for(rules, request.url)

    async def _fetch_rules(self, origin: str, request: Request) -> Answered[tuple[Rule, ...]]:
        url, slot = origin + TDMREP_PATH, request.meta.get("download_slot")
        meta = _TDMREP_META | ({"download_slot": slot} if slot else {})
        engine = self._crawler.engine
        assert engine is not None
        try:
            response = await engine.download_async(Request(url, callback=NO_CALLBACK, meta=meta))
        except Exception as error:
            reason, detail = reason_of(error)
            logger.debug("%s: cannot be fetched: %s", url, detail)
            if reason in _TEMPORARY:
                raise _ReservationsUnavailable(reason, detail) from error
            # Redirected in a circle or to where we do not go, or compressed beyond all measure.
            rules: tuple[Rule, ...] = (Rule("/", 1),) if reason == "too_large" else ()
        else:
            rules = _rules_of(response)
        if rules:
            logger.info("%s: %d text and data mining rules", url, len(rules))
        return Answered(rules, rules_cost(rules))


def _rules_of(response: Response) -> tuple[Rule, ...]:
    """The rules of an answer; raises `_ReservationsUnavailable` for one that says to come again."""
    if response.status >= 500 or response.status in (408, 429):
        raise _ReservationsUnavailable("http_error", f"answers {response.status}")
    return read_tdmrep(response.body) if 200 <= response.status < 300 else ()
