"""Whether the exchange of a page may be kept: asked before it is written, for an archive only grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware

from crawler.judgement.answer import headers_of
from crawler.judgement.metas import metas_of
from crawler.judgement.optout import forbids_archiving, product_token

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class NoArchive:
    """Reads `noarchive` off an answer as it came over the network, compressed or not."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._agent = product_token(settings.get("ROBOTSTXT_USER_AGENT") or settings["USER_AGENT"])
        self._decoder = HttpCompressionMiddleware(crawler=crawler)
        self._decoder.stats = None  # the one that Scrapy runs counts already

    def forbids(self, request: Request, response: Response) -> bool:
        """Whether the answer forbids a stored copy of itself, by its headers or its meta elements."""
        headers = headers_of(response).get("x-robots-tag", ())
        metas = metas_of(self._decoded(request, response)) if 200 <= response.status < 300 else {}
        return forbids_archiving(headers, metas, self._agent)

    def _decoded(self, request: Request, response: Response) -> bytes:
        if "Content-Encoding" not in response.headers:
            return response.body
        try:
            decoded = self._decoder.process_response(request, response.copy())
        except Exception:  # nobody can read it, we neither: there is no page that forbids anything
            return b""
        return getattr(decoded, "body", b"")
