"""The downloader middleware that knows what each host's tdmrep.json says about a page."""

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

_PATH = "/.well-known/tdmrep.json"
MARK = "tdm_rule"
"""Where a request's meta has the rule for its address: a `Rule`, or None."""
_SECONDS = 15.0
"""Time for the file: hardly a host has one, and a page must not wait long for it."""
_MAX_BYTES = 1024 * 1024


class Reservations:
    """Asks for the file once per host and run, before the first page of the host, as the TDMRep report wants it.

    A file that cannot be had says nothing. The file does not keep a page from being fetched: the page's own header
    and meta element may overrule it.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._known: dict[str, asyncio.Task[tuple[Rule, ...]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Reservations:
        """The middleware."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Scrapy's hook; robots.txt and requests of a user's own are not asked about."""
        if "lease" not in request.meta:
            return
        parts = urlsplit(request.url)
        place = f"{parts.scheme}://{parts.netloc}"
        if place not in self._known:
            self._known[place] = asyncio.ensure_future(self._ask(place + _PATH, request.meta.get("download_slot")))
        request.meta[MARK] = rule_for(await asyncio.shield(self._known[place]), request.url)

    async def _ask(self, url: str, slot: str | None) -> tuple[Rule, ...]:
        meta: dict[str, Any] = {"download_timeout": _SECONDS, "download_maxsize": _MAX_BYTES, "dont_retry": True}
        meta |= {"dont_obey_robotstxt": True} | ({"download_slot": slot} if slot else {})
        engine = self._crawler.engine
        assert engine is not None
        try:
            response = await engine.download_async(Request(url, callback=NO_CALLBACK, meta=meta))
        except Exception as error:
            logger.debug("%s: cannot be had: %s", url, error)
            return ()
        rules = read_tdmrep(response.body) if response.status == 200 else ()
        if rules:
            logger.info("%s: %d rules about text and data mining", url, len(rules))
        return rules
