"""The download handler of `crawl archive`, which leaves the reading to the cleaning processes, and its settings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.settings import SETTINGS_PRIORITIES

from crawler.replay import not_archived, response_of
from crawler.warc.answers import Pointer

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

    from crawler.ledger.capture_index import CaptureLocation

_CAPTURE_HANDLER = "crawler.ingest.capture_handler.CaptureHandler"
# No server is asked, so politeness, the guard and redirects have no place, and the archives stay where they are.
_INGEST_SETTINGS: dict[str, Any] = {
    "LEDGER_ANSWERS": "archive",
    "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), _CAPTURE_HANDLER)
    | dict.fromkeys(("file", "ftp", "s3", "data")),
    "DOWNLOAD_DELAY": 0,
    "DOWNLOAD_SLOTS": {},
    "AUTOTHROTTLE_ENABLED": False,
    "ROBOTSTXT_OBEY": False,
    "REDIRECT_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "RETRY_ENABLED": False,
    "HTTPCACHE_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
}


def read_from_archives(settings: BaseSettings) -> None:
    """Set what makes `request.meta["place"]` the only source of responses."""
    for name, value in _INGEST_SETTINGS.items():
        settings.set(name, value, priority="cmdline")
    middlewares = settings.getdict("DOWNLOADER_MIDDLEWARES")
    ours = [name for name in middlewares if str(name).startswith("crawler.")]
    disabled = dict.fromkeys([*ours, *(settings.getdict("DOWNLOADER_MIDDLEWARES_BASE").keys() - middlewares.keys())])
    priority = max(settings.getpriority("DOWNLOADER_MIDDLEWARES") or 0, SETTINGS_PRIORITIES["cmdline"])
    settings.set("DOWNLOADER_MIDDLEWARES", middlewares | disabled, priority=priority)


def archive_name(path: Path, output: Path) -> str:
    """An archive's name in records: its path relative to the output folder, so that both can move together."""
    return Path(os.path.relpath(path.absolute(), output.absolute())).as_posix()


def request_meta(captured: CaptureLocation, output: Path) -> dict[str, Any]:
    """What the handler needs to read a capture, and what its record says about it."""
    body = Pointer(output / captured.body_file, captured.body_offset, 200, captured.captured, captured.body_length)
    is_revisit = (captured.file, captured.offset) != (captured.body_file, captured.body_offset)
    original = body if is_revisit else None
    place = Pointer(output / captured.file, captured.offset, 200, captured.captured, captured.length, original)
    warc = {"file": captured.body_file, "offset": captured.body_offset, "length": captured.body_length}
    return {"place": place, "fetched_at": captured.captured or None, "warc": warc}


class CaptureHandler(BaseDownloadHandler):
    """The download handler: an empty page for a capture at `request.meta["place"]`, a 404 for a request without one.

    `capture_reading.py` reads the capture where it is cleaned, so that all processors read.
    """

    lazy = False

    async def download_request(self, request: Request) -> Response:
        """The response, at once."""
        place: Pointer | None = request.meta.get("place")
        if place is None:
            return not_archived(request)
        request.meta["download_latency"] = 0.0
        return response_of(request, 200, [("Content-Type", b"text/html")], b"")
