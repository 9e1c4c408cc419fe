"""Read the page behind a record's archive pointer, as the cleaner saw it."""

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
from crawler.reclean.reservations import FolderReservations
from crawler.replay import response_of

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from crawler.optout.tdmrep import Rule
    from crawler.storage.committed import CommittedFolder, Json
    from crawler.warc.answers import Answer


class UnreadablePage(ValueError):
    """Raised for a page that cannot be read from its archive; says why in one line."""


@dataclass(frozen=True)
class _ArchivedPage:
    """A page as fetched, with its content encoding decoded."""

    body: bytes
    url: str
    content_type: str
    headers: dict[str, list[str]]
    agent: str
    """Our product token in robots directives."""
    rule: Rule | None = None
    """The rule of its host's tdmrep.json, if the archive holds that file."""

    def opt_outs(self, directives: list[str]) -> OptOuts:
        """What its headers, meta elements, host and `directives` (the cleaner's `Reading.directives`) forbid."""
        return read_opt_outs(self.headers, metas_of(self.body), directives, self.rule, self.agent)


class PageReader:
    """Reads pages by the archive pointers of records."""

    def __init__(self, folder: CommittedFolder, settings: BaseSettings) -> None:
        self._folder = folder
        self._reservations = FolderReservations(folder)
        self._limit = settings.getint("DOWNLOAD_MAXSIZE")
        self._agent = product_token(settings.get("ROBOTSTXT_USER_AGENT") or settings["USER_AGENT"])
        # The middleware that decodes Content-Encoding in a crawl; this is all it needs of a crawler.
        crawler = Crawler(Spider, dict(settings))
        crawler.stats = DummyStatsCollector(crawler)
        self._encodings = HttpCompressionMiddleware.from_crawler(crawler)

    def read(self, line: Json) -> _ArchivedPage:
        """The page of a record or rejection; raises UnreadablePage."""
        if line.get("pages"):
            raise UnreadablePage("its text is joined from several pages")
        warc = line.get("warc")
        if not warc:
            raise UnreadablePage("no archive entry")
        try:
            answer = self._folder.exchange(warc, self._limit)
        except (OSError, ValueError) as error:
            raise UnreadablePage(f"{warc['file']}: {getattr(error, 'strerror', None) or error}") from error
        if self._limit and len(answer.body) > self._limit:
            raise UnreadablePage(f"larger than DOWNLOAD_MAXSIZE ({self._limit} bytes)")
        return self._page(answer)

    def _page(self, answer: Answer) -> _ArchivedPage:
        request = Request(answer.url)
        received = response_of(request, answer.status, answer.headers, answer.body)
        try:
            response = self._encodings.process_response(request, received)
        except (IgnoreRequest, ValueError, OSError, EOFError) as error:
            raise UnreadablePage(f"cannot decode its content encoding: {error}") from error
        assert isinstance(response, Response)
        content_type = header(response, "Content-Type")
        if problem := html_problem(content_type, response.body):
            raise UnreadablePage(f"its archive entry is not an HTML page: {problem}")
        rule = self._reservations.rule(request.url)
        return _ArchivedPage(response.body, request.url, content_type, headers_of(response), self._agent, rule)
