"""Reading one capture back: what the server sent, up to a limit."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.network.encodings import true_encodings
from crawler.warc.captures import answer_head, target
from crawler.warc.damage import Damaged
from crawler.warc.members import BLOCK
from crawler.warc.records import records

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.warc.records import Fields, Record

_FRAMING = ("content-encoding", "transfer-encoding", "content-length", "content-type")
"""Headers that describe the body: a revisit takes them from the original capture."""
_OF_TRANSFER = ("content-encoding", "transfer-encoding")


@dataclass(frozen=True)
class Pointer:
    """Where a capture is stored: file, offset and length of its record, with its status and capture time.

    `captured` is the WARC-Date in UTC, whole seconds, with a Z.
    """

    path: Path
    offset: int
    status: int
    captured: str
    length: int = 0
    original: Pointer | None = None
    """For a revisit: the original capture, which has the same body."""

    @property
    def body(self) -> Pointer:
        """The pointer to its body."""
        return self.original or self


@dataclass(frozen=True)
class Answer:
    """A capture read back: transfer encoding decoded, content encoding kept."""

    status: int
    headers: tuple[tuple[str, bytes], ...]
    body: bytes
    url: str
    """The requested address, as the archive has it."""


def read_answer(pointer: Pointer, limit: int = 0) -> Answer:
    """The capture at a pointer, with at most `limit` + 1 bytes of its body (0: all).

    Content-Encoding stays, so that a client decodes what a server encoded, unless the archive holds the decoded body;
    Content-Length is that of the body. Raises Damaged if there is no answer at the pointer.
    """
    status, fields, body, url = _read_exchange(pointer.body, limit)
    if pointer.original is not None:
        own_status, own, _, url = _read_exchange(pointer, limit, may_lack_head=True)
        if 200 <= own_status < 300:
            status, fields = own_status, _with_framing(own, fields)
    kept = [(name, value) for name, value in fields if name.lower() not in _OF_TRANSFER]
    lengths = {"content-length": str(len(body)).encode()}
    headers = [(name, lengths.get(name.lower(), value)) for name, value in kept]
    stated = b",".join(value for name, value in fields if name.lower() == "content-encoding").decode("latin-1")
    if encodings := ", ".join(true_encodings(stated, body)):
        headers.append(("Content-Encoding", encodings.encode("latin-1")))
    return Answer(status, tuple(headers), body, url)


def _read_exchange(pointer: Pointer, limit: int, may_lack_head: bool = False) -> tuple[int, Fields, bytes, str]:
    def take(record: Record) -> tuple[int, Fields, bytes, str] | None:
        head = answer_head(record) or ((0, []) if may_lack_head else None)
        body = _body(record, head[1], limit) if head is not None else b""
        record.stop = bool(limit) and len(body) > limit
        return (*head, body, target(record.headers)) if head is not None else None

    with closing(records(pointer.path, take, pointer.offset)) as found:
        taken = next(found, None)
    if taken is None:
        raise Damaged("is not an answer of a web server", pointer.offset)
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
    """The body without chunk framing, unchanged from the first invalid chunk on: some crawlers remove it silently."""
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


def _with_framing(own: Fields, original: Fields) -> Fields:
    """A revisit's headers, with those that describe the body from the original."""
    kept = [(name, value) for name, value in own if name.lower() not in _FRAMING]
    return kept + [(name, value) for name, value in original if name.lower() in _FRAMING]
