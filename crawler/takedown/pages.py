"""What the archived exchanges of a folder say: where a page says it belongs, and what it shares with a takedown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.statscollectors import DummyStatsCollector

from cleaners.text.web_address import join_address
from crawler.ledger.takedowns import takedown_key
from crawler.optout.metas import canonicals_of
from crawler.replay import response_of
from crawler.takedown.files import reading

if TYPE_CHECKING:
    from crawler.storage.committed import ArchivedRecord, CommittedFolder

_COMPARED_BYTES = 1 << 28
"""Bytes of a decoded body."""


class AnswerReader:
    """Reads the bodies of archived answers, with their content encodings decoded; holds one at a time."""

    def __init__(self, folder: CommittedFolder) -> None:
        self._folder = folder
        crawler = Crawler(Spider, {"DOWNLOAD_MAXSIZE": _COMPARED_BYTES, "DOWNLOAD_WARNSIZE": 0})
        crawler.stats = DummyStatsCollector(crawler)
        self._encodings = HttpCompressionMiddleware.from_crawler(crawler)

    def read(self, name: str, record: ArchivedRecord) -> tuple[bytes, str]:
        """The body of a response record, and its Content-Type; as stored if it cannot be decoded."""
        with reading(self._folder.path / name):
            answer = self._folder.exchange({"file": name, "offset": record.offset, "length": record.length})
        content_type = b" ".join(value for key, value in answer.headers if key.lower() == "content-type")
        body = answer.body
        if any(key.lower() == "content-encoding" for key, _ in answer.headers):
            request = Request("http://unknown.invalid/")
            received = response_of(request, answer.status, answer.headers, answer.body)
            try:
                decoded = self._encodings.process_response(request, received)
                body = decoded.body if isinstance(decoded, Response) else body
            except (IgnoreRequest, ValueError, OSError, EOFError):
                pass
        return body, content_type.decode("latin-1")


def leads_to(record: ArchivedRecord, body: bytes) -> list[str]:
    """The addresses that an answer redirects to or names as canonical; a home page as canonical is an error."""
    named = (_resolved_address(record.url, one) for one in canonicals_of(body))
    canonicals = [url for url in named if not takedown_key(url).endswith("/")]
    return [*(_resolved_address(record.url, one) for one in record.locations), *canonicals]


def _resolved_address(url: str, location: str) -> str:
    return join_address(url, location.strip()) or ""
