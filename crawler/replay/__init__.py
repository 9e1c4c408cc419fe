"""A rehearsal: every request answered from WARC files, no socket opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Headers
from scrapy.responsetypes import responsetypes

from crawler.replay.conditional import is_unchanged
from crawler.replay.recording import Recording, archive_hashes, open_recording
from crawler.warc.answers import read_answer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

__all__ = ["Replay", "ReplayHandler", "answers_of", "archive_hashes", "replay_paths", "response_of"]

_HANDLER = "crawler.replay.ReplayHandler"
# What a rehearsal needs whatever the project, the spider or the command line say about manners.
_SETTINGS: dict[str, Any] = {
    "DOWNLOAD_HANDLERS": {"http": _HANDLER, "https": _HANDLER, "file": None, "ftp": None, "s3": None},
    "DOWNLOAD_DELAY": 0,
    "DOWNLOAD_SLOTS": {},
    "AUTOTHROTTLE_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
}
_NOT_MODIFIED = ("cache-control", "content-location", "date", "etag", "expires", "last-modified", "vary")
"""Headers that an answer "not modified" bears (RFC 9110, 15.4.5; Last-Modified for the sake of the next request)."""


def replay_paths(settings: BaseSettings) -> tuple[Path, ...]:
    """The archives that REPLAY_WARC names, in order; empty for a live crawl."""
    return tuple(Path(name.strip()) for name in settings.getlist("REPLAY_WARC") if name.strip())


def answers_of(settings: BaseSettings) -> str:
    """What a ledger remembers as its answerer: what the spider says (`LEDGER_ANSWERS`), else as `archive_hashes`."""
    return str(settings.get("LEDGER_ANSWERS") or archive_hashes(replay_paths(settings)))


class Replay:
    """The add-on: reads the archives' index before anything else starts, and points Scrapy at it.

    Raises `DataFileError` for an archive that is missing or damaged. Without REPLAY_WARC it does nothing.
    """

    def __init__(self) -> None:
        self.recording = Recording()

    def update_settings(self, settings: BaseSettings) -> None:
        """Scrapy's hook: switches the settings when REPLAY_WARC names archives."""
        paths = replay_paths(settings)
        if not paths:
            return
        self.recording = open_recording(paths)
        for name, value in _SETTINGS.items():
            settings.set(name, value, priority="cmdline")


class ReplayHandler(BaseDownloadHandler):
    """The download handler: the last capture of an address, or a 404 for what the archives lack.

    A request that names the capture's ETag or Last-Modified gets a 304.
    """

    lazy = False

    def __init__(self, crawler: Crawler, recording: Recording) -> None:
        super().__init__(crawler)
        self._recording = recording
        self._max_bytes = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The handler over the recording that the add-on opened."""
        addon = crawler.get_addon(Replay)
        return cls(crawler, addon.recording if addon else Recording())

    async def download_request(self, request: Request) -> Response:
        """The answer; `request.meta["captured_at"]` says when it was captured (WARC-Date).

        Raises DownloadCancelledError over DOWNLOAD_MAXSIZE, as a live download does.
        """
        limit = request.meta.get("download_maxsize", self._max_bytes)
        request.meta["download_latency"] = 0.0
        place = self._recording.find(request.url)
        if place is None:
            return response_of(request, 404, [("Content-Type", b"text/plain")], b"")
        answer = read_answer(place, limit)
        if limit and len(answer.body) > limit:
            raise DownloadCancelledError(f"{request.url} is larger than DOWNLOAD_MAXSIZE ({limit} bytes)")
        request.meta["captured_at"] = place.captured
        response = response_of(request, answer.status, answer.headers, answer.body)
        if answer.status == 200 and is_unchanged(request.headers, response.headers):
            kept = [(name, value) for name, value in answer.headers if name.lower() in _NOT_MODIFIED]
            return response_of(request, 304, kept, b"")
        return response


def response_of(request: Request, status: int, fields: Iterable[tuple[str, bytes]], body: bytes) -> Response:
    """Scrapy's response to a request, of the class that its headers and its body ask for."""
    headers = Headers()
    for name, value in fields:
        headers.appendlist(name, value)
    kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
    return kind(url=request.url, status=status, headers=headers, body=body)
