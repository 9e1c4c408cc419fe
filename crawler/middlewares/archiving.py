"""The downloader middleware nearest the network: each answer goes into the archive as it was received.

Whether it may be kept is asked before it is written, for an archive only grows.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware

from crawler.discovery.announced import absolute
from crawler.leases.outcomes import Outcomes
from crawler.network.http import headers_of
from crawler.optout.directives import forbids_archiving, product_token
from crawler.optout.metas import canonicals_of, metas_of
from crawler.urls import canonicalize

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response


def forget(request: Request) -> None:
    """Remove the marks of an earlier answer from a request, which may be its redirect or retry."""
    for mark in ("warc", "fetched_at", "captured_at"):
        request.meta.pop(mark, None)


class Archiving:
    """Archives redirects, errors, robots.txt and feeds too; leaves `warc` and `fetched_at` in the meta.

    What forbids a stored copy (`noarchive`), or was taken down, is not kept and has no `warc`.
    """

    def __init__(self, outcomes: Outcomes, noarchive: _NoArchive) -> None:
        self._outcomes = outcomes
        self._noarchive = noarchive

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Archiving:
        """Take the archive from the extension that owns the output folder."""
        outcomes = crawler.get_extension(Outcomes)
        assert outcomes is not None
        return cls(outcomes, _NoArchive(crawler, outcomes.ledger.duplicates.is_taken_down))

    def process_request(self, request: Request) -> None:
        """Forget the marks of an earlier answer: this may be its redirect or retry."""
        forget(request)

    def process_response(self, request: Request, response: Response) -> Response:
        """Archive the exchange; a replayed answer keeps the time of its recording."""
        captured_at = request.meta.get("captured_at")
        at = datetime.fromisoformat(captured_at) if captured_at else datetime.now(UTC)
        request.meta["fetched_at"] = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        writer = self._outcomes.writer
        if writer.failed:
            return response
        with writer.guard():
            if not self._noarchive.forbids(request, response):
                request.meta["warc"] = self._outcomes.archive.write(request, response, at)
                if self._outcomes.archive.has_begun_another:
                    writer.flush()  # the next file may not begin before the ledger knows this one
        return response


class _NoArchive:
    """Reads off an answer, as it came over the network, that it is not to be kept.

    `taken_down` says whether a takedown covers a canonical address.
    """

    def __init__(self, crawler: Crawler, taken_down: Callable[[str], object]) -> None:
        settings = crawler.settings
        self._agent = product_token(settings.get("ROBOTSTXT_USER_AGENT") or settings["USER_AGENT"])
        self._taken_down = taken_down
        self._decoder = HttpCompressionMiddleware(crawler=crawler)
        self._decoder.stats = None  # the one that Scrapy runs counts already

    def forbids(self, request: Request, response: Response) -> bool:
        """Whether an answer forbids a stored copy of itself, or is, names or leads to what was taken down."""
        page = self._decoded(request, response) if 200 <= response.status < 300 else b""
        headers = headers_of(response)
        if forbids_archiving(headers.get("x-robots-tag", ()), metas_of(page), self._agent):
            return True
        named = (request.url, *headers.get("location", ()), *canonicals_of(page))
        return any(self._taken_down(canonicalize(absolute(request.url, url) or "")) for url in named)

    def _decoded(self, request: Request, response: Response) -> bytes:
        if "Content-Encoding" not in response.headers:
            return response.body
        try:
            decoded = self._decoder.process_response(request, response.copy())
        except Exception:  # nobody can read it, we neither: there is no page that forbids anything
            return b""
        return getattr(decoded, "body", b"")
