"""The downloader middleware nearest the network: each answer goes into the archive as it was received."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.endings import Endings
from crawler.manners.noarchive import NoArchive

if TYPE_CHECKING:
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

    def __init__(self, endings: Endings, noarchive: NoArchive) -> None:
        self._endings = endings
        self._noarchive = noarchive

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Archiving:
        """Take the archive from the extension that owns the output folder."""
        endings = crawler.get_extension(Endings)
        assert endings is not None
        return cls(endings, NoArchive(crawler, endings.ledger.twins.is_taken_down))

    def process_request(self, request: Request) -> None:
        """Forget the marks of an earlier answer: this may be its redirect or retry."""
        forget(request)

    def process_response(self, request: Request, response: Response) -> Response:
        """Archive the exchange; a replayed answer keeps the time of its recording."""
        captured_at = request.meta.get("captured_at")
        at = datetime.fromisoformat(captured_at) if captured_at else datetime.now(UTC)
        request.meta["fetched_at"] = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        writer = self._endings.writer
        if writer.failed:
            return response
        with writer.guard():
            if not self._noarchive.forbids(request, response):
                request.meta["warc"] = self._endings.archive.write(request, response, at)
                if self._endings.archive.has_begun_another:
                    writer.flush()  # the next file may not begin before the ledger knows this one
        return response
