"""Replay: answer every request from WARC files, without opening a socket."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Headers
from scrapy.responsetypes import responsetypes

from crawler.network.http import http_date
from crawler.replay.recording import Recording, archive_hashes, open_recording
from crawler.warc.answers import read_answer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

    from crawler.warc.answers import Answer, Pointer

_REPLAY_HANDLER = "crawler.replay.ReplayHandler"
# Set for a replay whatever the project, the spider or the command line say about politeness.
_REPLAY_SETTINGS: dict[str, Any] = {
    "DOWNLOAD_HANDLERS": {"http": _REPLAY_HANDLER, "https": _REPLAY_HANDLER, "file": None, "ftp": None, "s3": None},
    "DOWNLOAD_DELAY": 0,
    "DOWNLOAD_SLOTS": {},
    "AUTOTHROTTLE_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
}
_HEADERS_OF_304 = ("cache-control", "content-location", "date", "etag", "expires", "last-modified", "vary")
"""Headers kept in a 304 response (RFC 9110, 15.4.5; Last-Modified for the sake of the next request)."""


def replay_paths(settings: BaseSettings) -> tuple[Path, ...]:
    """The archives that REPLAY_WARC names, in order; empty for a live crawl."""
    return tuple(Path(name.strip()) for name in settings.getlist("REPLAY_WARC") if name.strip())


def answers_of(settings: BaseSettings) -> str:
    """What the ledger records as the source of answers: the spider's `LEDGER_ANSWERS`, else `archive_hashes`."""
    return str(settings.get("LEDGER_ANSWERS") or archive_hashes(replay_paths(settings)))


class Replay:
    """The add-on: index the archives before anything else starts, and point Scrapy at them.

    Raises `DataFileError` for an archive that is missing or damaged. Does nothing without REPLAY_WARC.
    """

    def __init__(self) -> None:
        self.recording = Recording()

    def update_settings(self, settings: BaseSettings) -> None:
        """Scrapy's hook: override the settings when REPLAY_WARC names archives."""
        paths = replay_paths(settings)
        if not paths:
            return
        self.recording = open_recording(paths)
        for name, value in _REPLAY_SETTINGS.items():
            settings.set(name, value, priority="cmdline")


class ReplayHandler(BaseDownloadHandler):
    """The download handler: the last capture of an address, or a 404 if the archives have none.

    A request with the capture's ETag or Last-Modified as its validator gets a 304.
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
        """The response; sets `request.meta["captured_at"]` to the time of the capture (WARC-Date).

        Raises DownloadCancelledError over DOWNLOAD_MAXSIZE, as a live download does.
        """
        place = self._recording.find(request.url)
        if place is None:
            return not_archived(request)
        answer = read_within(request, place, self._max_bytes)
        request.meta["captured_at"] = place.captured
        response = response_of(request, answer.status, answer.headers, answer.body)
        if answer.status == 200 and _matches_validators(request.headers, response.headers):
            kept = [(name, value) for name, value in answer.headers if name.lower() in _HEADERS_OF_304]
            return response_of(request, 304, kept, b"")
        return response


def not_archived(request: Request) -> Response:
    """The 404 for a request that no archive can answer."""
    request.meta["download_latency"] = 0.0
    return response_of(request, 404, [("Content-Type", b"text/plain")], b"")


def read_within(request: Request, place: Pointer, max_bytes: int) -> Answer:
    """The archived answer to a request; raises DownloadCancelledError where its body exceeds the limit.

    `request.meta["download_maxsize"]` overrides `max_bytes`; 0 means no limit.
    """
    request.meta["download_latency"] = 0.0
    limit = request.meta.get("download_maxsize", max_bytes)
    answer = read_answer(place, limit)
    if limit and len(answer.body) > limit:
        raise DownloadCancelledError(f"{request.url} is larger than DOWNLOAD_MAXSIZE ({limit} bytes)")
    return answer


def response_of(request: Request, status: int, fields: Iterable[tuple[str, bytes]], body: bytes) -> Response:
    """Scrapy's response to a request, of the class that fits its headers and body."""
    headers = Headers()
    for name, value in fields:
        headers.appendlist(name, value)
    kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
    return kind(url=request.url, status=status, headers=headers, body=body)


def _matches_validators(asked: Headers, answer: Headers) -> bool:
    """Whether a conditional request's validators match the answer (RFC 9110, 13.1.2 and 13.1.3).

    If-None-Match takes precedence: with it, If-Modified-Since is ignored.
    """
    known = asked.get("If-None-Match")
    if known is not None:
        etag = _weak(answer.get("ETag") or b"")
        return bool(etag) and (known.strip() == b"*" or etag in [_weak(one) for one in known.split(b",")])
    dates = asked.get("If-Modified-Since"), answer.get("Last-Modified")
    since, modified = (http_date((value or b"").decode("latin-1")) for value in dates)
    return since is not None and modified is not None and modified <= since


def _weak(etag: bytes) -> bytes:
    return etag.strip().removeprefix(b"W/")
