"""Read the page of a capture in a cleaning process: decompress, decode, refuse what is foreign, clean."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.statscollectors import DummyStatsCollector

from crawler.network.http import header, headers_of, html_problem, http_problem
from crawler.optout.metas import metas_of
from crawler.outlets.judging import unpacked
from crawler.pages.brief_reading import read_briefly
from crawler.pages.failures import reason_of
from crawler.pages.foreign import foreign_detail
from crawler.pages.outlinks import links_of_edges
from crawler.replay import read_within, response_of
from crawler.warc.answers import Pointer

if TYPE_CHECKING:
    from scrapy.http import Response

    from crawler.storage.committed import Json

TASK = "crawler.ingest.capture_reading:read_capture"
_FOREIGN: Json = {"title": None, "text": "", "related": [], "reason": "not_arabic"}


def read_capture(
    _: bytes,
    place: Json,
    max_bytes: int,
    cleaner: str,
    url: str,
    fetched_at: str,
    blocks: bool = False,
    outlet: str | None = None,
) -> Json:
    """The reading of a captured page as `read_briefly` gives it, with its HTTP `headers`.

    - place: the pointer to the capture, as `place_of` makes it.
    - max_bytes: DOWNLOAD_MAXSIZE.
    - outlet: the page's outlet as `packed` gives it; only links that may be edges are kept then.

    For a capture that is no page it is `{"refusal": [reason, detail]}`.
    """
    try:
        response = _decoded_capture(Request(url), _pointer(place), max_bytes)
    except Exception as error:  # whatever a damaged body does to its decoder
        return {"refusal": reason_of(error)}
    if problem := http_problem(response.status, header(response, "Location")):
        return {"refusal": problem}
    content_type = header(response, "Content-Type")
    if detail := html_problem(content_type, response.body):
        return {"refusal": ("not_html", detail)}
    reading = _foreign_reading(response.body)
    if reading is None:
        facts = {"url": url, "fetched_at": fetched_at, "content_type": content_type}
        reading = read_briefly(response.body, cleaner, blocks, outlet, **facts)
    if outlet is not None:
        reading["links"] = links_of_edges(reading["links"], unpacked(outlet))
    return reading | {"headers": headers_of(response), "metas": metas_of(response.body)}


def _foreign_reading(page: bytes) -> Json | None:
    """The reading of a page that is surely not Arabic, without any of its text; None if it may be."""
    detail = foreign_detail(page)
    if detail is None:
        return None
    return {"article": _FOREIGN, "rule": detail, "links": [], "canonical": None, "directives": []}


def place_of(pointer: Pointer) -> Json:
    """A pointer as JSON."""
    original = place_of(pointer.original) if pointer.original is not None else None
    return {
        "path": str(pointer.path.absolute()),
        "offset": pointer.offset,
        "status": pointer.status,
        "captured": pointer.captured,
        "length": pointer.length,
        "original": original,
    }


def _pointer(place: Json) -> Pointer:
    original = _pointer(place["original"]) if place["original"] is not None else None
    return Pointer(**place | {"path": Path(place["path"]), "original": original})


def _decoded_capture(request: Request, pointer: Pointer, max_bytes: int) -> Response:
    """The captured response with its content encoding decoded, both within the limit."""
    answer = read_within(request, pointer, max_bytes)
    received = response_of(request, answer.status, answer.headers, answer.body)
    decoded: Any = _decoder(max_bytes).process_response(request, received)
    response: Response = decoded
    return response


@cache
def _decoder(max_bytes: int) -> HttpCompressionMiddleware:
    """The middleware that decodes a live crawl's pages; this is all it needs of a crawler."""
    crawler = Crawler(Spider, {"DOWNLOAD_MAXSIZE": max_bytes})
    crawler.stats = DummyStatsCollector(crawler)
    return HttpCompressionMiddleware.from_crawler(crawler)
