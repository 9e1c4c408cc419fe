"""WARC files as something that answers: an index of their captures, and one capture read back."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import re
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from cleaners.errors import OwnDataError
from crawler.urls import address_key, split

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_BLOCK = 1 << 20
_MOMENT = re.compile(r"\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d")


@dataclass(frozen=True)
class Place:
    """Where a capture stands: file, offset of its record, status, and when it was taken.

    `captured` is the WARC-Date in UTC, whole seconds, with a Z; empty where the archive has none.
    """

    path: Path
    offset: int
    status: int
    captured: str


@dataclass(frozen=True)
class Answer:
    """A capture read back: what a server sent, transfer encoding undone, content encoding as it was."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True)
class Recording:
    """Captures by address: in full, and (redirects apart) without scheme and www."""

    exact: dict[str, Place] = field(default_factory=dict)
    loose: dict[str, Place] = field(default_factory=dict)

    def find(self, url: str) -> Place | None:
        """The last capture of an address, else of its twin with another scheme or without www; None: none.

        A redirect answers only for the address it was captured at, or http → https twins would go in circles.
        """
        address = split(url)
        if address is None:
            return None
        key = address_key(str(address))
        return self.exact.get(key) or self.loose.get(_loosened(key))

    def add(self, url: str, place: Place) -> None:
        """Notes a capture; of two of one address the later counts, of two of one moment the one read last."""
        address = split(url)
        if address is None:
            return
        key = address_key(str(address))
        keys = [(self.exact, key)]
        if not 300 <= place.status < 400:
            keys.append((self.loose, _loosened(key)))
        for index, name in keys:
            if name not in index or index[name].captured <= place.captured:
                index[name] = place


def _loosened(key: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", key)


def open_recording(paths: Sequence[Path]) -> Recording:
    """The captures of all files; raises `OwnDataError` for one that is missing, damaged or no WARC file."""
    recording = Recording()
    for path in paths:
        for url, place in _captures(path):
            recording.add(url, place)
    return recording


def _captures(path: Path) -> Iterator[tuple[str, Place]]:
    """Every http(s) answer of one file with its place; every byte of the file is read."""
    _check_gzip(path)
    noise = io.StringIO()  # warcio tells of damage on stderr and goes on
    try:
        with path.open("rb") as stream, contextlib.redirect_stderr(noise):
            records = ArchiveIterator(stream)
            for record in records:
                found = _capture(path, record)
                offset = records.get_record_offset()
                if getattr(record.raw_stream, "limit", 0) or noise.getvalue():
                    raise OwnDataError(f"{path}: damaged: the record at byte {offset} is cut off")
                if found:
                    yield found[0], Place(path, offset, *found[1:])
    except ArchiveLoadFailed as error:
        problem = " ".join(str(error).split())[:120]
        raise OwnDataError(f"{path}: not a WARC file that can be replayed: {problem}") from error


def _check_gzip(path: Path) -> None:
    """Reads a gzip file from end to end, which is what its checksums ask for."""
    try:
        with path.open("rb") as stream:
            start = stream.read(2)
        if start == b"\x1f\x8b":
            with gzip.open(path) as unpacked:
                while unpacked.read(_BLOCK):
                    pass
        elif not start:
            raise OwnDataError(f"{path}: damaged: the file is empty")
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise OwnDataError(f"{path}: damaged: {error}") from error
    except OSError as error:
        raise OwnDataError(f"{path}: cannot be read: {error.strerror or error}") from error


def _capture(path: Path, record: Any) -> tuple[str, int, str] | None:
    """Address, status and moment of a record that is an http answer; None for all others."""
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    if record.rec_type != "response" or record.http_headers is None or not split(url):
        return None
    status = record.http_headers.get_statuscode()
    date = record.rec_headers.get_header("WARC-Date") or ""
    captured = f"{date[:19]}Z" if _MOMENT.match(date) else ""
    return (url, int(status), captured) if status.isdecimal() and len(status) == 3 else None


def read_answer(place: Place, limit: int = 0) -> Answer:
    """The capture at a place; of its body at most `limit` bytes and one more (0: all).

    Content-Encoding stays, so that a client decodes what a server encoded, unless the archive holds the
    decoded body already; Content-Length is that of the body.
    """
    with place.path.open("rb") as stream:
        stream.seek(place.offset)
        record = next(ArchiveIterator(stream))
        headers = [(name, value) for name, value in record.http_headers.headers]
        body = _body(record, headers, limit)
    kept = [(name, value) for name, value in headers if _still_true(name.lower(), value, body)]
    lengths = {"content-length": str(len(body))}
    return Answer(place.status, tuple((name, lengths.get(name.lower(), value)) for name, value in kept), body)


def _body(record: Any, headers: list[tuple[str, str]], limit: int) -> bytes:
    chunked = any(name.lower() == "transfer-encoding" and "chunked" in value.lower() for name, value in headers)
    stream = ChunkedDataReader(record.raw_stream, decomp_type=None) if chunked else record.raw_stream
    body: bytes = stream.read(limit + 1) if limit else stream.read()
    return body


def _still_true(name: str, value: str, body: bytes) -> bool:
    decoded = name == "content-encoding" and "gzip" in value.lower() and not body.startswith(b"\x1f\x8b")
    return name != "transfer-encoding" and not decoded


def archive_hashes(paths: Sequence[Path]) -> str:
    """What a ledger remembers as its answerer: "live", or "replay:" and the archives' SHA-256 in order."""
    return "replay:" + ",".join(_sha256(path) for path in paths) if paths else "live"


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise OwnDataError(f"{path}: cannot be read: {error.strerror or error}") from error
