"""What an answer may cost before anybody reads it: layers of compression, and the length of a robots.txt."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import StopDownload

from crawler.middlewares.guard import Refused

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

BEGINNING = "beginning_bytes"
"""Where a request's meta says how many bytes of the answer are of use; the download stops there, and is no failure."""
_GOT = "beginning_got"
_ENCODINGS = 3
"""Content encodings on top of each other; a right answer has one."""
_WBITS = {"gzip": 31, "x-gzip": 31, "deflate": 15}


class TooManyEncodings(Refused):
    """The answer is packed again and again: each layer may unpack to DOWNLOAD_MAXSIZE, and takes its time."""

    reason = "too_large"


class Bodies:
    """Downloader middleware, the nearest to the network."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware, told of every block that comes in."""
        bodies = cls()
        crawler.signals.connect(bodies.bytes_received, signal=signals.bytes_received)
        return bodies

    def bytes_received(self, data: bytes, request: Request) -> None:
        """Stop the download of an answer of which only the beginning counts."""
        limit = request.meta.get(BEGINNING)
        if limit is None:
            return
        got = request.meta[_GOT] = request.meta.get(_GOT, 0) + len(data)
        if got > limit:
            raise StopDownload(fail=False)

    def process_response(self, request: Request, response: Response) -> Response:
        """Scrapy's hook: raises `TooManyEncodings`, or cuts what is to be cut."""
        request.meta.pop(_GOT, None)
        stated = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        encodings = [one.strip().lower() for one in stated.split(",") if one.strip()]
        if len(encodings) > _ENCODINGS:
            raise TooManyEncodings(f"{len(encodings)} content encodings")
        limit = request.meta.get(BEGINNING)
        return response if limit is None else _beginning(response, encodings, limit)


def _beginning(response: Response, encodings: list[str], limit: int) -> Response:
    """The first bytes of an answer, unpacked as far as they go; one in other encodings than we asked for is empty."""
    body: bytes = response.body
    if encodings:
        bits = _WBITS.get(encodings[0]) if len(encodings) == 1 else None
        body = _unpacked(body, bits, limit) if bits else b""
    headers = response.headers.copy()
    for name in ("Content-Encoding", "Content-Length"):
        headers.pop(name, None)
    cut: Response = response.replace(body=body[:limit], headers=headers)
    return cut


def _unpacked(body: bytes, bits: int, limit: int) -> bytes:
    for wbits in dict.fromkeys((bits, -15 if bits == 15 else bits)):
        try:
            return zlib.decompressobj(wbits).decompress(body, limit)
        except zlib.error:
            continue
    return b""
