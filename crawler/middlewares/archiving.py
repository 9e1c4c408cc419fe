"""Downloader middleware that archives each answer as it was received.

Permission is checked before an answer is written, because an archive only grows.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware

from crawler.discovery.announced import absolute
from crawler.leases.outcomes import Outcomes
from crawler.ledger.lease import ANNOUNCING
from crawler.middlewares.encoding_labels import with_true_label
from crawler.network.http import headers_of
from crawler.optout.directives import forbids_copy, product_token, read_opt_outs, refusal
from crawler.optout.metas import METAS, canonicals_of, metas_of
from crawler.optout.tdmrep import TDM_RULE
from crawler.urls import canonicalize

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response

    from crawler.ledger.duplicates import Duplicates
    from crawler.ledger.lease import Lease

_LETTERS_COMPARED = 1_000_000
"""Letters of an answer compared with what was taken down; all pages of news are shorter."""


def clear_answer_meta(request: Request) -> None:
    """Remove what an earlier answer left in the meta of a request, which may be its redirect or retry."""
    for mark in ("warc", "fetched_at", "captured_at", METAS):
        request.meta.pop(mark, None)


class Archiving:
    """Archives every answer, even redirects, errors, robots.txt and feeds; sets `warc` and `fetched_at` in the meta.

    An answer that forbids a stored copy (`noarchive`) or was taken down is not archived and gets no `warc`; nor does
    a page that will be refused for an opt-out. Feeds and sitemaps are no pages: many say `noindex`.
    """

    def __init__(self, outcomes: Outcomes, noarchive: _NoArchive) -> None:
        self._outcomes = outcomes
        self._noarchive = noarchive

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Archiving:
        """Create the middleware with the archive of the extension that owns the output folder."""
        outcomes = crawler.get_extension(Outcomes)
        assert outcomes is not None
        return cls(outcomes, _NoArchive(crawler, outcomes.ledger.duplicates))

    def process_request(self, request: Request) -> None:
        """Clear the meta: this may be the redirect or retry of an earlier request."""
        clear_answer_meta(request)

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
    """Decides from an answer, as received, whether it must not be archived; `duplicates` knows what was taken down."""

    def __init__(self, crawler: Crawler, duplicates: Duplicates) -> None:
        settings = crawler.settings
        self._agent = product_token(settings.get("ROBOTSTXT_USER_AGENT") or settings["USER_AGENT"])
        self._duplicates = duplicates
        self._decoder = HttpCompressionMiddleware(crawler=crawler)
        self._decoder.stats = None  # Scrapy's own instance counts already

    def forbids(self, request: Request, response: Response) -> bool:
        """Whether an answer forbids storing it, or its address, redirect, canonical link or text was taken down."""
        is_success = 200 <= response.status < 300
        page = self._decoded(request, response) if is_success else b""
        headers, metas = headers_of(response), metas_of(page)
        request.meta[METAS] = metas
        opt_outs = read_opt_outs(headers, metas, (), request.meta.get(TDM_RULE), self._agent)
        lease: Lease | None = request.meta.get("lease")
        is_page = is_success and lease is not None and lease.kind not in ANNOUNCING
        if forbids_copy(opt_outs) or (is_page and refusal(opt_outs) is not None):
            return True
        if not self._duplicates.has_takedowns and self._duplicates.taken_down_texts.is_empty:
            return False
        named = (request.url, *headers.get("location", ()), *canonicals_of(page))
        addresses = [canonicalize(absolute(request.url, url) or "") for url in named]
        if any(map(self._duplicates.is_taken_down, addresses)):
            return True
        if any(map(self._duplicates.taken_down_texts.spelled_in, addresses)):
            return True
        content_type = "".join(headers.get("content-type", ()))
        shared = self._duplicates.taken_down_texts.shared_with_page(page, content_type, _LETTERS_COMPARED)
        return shared.is_copy or shared.has_title

    def _decoded(self, request: Request, response: Response) -> bytes:
        honest = with_true_label(response)
        if "Content-Encoding" not in honest.headers:
            return honest.body
        try:
            decoded = self._decoder.process_response(request, honest.copy())
        except Exception:  # unreadable for everybody, so there is no page that forbids anything
            return b""
        return getattr(decoded, "body", b"")
