"""Scrapy's download handler with a limit on the headers that a server may send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

from crawler.network.internals import bound_heads

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_MAX_HEAD_BYTES = 256 * 1024
"""Status line and headers of one answer; servers refuse requests, and browsers answers, with more than 8 to 64 KiB."""


class Handler(HTTP11DownloadHandler):
    """Fails answers whose head is longer than _MAX_HEAD_BYTES as `too_large`."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        bound_heads(self, _MAX_HEAD_BYTES)
