"""Downloader middleware for robots.txt as RFC 9309 defines it, errors and `Crawl-delay` included."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from scrapy import Request, signals
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.misc import build_from_crawler, load_object

from crawler.middlewares.archiving import clear_answer_meta
from crawler.middlewares.body_limits import BEGINNING, TooManyEncodings
from crawler.middlewares.guard import Refused
from crawler.middlewares.host_files import Answered, HostFiles, origin_of
from crawler.optout.directives import product_token
from crawler.optout.robots_txt import MAX_ROBOTS_BYTES, read_robots
from crawler.pages.failures import reason_of
from crawler.politeness.backoff import politeness_of
from crawler.politeness.retry_after import RETRY_LATER

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)

_ROBOTS_ATTEMPTS = 3
"""Attempts at a robots.txt that answers "later": a hiccup must not bar an outlet for a whole run."""
_ROBOTS_META = {"dont_obey_robotstxt": True, "download_maxsize": 0, BEGINNING: MAX_ROBOTS_BYTES}


class _Forbidden(Refused):
    """robots.txt forbids us the address."""

    reason = "robots"


class _RobotsUnavailable(Refused):
    """robots.txt answers with a server error, which forbids everything as long as it lasts (RFC 9309, 2.3.1.4)."""

    reason = "http_error"


class _RobotsUnreachable(Refused):
    """robots.txt got no answer, so the page is not requested either."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"robots.txt: {detail}")
        self.reason = reason


class Robots:
    """Replaces Scrapy's middleware, which takes a server error for permission.

    Rules are fetched once per host, port and day (`HostFiles`), or again for the next page if that failed. Only our
    product token addresses us, not other words of the User-Agent header. `clock` gives monotonic seconds.
    """

    def __init__(self, crawler: Crawler, clock: Callable[[], float] = time.monotonic) -> None:
        settings = crawler.settings
        if not settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._agent = settings.get("ROBOTSTXT_USER_AGENT") or product_token(settings["USER_AGENT"])
        self._parser = load_object(settings["ROBOTSTXT_PARSER"])
        self.files = HostFiles(self._fetch_rules, clock)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Robots:
        """Create the middleware; raises NotConfigured without ROBOTSTXT_OBEY."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass, or raise a `Refused` that says why not."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        clear_answer_meta(request)  # a request refused here does not reach the middleware that does this for the others
        rules = await self.files.of(origin_of(request.url), request)
        if not rules.allowed(request.url, self._agent):
            self._crawler.stats.inc_value("robotstxt/forbidden")
            raise _Forbidden("Forbidden by robots.txt")

    async def _fetch_rules(self, origin: str, request: Request) -> Answered[RobotParser]:
        outlet, url = request.meta.get("outlet"), f"{origin}/robots.txt"
        status, body = await self._fetch(url)
        if status >= 500 or status == 429:
            if outlet is not None and not self.files.holds(origin):
                politeness_of(self._crawler).give_up(outlet, f"robots.txt answers {status}")
            raise _RobotsUnavailable(f"robots.txt answers {status}")
        read = read_robots(body if status < 300 else b"", self._agent)
        if read.problem:
            logger.warning("%s: %s, so that everything is forbidden", url, read.problem)
        rules: RobotParser = build_from_crawler(self._parser, self._crawler, read.text.encode())
        signal = signals.robots_parsed
        await self._crawler.signals.send_catch_log_async(signal=signal, robotparser=rules, request=request)
        delay = rules.crawl_delay(self._agent)
        if delay is not None and outlet is not None:
            politeness_of(self._crawler).set_crawl_delay(outlet, delay)
        return Answered(rules, read.cost)

    async def _fetch(self, url: str) -> tuple[int, bytes]:
        """Status and body of robots.txt; 404 if it is behind a redirect loop (RFC 9309, 2.3.1.2).

        One that is compressed too many times cannot be read.
        """
        engine, stats = self._crawler.engine, self._crawler.stats
        assert engine is not None
        for _ in range(_ROBOTS_ATTEMPTS):
            stats.inc_value("robotstxt/request_count")
            try:
                asking = Request(url, callback=NO_CALLBACK, priority=1000, meta=_ROBOTS_META)
                response: Response = await engine.download_async(asking)
            except IgnoreRequest as error:
                return (200, b"\0") if isinstance(error, TooManyEncodings) else (404, b"")
            except Exception as error:
                raise _RobotsUnreachable(*reason_of(error)) from error
            stats.inc_value(f"robotstxt/response_status_count/{response.status}")
            if response.status not in RETRY_LATER:
                break
        return response.status, response.body
