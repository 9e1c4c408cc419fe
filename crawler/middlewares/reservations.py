"""Downloader middleware that looks up each page in its host's tdmrep.json."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from crawler.optout.tdmrep import Rule, read_tdmrep, rule_for

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_TDMREP_PATH = "/.well-known/tdmrep.json"
TDM_RULE = "tdm_rule"
"""Meta key for the rule that applies to a request's address: a `Rule` or None."""
_TDMREP_SECONDS = 15.0
"""Timeout for the file: hardly any host has one, and pages must not wait long for it."""
_MAX_BYTES = 1024 * 1024


class Reservations:
    """Fetches the file once per host and run, before the host's first page, as the TDMRep report demands.

    A file that cannot be fetched says nothing. The file does not prevent a page from being fetched, because the page's
    own header and meta element may override it.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._tasks: dict[str, asyncio.Task[tuple[Rule, ...]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Reservations:
        """Create the middleware."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Set the rule in the meta of a lease's request; robots.txt and a user's own requests have no lease."""
        if "lease" not in request.meta:
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._tasks:
            self._tasks[origin] = asyncio.ensure_future(
                self._fetch_rules(origin + _TDMREP_PATH, request.meta.get("download_slot"))
            )
        request.meta[TDM_RULE] = rule_for(await asyncio.shield(self._tasks[origin]), request.url)

    async def _fetch_rules(self, url: str, slot: str | None) -> tuple[Rule, ...]:
        meta: dict[str, Any] = {"download_timeout": _TDMREP_SECONDS, "download_maxsize": _MAX_BYTES, "dont_retry": True}
        meta |= {"dont_obey_robotstxt": True} | ({"download_slot": slot} if slot else {})
        engine = self._crawler.engine
        assert engine is not None
        try:
            response = await engine.download_async(Request(url, callback=NO_CALLBACK, meta=meta))
        except Exception as error:
            logger.debug("%s: cannot be fetched: %s", url, error)
            return ()
        rules = read_tdmrep(response.body) if response.status == 200 else ()
        if rules:
            logger.info("%s: %d text and data mining rules", url, len(rules))
        return rules
