"""Writing WARC archives: every exchange as received, and its place in the file."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.errors import OutputError
from crawler.network.http import PHRASES
from crawler.storage.append_file import AppendFile
from crawler.urls import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from scrapy.http import Headers, Request, Response

_ARCHIVE_NAME = "pages-{:05}.warc.gz"
_LEVEL = 6
"""Of zlib; 9, which warcio uses, takes two and a half times as long for one per cent less."""
_GZIP = 16 + zlib.MAX_WBITS
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"
_UNCHANGED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


class Archive:
    """The owner of `pages-00001.warc.gz` and its successors; one gzip member per record.

    - folder: where the files are.
    - committed: the committed lengths; files are truncated to them.
    - max_bytes: beyond this size the next file is started, at most once between two commits.
    - software: this crawler's name, for the `warcinfo` record.

    Raises OutputError for files that do not match the ledger.
    """

    def __init__(self, folder: Path, committed: Mapping[str, int], max_bytes: int, software: str) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._software = software
        self._number = max((int(name[6:11]) for name in committed if name.startswith("pages-")), default=1)
        uncommitted = _uncommitted(folder, self._number, bool(committed))
        self._file = AppendFile(folder / _archive_name(self._number), committed.get(_archive_name(self._number)))
        self._full: list[AppendFile] = []
        for path in uncommitted:
            path.unlink()

    def write(self, request: Request, response: Response, at: datetime) -> dict[str, Any]:
        """Append one exchange; returns the place of its response: file, offset and length.

        For a 304, `request.meta["known_since"]` may hold the time of the capture that is still valid.
        """
        # Once between two commits: a killed run leaves at most one file that the ledger does not know.
        if self._file.length > self._max_bytes and not self._full:
            self._full.append(self._file)
            self._number += 1
            self._file = AppendFile(self._folder / _archive_name(self._number), None)
        if not self._file.length:
            self._file.write(_warcinfo(self._file.path.name, self._software))
        answer, question = _records(request, response, at)
        offset = self._file.write(answer)
        self._file.write(question)
        return {"file": self._file.path.name, "offset": offset, "length": len(answer)}

    @property
    def has_begun_another(self) -> bool:
        """Whether a new file has been started since the last `sync`."""
        return bool(self._full)

    def sync(self) -> dict[str, int]:
        """Flush everything written to disk; returns the length of each open file."""
        for full in self._full:
            full.sync()
            full.close()
        self._file.sync()
        lengths = {file.path.name: file.length for file in (*self._full, self._file)}
        self._full.clear()
        return lengths

    def close(self) -> None:
        """Close the files without syncing.

        An empty file is deleted, because other tools consider it damaged.
        """
        for file in (*self._full, self._file):
            file.close()
        if not self._file.length:
            self._file.path.unlink(missing_ok=True)


def _archive_name(number: int) -> str:
    return _ARCHIVE_NAME.format(number)


def _uncommitted(folder: Path, last: int, has_commits: bool) -> list[Path]:
    """The files that a killed run started after its last commit; raises OutputError for any other unknown file."""
    found = [path for path in sorted(folder.glob("pages-*.warc.gz")) if path.name > _archive_name(last)]
    for path in found:
        if path.stat().st_size and not has_commits:
            raise OutputError(f"{path}: its ledger is gone; move it away or use another OUTPUT_DIR")
        if path.name != _archive_name(last + 1) and path.stat().st_size:
            raise OutputError(f"{path}: the ledger does not know it; move it away or use another OUTPUT_DIR")
    return found


def _records(request: Request, response: Response, at: datetime) -> tuple[bytes, bytes]:
    """The records of a response and of its request, each its own gzip member."""
    out = BytesIO()
    writer = _writer(out)
    common = {"WARC-Date": at.astimezone(UTC).strftime(_MOMENT)}
    if response.ip_address is not None:
        common["WARC-IP-Address"] = str(response.ip_address)
    answer = _answer_record(writer, request, response, common)
    question = writer.create_warc_record(
        request.url,
        "request",
        payload=BytesIO(request.body),
        length=len(request.body),
        http_headers=_request_line(request),
        warc_headers_dict=common | {"WARC-Concurrent-To": answer.rec_headers.get_header("WARC-Record-ID")},
    )
    writer.write_record(answer)
    split = out.tell()
    writer.write_record(question)
    written = out.getbuffer()
    return _member(written[:split]), _member(written[split:])


def _member(record: memoryview) -> bytes:
    """A record as a gzip member."""
    packer = zlib.compressobj(_LEVEL, wbits=_GZIP)
    return packer.compress(record) + packer.flush()


def _answer_record(writer: Any, request: Request, response: Response, common: dict[str, str]) -> Any:
    """A response record; for a 304 a revisit record, which has headers only."""
    kind, about = "response", {}
    if response.status == HTTPStatus.NOT_MODIFIED:
        kind, about = "revisit", {"WARC-Profile": _UNCHANGED, "WARC-Refers-To-Target-URI": request.url}
        if captured := request.meta.get("known_since"):
            about["WARC-Refers-To-Date"] = captured
    return writer.create_warc_record(
        request.url,
        kind,
        payload=BytesIO(response.body if kind == "response" else b""),
        length=len(response.body) if kind == "response" else 0,
        http_headers=_status_line(response),
        warc_headers_dict=common | about,
    )


def _writer(out: BytesIO) -> Any:
    return WARCWriter(out, gzip=False, warc_version="1.1")


def _status_line(response: Response) -> Any:
    line = f"{response.status} {PHRASES.get(response.status, '')}".rstrip()
    headers = [(name, _true_value(name, value, response)) for name, value in _pairs(response.headers)]
    # The body is kept as received, still compressed; only the transfer chunking has been removed.
    kept = [pair for pair in headers if pair[0].lower() != "transfer-encoding"]
    return StatusAndHeaders(line, kept, protocol=response.protocol or "HTTP/1.1")


def _true_value(name: str, value: str, response: Response) -> str:
    """A header's value, with Content-Length corrected: with a wrong one, readers truncate the body or wait for more."""
    is_length = name.lower() == "content-length" and response.status != HTTPStatus.NOT_MODIFIED
    return str(len(response.body)) if is_length else value


def _request_line(request: Request) -> Any:
    parts = parts_of(request.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = [("Host", parts.netloc), *_pairs(request.headers)]
    return StatusAndHeaders(f"{request.method} {target} HTTP/1.1", headers, is_http_request=True)


def _pairs(headers: Headers) -> Iterator[tuple[str, str]]:
    for name, values in headers.items():
        for value in values:
            yield name.decode("latin-1"), value.decode("latin-1")


def _warcinfo(name: str, software: str) -> bytes:
    out = BytesIO()
    writer = _writer(out)
    facts = {"software": software, "format": "WARC File Format 1.1", "robots": "obey"}
    writer.write_record(writer.create_warcinfo_record(name, facts))
    return _member(out.getbuffer())
