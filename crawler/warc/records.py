"""WARC records, one after the other: their headers, where they stand, and their blocks as streams."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, TypeVar

from crawler.warc.damage import Damaged, Foreign
from crawler.warc.decoders import ERRORS, decoders, magic_of
from crawler.warc.members import BLOCK, Members

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from crawler.warc.decoders import Decoder

HEAD_BYTES = 256 * 1024
"""Headers longer than this are not read; servers refuse 8 to 64 KiB."""
_LENGTH_DIGITS = 18
"""A record of an exabyte has that many."""
_MARK = b"WARC/"

Fields = list[tuple[str, bytes]]
_Taken = TypeVar("_Taken")


@dataclass
class Record:
    """One record, while it is being read."""

    members: Members
    offset: int
    """Where its compressed member (in a plain file: the record itself) begins."""
    headers: dict[str, str]
    """By lower-case name."""
    left: int
    """Bytes of the block that have not been read."""
    is_enough: bool = field(default=False, init=False)
    """Set by who has no use for the rest of it, nor for what follows."""
    length: int = field(default=0, init=False)
    """Its bytes as stored; known once `finish` was called."""

    def read(self, size: int) -> bytes:
        """At least one byte of the block and at most so many; b"" at its end."""
        data = self.members.read(min(size, self.left)) if self.left else b""
        self._count(data)
        return data

    def readline(self, limit: int) -> bytes:
        """A line of the block with its end, or its first `limit` bytes; b"" at its end."""
        data = self.members.readline(min(limit, self.left)) if self.left else b""
        self._count(data)
        return data

    def finish(self) -> None:
        """Read to the end of the record; raises Damaged where something else stands there."""
        if self.length:
            return
        while self.left:
            self.read(BLOCK)
        if self.members.is_plain:
            self.length = self.members.tell() - self.offset
            return
        while line := self.members.readline(BLOCK):
            if line.startswith(_MARK):
                problem = "shares its compressed member with others: `warcio recompress` sets them apart"
                raise Foreign(problem, self.offset)
            if line.strip():
                raise Damaged("is longer than it says", self.offset)
        self.length = self.members.tell() - self.offset

    def _count(self, data: bytes) -> None:
        if self.left and not data:
            raise Damaged("is cut off", self.offset, cut_off=self.members.is_plain)
        self.left -= len(data)


def records(
    path: Path, take: Callable[[Record], _Taken], offset: int = 0, on_damage: Callable[[Damaged], None] | None = None
) -> Generator[_Taken, None, None]:
    """What `take` makes of each record of a file, from an offset on where one must begin.

    `on_damage` is told of each stretch that cannot be read, and reading goes on at the next record behind it;
    without it Damaged is raised. Raises Foreign for what is no WARC file, and OSError.
    """
    at: int | None = offset
    with path.open("rb") as stream:
        if not stream.read(1):
            raise Foreign("is missing: the file is empty", 0)
        while at is not None:
            try:
                yield from _whole_records(Members(stream, at), take)
                return
            except Foreign:
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
            record = _record(members, line)
            taken = take(record)
            if record.is_enough:
                yield taken
                return
            record.finish()
            yield taken


def _record(members: Members, line: bytes) -> Record:
    if not line.startswith(_MARK):
        what = line[:40].decode("ascii", "replace").strip()
        is_cut = members.is_plain and _MARK.startswith(line)
        raise Damaged(f"is none: it begins with {what!r}", members.offset, cut_off=is_cut)
    fields = read_fields(members.readline)
    if fields is None:
        raise Damaged("has no end of its headers", members.offset, cut_off=members.is_plain)
    headers = {name.lower(): value.decode("utf-8", "replace") for name, value in fields}
    length = headers.get("content-length", "")
    if not (length.isascii() and length.isdecimal() and len(length) <= _LENGTH_DIGITS):
        raise Damaged("does not say how long it is", members.offset)
    return Record(members, members.offset, headers, int(length))


def read_fields(readline: Callable[[int], bytes]) -> Fields | None:
    """Header fields up to a blank line, folded ones unfolded; None where none comes within HEAD_BYTES."""
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
    """Where the next record begins that can be read, None where none does."""
    magic = magic_of(stream)
    try:
        new = decoders(magic, stream) if magic else None
    except (ValueError, *ERRORS):
        return None
    mark = magic or b"\n" + _MARK
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
        return decoder.decode(data, BLOCK).startswith(_MARK)
    except ERRORS:
        return False
