"""The download handler: Scrapy's, with an end to the headers that a server may send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import DownloadCancelledError
from twisted.python.failure import Failure

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

MAX_HEAD_BYTES = 256 * 1024
"""Status line and headers of one answer; servers refuse requests with 8 to 64 KiB, and browsers such answers too.
Twisted limits each line only, so that headers without end would fill the memory until DOWNLOAD_TIMEOUT."""
_IN_HEAD = ("STATUS", "HEADER")


class Handler(HTTP11DownloadHandler):
    """Answers whose head is longer than MAX_HEAD_BYTES fail as `too_large`."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        usual: Any = self._pool._factory

        class Factory(usual):  # type: ignore[misc]  # the pool calls it for each connection
            def buildProtocol(self, addr: Any) -> Any:
                return bounded(super().buildProtocol(addr))

        self._pool._factory = Factory


def bounded(protocol: Any) -> Any:
    """The protocol of one connection, which now counts what comes before the body of each answer."""
    received = protocol.dataReceived

    def counted(data: bytes) -> None:
        parser = protocol._parser
        if parser is not None and parser.state in _IN_HEAD:
            parser.head_bytes = getattr(parser, "head_bytes", 0) + len(data)
            if parser.head_bytes > MAX_HEAD_BYTES:
                protocol._giveUp(Failure(DownloadCancelledError(f"more than {MAX_HEAD_BYTES} bytes of headers")))  # type: ignore[no-untyped-call]
                return
        received(data)

    protocol.dataReceived = counted
    return protocol
