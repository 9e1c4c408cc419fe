"""One capture read back: what the server sent, of bounded size."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.warc.captures import read_http_head, target
from crawler.warc.damage import Damaged
from crawler.warc.members import BLOCK
from crawler.warc.records import records

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.warc.records import Fields, Record

_FRAMING = ("content-encoding", "transfer-encoding", "content-length", "content-type")
"""Headers that belong to the body: a revisit takes them from where its body is."""
_SIGNATURES = {"gzip": b"\x1f\x8b", "x-gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}
_MARKUP_BYTES = 1024


@dataclass(frozen=True)
class Place:
    """Where a capture stands: file, offset and length of its record, status, and when it was taken.

    `captured` is the WARC-Date in UTC, whole seconds, with a Z.
    """

    path: Path
    offset: int
    status: int
    captured: str
    length: int = 0
    original: Place | None = None
    """For a revisit: the capture whose body it had."""

    @property
    def body(self) -> Place:
        """Where its body stands."""
        return self.original or self


@dataclass(frozen=True)
class Answer:
    """A capture read back: transfer encoding undone, content encoding as it was."""

    status: int
    headers: tuple[tuple[str, bytes], ...]
    body: bytes
    url: str
    """The address that was asked for, as the archive has it."""


def read_answer(place: Place, limit: int = 0) -> Answer:
    """The capture at a place; of its body at most `limit` bytes and one more (0: all).

    Content-Encoding stays, so that a client decodes what a server encoded, unless the archive holds the
    decoded body already; Content-Length is that of the body. Raises Damaged where no answer stands there.
    """
    status, fields, body, url = _read(place.body, limit)
    if place.original is not None:
        own_status, own, _, url = _read(place, limit, may_lack_head=True)
        if 200 <= own_status < 300:
            status, fields = own_status, _framed(own, fields)
    kept = [(name, value) for name, value in fields if _still_true(name.lower(), value, body)]
    lengths = {"content-length": str(len(body)).encode()}
    headers = tuple((name, lengths.get(name.lower(), value)) for name, value in kept)
    return Answer(status, headers, body, url)


def _read(place: Place, limit: int, may_lack_head: bool = False) -> tuple[int, Fields, bytes, str]:
    def take(record: Record) -> tuple[int, Fields, bytes, str] | None:
        head = read_http_head(record) or ((0, []) if may_lack_head else None)
        body = _body(record, head[1], limit) if head is not None else b""
        record.is_enough = bool(limit) and len(body) > limit
        return (*head, body, target(record.headers)) if head is not None else None

    with closing(records(place.path, take, place.offset)) as found:
        taken = next(found, None)
    if taken is None:
        raise Damaged("is no answer of a web server", place.offset)
    return taken


def _body(record: Record, fields: Fields, limit: int) -> bytes:
    is_chunked = any(name.lower() == "transfer-encoding" and b"chunked" in value.lower() for name, value in fields)
    wanted = limit + 1 if limit else record.left
    return _dechunked(record, wanted) if is_chunked else _up_to(record, wanted)


def _up_to(record: Record, wanted: int) -> bytes:
    parts = []
    while wanted > 0 and (part := record.read(min(wanted, BLOCK))):
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts)


def _dechunked(record: Record, wanted: int) -> bytes:
    """The body without its chunks; from where they make no sense on, as it stands: some crawlers undo them silently."""
    body = bytearray()
    while len(body) < wanted and (line := record.readline(BLOCK)):
        size = _chunk_size(line)
        if size is None:
            return bytes(body) + line + _up_to(record, wanted - len(body) - len(line))
        if not size:
            break
        body += _up_to(record, min(size, wanted - len(body)))
        if len(body) < wanted:
            record.readline(2)
    return bytes(body)


def _chunk_size(line: bytes) -> int | None:
    try:
        size = int(line.partition(b";")[0].strip(), 16) if line.endswith(b"\r\n") else -1
    except ValueError:
        return None
    return size if size >= 0 else None


def _framed(own: Fields, original: Fields) -> Fields:
    """A revisit's headers, with those that describe the body from where the body is."""
    kept = [(name, value) for name, value in own if name.lower() not in _FRAMING]
    return kept + [(name, value) for name, value in original if name.lower() in _FRAMING]


def _still_true(name: str, value: bytes, body: bytes) -> bool:
    if name != "content-encoding":
        return name != "transfer-encoding"
    encoding = value.decode("latin-1").rpartition(",")[2].strip().lower()
    signature = _SIGNATURES.get(encoding)
    return body.startswith(signature) if signature else not _is_markup(body)


def _is_markup(body: bytes) -> bool:
    """Whether a body that should be compressed, in a form that has no signature, is plain mark-up."""
    head = body[:_MARKUP_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"<") and b">" in head and b"\x00" not in head
