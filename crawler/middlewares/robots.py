"""robots.txt, as RFC 9309 has it: what an error means, and what `Crawl-delay` asks for."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.misc import build_from_crawler, load_object

from crawler.middlewares.archiving import forget
from crawler.middlewares.body_limits import BEGINNING
from crawler.middlewares.guard import Refused
from crawler.optout.directives import product_token
from crawler.pages.failures import reason_of
from crawler.politeness.backoff import manners_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)

_TRIES = 3
"""How often robots.txt is asked for where it says "later": a hiccup must not bar an outlet for a whole run."""
_EARLY = (429, 503)
_META = {"dont_obey_robotstxt": True, "download_maxsize": 0, BEGINNING: 512 * 1024}
"""Of a longer robots.txt the beginning counts, however long it says it is: RFC 9309 (2.5) asks for 500 KiB or more."""


class _Forbidden(Refused):
    """The address is forbidden to us by robots.txt."""

    reason = "robots"


class _RobotsUnavailable(Refused):
    """robots.txt answers with a server error: everything is forbidden until it does not (RFC 9309, 2.3.1.4)."""

    reason = "http_error"


class _RobotsUnreachable(Refused):
    """Nobody answers for robots.txt: the page is not asked for either."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"robots.txt: {detail}")
        self.reason = reason


class Robots:
    """Downloader middleware in place of Scrapy's, which takes a server error for a permission.

    Rules are asked for once per host, port and run; those that could not be had, again with the next page. We are
    addressed by our product token only, not by other words of the User-Agent header.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        if not settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._agent = settings.get("ROBOTSTXT_USER_AGENT") or product_token(settings["USER_AGENT"])
        self._parser = load_object(settings["ROBOTSTXT_PARSER"])
        self._known: dict[str, asyncio.Task[RobotParser]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Robots:
        """The middleware; NotConfigured without ROBOTSTXT_OBEY."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Scrapy's hook: raises why a page must not be asked for, or lets the request pass."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        forget(request)  # one that is refused here gets no further, where this is done for the others
        rules = await self._rules(request)
        if not rules.allowed(request.url, self._agent):
            self._crawler.stats.inc_value("robotstxt/forbidden")
            raise _Forbidden("Forbidden by robots.txt")

    async def _rules(self, request: Request) -> RobotParser:
        parts = urlsplit(request.url)
        place = f"{parts.scheme}://{parts.netloc}"
        task = self._known.get(place)
        if task is None:
            task = self._known[place] = asyncio.ensure_future(self._ask(f"{place}/robots.txt", request))
        try:
            return await asyncio.shield(task)
        except Refused:
            self._known.pop(place, None)
            raise

    async def _ask(self, url: str, request: Request) -> RobotParser:
        outlet = request.meta.get("outlet")
        status, body = await self._answer(url)
        if status >= 500 or status == 429:
            if outlet is not None:
                manners_of(self._crawler).give_up(outlet, f"robots.txt answers {status}")
            raise _RobotsUnavailable(f"robots.txt answers {status}")
        rules: RobotParser = build_from_crawler(self._parser, self._crawler, body if status < 300 else b"")
        signal = signals.robots_parsed
        await self._crawler.signals.send_catch_log_async(signal=signal, robotparser=rules, request=request)
        delay = rules.crawl_delay(self._agent)
        if delay is not None and outlet is not None:
            manners_of(self._crawler).ask_delay(outlet, delay)
        return rules

    async def _answer(self, url: str) -> tuple[int, bytes]:
        """Status and body of robots.txt; 404 where it is behind a circle of redirects (RFC 9309, 2.3.1.2)."""
        engine, stats = self._crawler.engine, self._crawler.stats
        assert engine is not None
        for _ in range(_TRIES):
            stats.inc_value("robotstxt/request_count")
            try:
                asking = Request(url, callback=NO_CALLBACK, priority=1000, meta=_META)
                response: Response = await engine.download_async(asking)
            except IgnoreRequest:
                return 404, b""
            except Exception as error:
                raise _RobotsUnreachable(*reason_of(error)) from error
            stats.inc_value(f"robotstxt/response_status_count/{response.status}")
            if response.status not in _EARLY:
                break
        return response.status, response.body
