"""Writing WARC archives: every exchange as received, and its place in the file."""

from __future__ import annotations

import zlib
from base64 import b32encode
from datetime import UTC, datetime
from hashlib import sha1
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter
from zlib_ng import zlib_ng

from crawler.errors import OutputError
from crawler.network.http import PHRASES
from crawler.storage.append_file import AppendFile
from crawler.urls import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from hashlib import _Hash
    from pathlib import Path

    from scrapy.http import Headers, Request, Response

_ARCHIVE_NAME = "pages-{:05}.warc.gz"
_LEVEL = 5
"""Of zlib-ng: half the time of zlib's 6 for one per cent more, and a fifth of the time of its 9, which warcio uses."""
_MESSAGES = {"request": "request", "response": "response", "revisit": "response"}
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
    common = {"WARC-Target-URI": request.url, "WARC-Date": at.astimezone(UTC).strftime(_MOMENT)}
    if response.ip_address is not None:
        common["WARC-IP-Address"] = str(response.ip_address)
    names = _record_id(), _record_id()
    of_answer = {"WARC-Record-ID": names[0]} | common
    of_request = {"WARC-Record-ID": names[1]} | common | {"WARC-Concurrent-To": names[0]}
    question = _member("request", of_request, _request_line(request), request.body)
    if response.status != HTTPStatus.NOT_MODIFIED:
        return _member("response", of_answer, _status_line(response), response.body), question
    of_answer |= {"WARC-Profile": _UNCHANGED, "WARC-Refers-To-Target-URI": request.url}
    if captured := request.meta.get("known_since"):
        of_answer["WARC-Refers-To-Date"] = captured
    return _member("revisit", of_answer, _status_line(response), None), question


def _member(kind: str, fields: Mapping[str, str], line_and_headers: StatusAndHeaders, body: bytes | None) -> bytes:
    """A record as a gzip member; without a body for an exchange that only has headers."""
    head = line_and_headers.to_ascii_bytes()
    own = {"WARC-Type": kind, **fields}
    if body is not None:
        own["WARC-Payload-Digest"] = _digest(sha1(body, usedforsecurity=False))
    whole = sha1(head, usedforsecurity=False)
    whole.update(body or b"")
    own |= {"WARC-Block-Digest": _digest(whole), "Content-Type": f"application/http; msgtype={_MESSAGES[kind]}"}
    own["Content-Length"] = str(len(head) + len(body or b""))
    lines = ["WARC/1.1", *(f"{name}: {value}" for name, value in own.items()), "", ""]
    packer = zlib_ng.compressobj(_LEVEL, wbits=_GZIP)
    packed = [packer.compress(part) for part in ("\r\n".join(lines).encode(), head, body or b"", b"\r\n\r\n")]
    return b"".join([*packed, packer.flush()])


def _record_id() -> str:
    return f"<urn:uuid:{uuid4()}>"


def _digest(found: _Hash) -> str:
    return f"sha1:{b32encode(found.digest()).decode('ascii')}"


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
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    facts = {"software": software, "format": "WARC File Format 1.1", "robots": "obey"}
    writer.write_record(writer.create_warcinfo_record(name, facts))
    return out.getvalue()
