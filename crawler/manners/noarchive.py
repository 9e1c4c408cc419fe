"""Whether the exchange of a page may be kept: asked before it is written, for an archive only grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware

from crawler.discovery.announced import absolute
from crawler.judgement.answer import headers_of
from crawler.judgement.metas import canonicals_of, metas_of
from crawler.judgement.optout import forbids_archiving, product_token
from crawler.urls import canonicalize

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class NoArchive:
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
