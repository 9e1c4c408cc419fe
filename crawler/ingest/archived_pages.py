"""`-a warc=…`: which archives are given, what of them is read, and the download handler that reads one capture."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.exceptions import DownloadCancelledError

from cleaners.data_files import DataFileError
from crawler.network.http import html_problem
from crawler.replay import response_of
from crawler.urls import registrable_domain, split
from crawler.warc.answers import Pointer, read_answer
from crawler.warc.damage import Damaged
from crawler.warc.records import records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy import Request
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

    from crawler.ledger.capture_index import Captured
    from crawler.outlets import Outlet
    from crawler.warc.captures import Capture

_HANDLER = "crawler.ingest.archived_pages.GivenHandler"
# Nothing is asked, so nobody has to be spared, guarded or followed; what was recorded is kept where it is.
_SETTINGS: dict[str, Any] = {
    "LEDGER_ANSWERS": "archive",
    "DOWNLOAD_HANDLERS": {"http": _HANDLER, "https": _HANDLER, "file": None, "ftp": None, "s3": None, "data": None},
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
    """Settings under which requests are answered from `request.meta["place"]` and from nowhere else."""
    for name, value in _SETTINGS.items():
        settings.set(name, value, priority="cmdline")
    middlewares = settings.getdict("DOWNLOADER_MIDDLEWARES")
    own = {name: None for name in middlewares if str(name).startswith("crawler.")}
    settings.set("DOWNLOADER_MIDDLEWARES", middlewares | own, priority="cmdline")


def read_paths(warc: str | None) -> tuple[Path, ...]:
    """The files that `-a warc=FILE[,FILE…]` names, patterns resolved in the order of names, each once.

    Raises DataFileError where nothing is named, for a pattern that fits nothing, and for what is no WARC file.
    """
    entries = [entry.strip() for entry in (warc or "").split(",") if entry.strip()]
    if not entries:
        raise DataFileError(
            "-a warc=: must name at least one archive: FILE[,FILE…], or a pattern such as 'DIR/*.warc.gz'"
        )
    paths = tuple(dict.fromkeys(path for entry in entries for path in _fitting(entry)))
    for path in paths:
        _check(path)
    return paths


def _fitting(entry: str) -> Iterator[Path]:
    path = Path(entry)
    if path.exists() or not any(mark in entry for mark in "*?["):
        yield path
        return
    fitting = Path(path.anchor or ".").glob(str(path.relative_to(path.anchor)))
    found = sorted(one for one in fitting if one.is_file())
    if not found:
        raise DataFileError(f"-a warc={entry}: no file is called so")
    yield from found


def _check(path: Path) -> None:
    try:
        if path.is_dir():
            raise DataFileError(f"-a warc={path}: is a folder; name its archives: '{path}/*.warc.gz'")
        with closing(records(path, lambda record: record.headers)) as found:
            next(found, None)
    except OSError as error:
        raise DataFileError(f"{path}: cannot be read: {error.strerror or error}") from error
    except Damaged as error:
        if not error.cut_off:  # a crawler may have begun it just now
            raise DataFileError(f"{path}: not a WARC file that can be read: {error}") from error


def read_domains(domain: str | None) -> frozenset[str]:
    """The domains that `-a domain=a.com,b.com` names, empty for all; raises DataFileError for what is none."""
    if domain is None:
        return frozenset()
    entries = [entry.strip().lower() for entry in domain.split(",") if entry.strip()]
    addresses = {entry: split(f"https://{entry}/") for entry in entries}
    for entry, address in addresses.items():
        if address is None or address.path != "/" or "." not in address.host:
            raise DataFileError(f"-a domain={domain}: {entry!r} is no domain")
    if not entries:
        raise DataFileError("-a domain=: must name at least one domain")
    return frozenset(address.host.removeprefix("www.") for address in addresses.values() if address is not None)


def is_wanted(url: str, outlet: Outlet, domains: frozenset[str]) -> bool:
    """Whether an address lies on one of the domains (or below it), or belongs to an outlet of that name."""
    if not domains:
        return True
    address = split(url)
    host = address.host.partition(":")[0] if address is not None else ""
    above = {".".join(host.split(".")[at:]) for at in range(host.count(".") + 1)}
    return not domains.isdisjoint({*above, outlet.domain, registrable_domain(url)})


def is_page(capture: Capture) -> bool:
    """Whether a capture is an HTML page that was there, or a revisit, which may be one."""
    if capture.is_revisit:
        return not capture.content_type or html_problem(capture.content_type, b"") is None
    return capture.status == 200 and html_problem(capture.content_type, b"") is None


def name_of(path: Path, output: Path) -> str:
    """How records call an archive: its path from the output folder, so that both can move together."""
    return Path(os.path.relpath(path.absolute(), output.absolute())).as_posix()


def request_meta(captured: Captured, output: Path) -> dict[str, Any]:
    """What the handler needs to read a capture, and what the record says of it."""
    body = Pointer(output / captured.body_file, captured.body_offset, 200, captured.captured, captured.body_length)
    own = Pointer(output / captured.file, captured.offset, 200, captured.captured, captured.length)
    is_revisit = (captured.file, captured.offset) != (captured.body_file, captured.body_offset)
    warc = {"file": captured.body_file, "offset": captured.body_offset, "length": captured.body_length}
    place = Pointer(own.path, own.offset, 200, own.captured, own.length, body) if is_revisit else own
    return {"place": place, "fetched_at": captured.captured or None, "warc": warc}


class _GivenHandler(BaseDownloadHandler):
    """The download handler: what stands at `request.meta["place"]`, or a 404 for a request without one."""

    lazy = False

    async def download_request(self, request: Request) -> Response:
        """The answer; raises DownloadCancelledError over DOWNLOAD_MAXSIZE, and Damaged for what cannot be read."""
        request.meta["download_latency"] = 0.0
        place: Pointer | None = request.meta.get("place")
        if place is None:
            return response_of(request, 404, [("Content-Type", b"text/plain")], b"")
        limit = request.meta.get("download_maxsize", self.crawler.settings.getint("DOWNLOAD_MAXSIZE"))
        answer = read_answer(place, limit)
        if limit and len(answer.body) > limit:
            raise DownloadCancelledError(f"{request.url} is larger than DOWNLOAD_MAXSIZE ({limit} bytes)")
        return response_of(request, answer.status, answer.headers, answer.body)
