"""The bytes of a WARC file, member by member: one gzip member or Zstandard frame a record, or a plain file."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from crawler.warc.damage import Damaged, Foreign
from crawler.warc.decoders import ERRORS, ZSTD, decoders, magic_of, skippable_length

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.warc.decoders import Decoder

BLOCK = 64 * 1024


class Members:
    """Reads one open file from an offset on, which must be the beginning of a member (or of a plain record).

    `read` and `readline` give the present member's bytes and nothing at its end; `advance` goes on to the next.
    A plain file is one member to its end. Raises Damaged for bytes that cannot be decompressed.
    """

    def __init__(self, stream: IO[bytes], offset: int = 0) -> None:
        self._stream = stream
        self._magic = magic_of(stream)
        self._new: Callable[[], Decoder] | None = None
        if self._magic:
            try:
                self._new = decoders(self._magic, stream)
            except (ValueError, *ERRORS) as error:
                raise Foreign(str(error), 0) from error
        stream.seek(offset)
        self._read_to = offset  # how far the file has been read
        self._raw = b""  # read, and not decompressed yet
        self._ready = b""  # decompressed …
        self._at = 0  # … and given out up to here
        self._decoder: Decoder | None = None
        self.offset = offset
        """Where the present member begins; in a plain file whoever reads it sets it."""

    @property
    def is_plain(self) -> bool:
        """Whether the file is not compressed."""
        return self._new is None

    def tell(self) -> int:
        """Where the next byte stands: in a plain file, or behind a compressed member that has ended."""
        left = len(self._ready) - self._at if self.is_plain else len(self._raw)
        return self._read_to - left

    def advance(self) -> bool:
        """Go on to the next member, or to the first; False at the end of the file."""
        while True:
            head = self._peek(8)
            skip = skippable_length(head) if self._magic == ZSTD else 0
            if not skip:
                break
            self._skip(skip)
        self.offset = self.tell()
        if not head:
            return False
        if self._new is not None:
            if not head.startswith(self._magic):
                is_cut = self._magic.startswith(head)
                raise Damaged("does not begin as the others do", self.offset, cut_off=is_cut)
            self._decoder = self._new()
            self._ready, self._at = b"", 0
        return True

    def read(self, size: int) -> bytes:
        """At least one byte and at most so many; b"" at the end of the member."""
        if self._at >= len(self._ready) and not self._fill():
            return b""
        start = self._at
        self._at = min(start + size, len(self._ready))
        return self._ready[start : self._at]

    def readline(self, limit: int) -> bytes:
        """A line with its end, or its first `limit` bytes; b"" at the end of the member."""
        parts: list[bytes] = []
        while limit > 0 and (self._at < len(self._ready) or self._fill()):
            end = self._ready.find(b"\n", self._at, self._at + limit)
            part = self.read(end + 1 - self._at if end >= 0 else limit)
            parts.append(part)
            limit -= len(part)
            if end >= 0:
                break
        return b"".join(parts)

    def _fill(self) -> bool:
        if self._new is None:
            self._ready, self._at = self._more(), 0
            return bool(self._ready)
        decoder = self._decoder
        while decoder is not None and not decoder.eof:
            hungry, fed = decoder.hungry, b""
            if hungry:
                fed, self._raw = self._raw or self._more(), b""
            try:
                data = decoder.decode(fed, BLOCK)
            except ERRORS as error:
                raise Damaged(f"cannot be decompressed: {error}", self.offset) from error
            self._raw = decoder.rest or self._raw
            if data:
                self._ready, self._at = data, 0
                return True
            if hungry and not fed and not decoder.eof:
                raise Damaged("is cut off", self.offset, cut_off=True)
        return False

    def _more(self) -> bytes:
        data = self._stream.read(BLOCK)
        self._read_to += len(data)
        return data

    def _peek(self, size: int) -> bytes:
        if self.is_plain:
            return self._ready[self._at : self._at + size] if self._at < len(self._ready) or self._fill() else b""
        while len(self._raw) < size and (more := self._more()):
            self._raw += more
        return self._raw[:size]

    def _skip(self, size: int) -> None:
        end = self.tell() + size
        self._stream.seek(end)
        self._read_to, self._raw = end, b""
