"""Downloader middleware that bounds the cost of an answer: layers of compression, and the length of a robots.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import StopDownload

from crawler.middlewares.guard import Refused
from crawler.network.encodings import unpacked

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

BEGINNING = "beginning_bytes"
"""Meta key for how many bytes of the answer are needed; the download stops there without counting as failed."""
_RECEIVED = "beginning_got"
_MAX_ENCODINGS = 3
"""Stacked content encodings; a correct answer has one."""


class TooManyEncodings(Refused):
    """Raised for an answer compressed too many times: each layer takes time and may unpack to DOWNLOAD_MAXSIZE."""

    reason = "too_large"


class BodyLimits:
    """The middleware nearest to the network."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Create the middleware and have it receive every block of data."""
        bodies = cls()
        crawler.signals.connect(bodies.bytes_received, signal=signals.bytes_received)
        return bodies

    def bytes_received(self, data: bytes, request: Request) -> None:
        """Stop the download once the needed beginning of the answer has arrived."""
        limit = request.meta.get(BEGINNING)
        if limit is None:
            return
        got = request.meta[_RECEIVED] = request.meta.get(_RECEIVED, 0) + len(data)
        if got > limit:
            raise StopDownload(fail=False)

    def process_response(self, request: Request, response: Response) -> Response:
        """Cut the answer to what the request needs; raises `TooManyEncodings`."""
        request.meta.pop(_RECEIVED, None)
        stated = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        encodings = [one.strip().lower() for one in stated.split(",") if one.strip()]
        if len(encodings) > _MAX_ENCODINGS:
            raise TooManyEncodings(f"{len(encodings)} content encodings")
        limit = request.meta.get(BEGINNING)
        return response if limit is None else _beginning(response, stated, limit)


def _beginning(response: Response, stated: str, limit: int) -> Response:
    """The first `limit` bytes of an answer, unpacked as far as possible; what cannot be unpacked stays as it is."""
    headers = response.headers.copy()
    for name in ("Content-Encoding", "Content-Length"):
        headers.pop(name, None)
    cut: Response = response.replace(body=unpacked(response.body, stated, limit), headers=headers)
    return cut
