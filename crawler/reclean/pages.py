"""From a record's archive pointer back to the page as the cleaner saw it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.statscollectors import DummyStatsCollector

from crawler.network.http import header, headers_of, html_problem
from crawler.optout.directives import OptOuts, product_token, read_opt_outs
from crawler.optout.metas import metas_of
from crawler.replay import response_of

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from crawler.storage.committed import CommittedFolder, Json
    from crawler.warc.answers import Answer


class Unreadable(ValueError):
    """Raised for a page that its archive does not give back; says why in one line."""


@dataclass(frozen=True)
class _StoredPage:
    """A page as it was fetched, content encoding undone."""

    body: bytes
    url: str
    content_type: str
    headers: dict[str, list[str]]
    agent: str
    """The name that robots directives address us by."""

    def opt_outs(self, directives: list[str]) -> OptOuts:
        """What its headers and elements forbid, with what the cleaner read (`Reading.directives`).

        What its host's tdmrep.json said then stands in the record.
        """
        return read_opt_outs(self.headers, metas_of(self.body), directives, None, self.agent)


class Pages:
    """Reads pages by the pointers of records."""

    def __init__(self, folder: CommittedFolder, settings: BaseSettings) -> None:
        self._folder = folder
        self._limit = settings.getint("DOWNLOAD_MAXSIZE")
        self._agent = product_token(settings.get("ROBOTSTXT_USER_AGENT") or settings["USER_AGENT"])
        # What undoes Content-Encoding in a crawl does it here too; it asks for no more of a crawl than this.
        crawler = Crawler(Spider, dict(settings))
        crawler.stats = DummyStatsCollector(crawler)
        self._encodings = HttpCompressionMiddleware.from_crawler(crawler)

    def read(self, line: Json) -> _StoredPage:
        """The page of a record or rejection; raises Unreadable."""
        warc = line.get("warc")
        if not warc:
            raise Unreadable("it has no archive entry")
        try:
            answer = self._folder.exchange(warc, self._limit)
        except (OSError, ValueError) as error:
            raise Unreadable(f"{warc['file']}: {getattr(error, 'strerror', None) or error}") from error
        if self._limit and len(answer.body) > self._limit:
            raise Unreadable(f"it is larger than DOWNLOAD_MAXSIZE ({self._limit} bytes)")
        return self._page(answer)

    def _page(self, answer: Answer) -> _StoredPage:
        request = Request(answer.url)
        received = response_of(request, answer.status, answer.headers, answer.body)
        try:
            response = self._encodings.process_response(request, received)
        except (IgnoreRequest, ValueError, OSError, EOFError) as error:
            raise Unreadable(f"its content encoding cannot be undone: {error}") from error
        assert isinstance(response, Response)
        content_type = header(response, "Content-Type")
        if problem := html_problem(content_type, response.body):
            raise Unreadable(f"its archive entry is no HTML page: {problem}")
        return _StoredPage(response.body, request.url, content_type, headers_of(response), self._agent)
