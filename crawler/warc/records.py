"""The records of a WARC file in order: headers, offsets, and blocks as streams."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, TypeVar

from crawler.warc.damage import Damaged, UnsupportedFile
from crawler.warc.decoders import ERRORS, decoders, magic_of
from crawler.warc.members import BLOCK, Members

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from crawler.warc.decoders import Decoder

HEAD_BYTES = 256 * 1024
"""Longer headers are not read; servers refuse more than 8 to 64 KiB."""
_LENGTH_DIGITS = 18
"""Enough for a record of almost an exabyte."""
_WARC_MARK = b"WARC/"

Fields = list[tuple[str, bytes]]
_Taken = TypeVar("_Taken")


@dataclass
class Record:
    """One record, while it is being read."""

    members: Members
    offset: int
    """Where its compressed member begins, or the record itself in a plain file."""
    headers: dict[str, str]
    """By lower-case name."""
    left: int
    """Bytes of the block not read yet."""
    stop: bool = field(default=False, init=False)
    """Set by a reader that needs neither the rest of it nor what follows."""
    length: int = field(default=0, init=False)
    """Its stored length in bytes; set by `finish`."""

    def read(self, size: int) -> bytes:
        """At least one and at most `size` bytes of the block; b"" at its end."""
        data = self.members.read(min(size, self.left)) if self.left else b""
        self._count(data)
        return data

    def readline(self, limit: int) -> bytes:
        """A line of the block with its line break, or its first `limit` bytes; b"" at its end."""
        data = self.members.readline(min(limit, self.left)) if self.left else b""
        self._count(data)
        return data

    def finish(self) -> None:
        """Read to the end of the record; raises Damaged if anything else follows in its member."""
        if self.length:
            return
        while self.left:
            self.read(BLOCK)
        if self.members.is_plain:
            self.length = self.members.tell() - self.offset
            return
        while line := self.members.readline(BLOCK):
            if line.startswith(_WARC_MARK):
                problem = "shares its compressed member with others: `warcio recompress` sets them apart"
                raise UnsupportedFile(problem, self.offset)
            if line.strip():
                raise Damaged("is longer than its Content-Length", self.offset)
        self.length = self.members.tell() - self.offset

    def _count(self, data: bytes) -> None:
        if self.left and not data:
            raise Damaged("is cut off", self.offset, cut_off=self.members.is_plain)
        self.left -= len(data)


def records(
    path: Path, take: Callable[[Record], _Taken], offset: int = 0, on_damage: Callable[[Damaged], None] | None = None
) -> Generator[_Taken, None, None]:
    """What `take` returns for each record of a file, from an offset at which a record must begin.

    `on_damage` is called for each unreadable stretch, and reading resumes at the next record after it; without it,
    Damaged is raised. Raises UnsupportedFile if it is not a WARC file, and OSError.
    """
    at: int | None = offset
    with path.open("rb") as stream:
        if not stream.read(1):
            raise UnsupportedFile("is missing: the file is empty", 0)
        while at is not None:
            try:
                yield from _whole_records(Members(stream, at), take)
                return
            except UnsupportedFile:
                raise
            except Damaged as damage:
                at = _next_start(stream, damage.offset + 1) if on_damage is not None else None
                if on_damage is None or (damage.offset == 0 and at is None and not damage.cut_off):
                    raise
                damage.cut_off = damage.cut_off and at is None
                on_damage(damage)


def _whole_records(members: Members, take: Callable[[Record], _Taken]) -> Generator[_Taken, None, None]:
    while members.advance():
        line = members.readline(BLOCK)
        while line and not line.strip():  # between records of a plain file
            members.offset = members.tell()
            line = members.readline(BLOCK)
        if line:
            record = _read_record(members, line)
            taken = take(record)
            if record.stop:
                yield taken
                return
            record.finish()
            yield taken


def _read_record(members: Members, line: bytes) -> Record:
    if not line.startswith(_WARC_MARK):
        what = line[:40].decode("ascii", "replace").strip()
        is_cut = members.is_plain and _WARC_MARK.startswith(line)
        raise Damaged(f"is not a WARC record: it begins with {what!r}", members.offset, cut_off=is_cut)
    fields = read_fields(members.readline)
    if fields is None:
        raise Damaged("has headers without end", members.offset, cut_off=members.is_plain)
    headers = {name.lower(): value.decode("utf-8", "replace") for name, value in fields}
    length = headers.get("content-length", "")
    if not (length.isascii() and length.isdecimal() and len(length) <= _LENGTH_DIGITS):
        raise Damaged("has no valid Content-Length", members.offset)
    return Record(members, members.offset, headers, int(length))


def read_fields(readline: Callable[[int], bytes]) -> Fields | None:
    """Header fields up to a blank line, folded ones unfolded; None if there is none within HEAD_BYTES."""
    fields: Fields = []
    left = HEAD_BYTES
    while left > 0 and (line := readline(left)):
        left -= len(line)
        if not line.strip():
            return fields
        name, colon, value = line.partition(b":")
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1] = (fields[-1][0], fields[-1][1] + b" " + line.strip())
        elif colon:
            fields.append((name.decode("latin-1").strip(), value.strip()))
    return None


def _next_start(stream: IO[bytes], offset: int) -> int | None:
    """The offset of the next readable record, or None."""
    magic = magic_of(stream)
    try:
        new = decoders(magic, stream) if magic else None
    except (ValueError, *ERRORS):
        return None
    mark = magic or b"\n" + _WARC_MARK
    stream.seek(offset)
    window, at = b"", offset
    while more := stream.read(BLOCK):
        window += more
        found = window.find(mark)
        while found >= 0:
            if new is None:
                return at + found + 1
            if _opens(new(), window[found:] + stream.read(BLOCK)):
                return at + found
            stream.seek(at + len(window))
            found = window.find(mark, found + 1)
        kept = len(mark) - 1
        window, at = window[-kept:], at + len(window) - kept
    return None


def _opens(decoder: Decoder, data: bytes) -> bool:
    try:
        return decoder.decode(data, BLOCK).startswith(_WARC_MARK)
    except ERRORS:
        return False
