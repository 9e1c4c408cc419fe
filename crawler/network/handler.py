"""The download handler: Scrapy's, with an end to the headers that a server may send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

from crawler.network.internals import bound_heads

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_MAX_HEAD_BYTES = 256 * 1024
"""Status line and headers of one answer; servers refuse requests with 8 to 64 KiB, and browsers such answers too."""


class Handler(HTTP11DownloadHandler):
    """Answers whose head is longer than MAX_HEAD_BYTES fail as `too_large`."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        bound_heads(self, _MAX_HEAD_BYTES)
