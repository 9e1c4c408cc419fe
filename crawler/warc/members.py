"""The bytes of a WARC file by member: one gzip member or Zstandard frame per record, or a plain file."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from crawler.warc.damage import Damaged, UnsupportedFile
from crawler.warc.decoders import ERRORS, ZSTD_MAGIC, decoders, magic_of, skippable_length

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.warc.decoders import Decoder

BLOCK = 64 * 1024


class Members:
    """Reads an open file from an offset, which must be the beginning of a member (or of a plain record).

    `read` and `readline` return the current member's bytes and nothing at its end; `advance` moves to the next.
    A plain file is a single member. Raises Damaged for bytes that cannot be decompressed.
    """

    def __init__(self, stream: IO[bytes], offset: int = 0) -> None:
        self._stream = stream
        self._magic = magic_of(stream)
        self._new_decoder: Callable[[], Decoder] | None = None
        if self._magic:
            try:
                self._new_decoder = decoders(self._magic, stream)
            except (ValueError, *ERRORS) as error:
                raise UnsupportedFile(str(error), 0) from error
        stream.seek(offset)
        self._position = offset  # how far the file has been read
        self._input = b""  # read, not decompressed yet
        self._output = b""  # decompressed
        self._given = 0  # bytes of the output already returned
        self._decoder: Decoder | None = None
        self.offset = offset
        """Where the current member begins; in a plain file, the reader sets it."""

    @property
    def is_plain(self) -> bool:
        """Whether the file is uncompressed."""
        return self._new_decoder is None

    def tell(self) -> int:
        """The offset of the next byte in a plain file, or of the end of a compressed member that has been read."""
        left = len(self._output) - self._given if self.is_plain else len(self._input)
        return self._position - left

    def advance(self) -> bool:
        """Move to the first or next member; False at the end of the file."""
        while True:
            head = self._peek(8)
            skip = skippable_length(head) if self._magic == ZSTD_MAGIC else 0
            if not skip:
                break
            self._skip(skip)
        self.offset = self.tell()
        if not head:
            return False
        if self._new_decoder is not None:
            if not head.startswith(self._magic):
                is_cut = self._magic.startswith(head)
                raise Damaged("does not begin like the others", self.offset, cut_off=is_cut)
            self._decoder = self._new_decoder()
            self._output, self._given = b"", 0
        return True

    def read(self, size: int) -> bytes:
        """At least one and at most `size` bytes; b"" at the end of the member."""
        if self._given >= len(self._output) and not self._fill():
            return b""
        start = self._given
        self._given = min(start + size, len(self._output))
        return self._output[start : self._given]

    def readline(self, limit: int) -> bytes:
        """A line with its line break, or its first `limit` bytes; b"" at the end of the member."""
        parts: list[bytes] = []
        while limit > 0 and (self._given < len(self._output) or self._fill()):
            end = self._output.find(b"\n", self._given, self._given + limit)
            part = self.read(end + 1 - self._given if end >= 0 else limit)
            parts.append(part)
            limit -= len(part)
            if end >= 0:
                break
        return b"".join(parts)

    def _fill(self) -> bool:
        if self._new_decoder is None:
            self._output, self._given = self._read_block(), 0
            return bool(self._output)
        decoder = self._decoder
        while decoder is not None and not decoder.eof:
            needs_input, fed = decoder.needs_input, b""
            if needs_input:
                fed, self._input = self._input or self._read_block(), b""
            try:
                data = decoder.decode(fed, BLOCK)
            except ERRORS as error:
                raise Damaged(f"cannot be decompressed: {error}", self.offset) from error
            self._input = decoder.unused or self._input
            if data:
                self._output, self._given = data, 0
                return True
            if needs_input and not fed and not decoder.eof:
                raise Damaged("is cut off", self.offset, cut_off=True)
        return False

    def _read_block(self) -> bytes:
        data = self._stream.read(BLOCK)
        self._position += len(data)
        return data

    def _peek(self, size: int) -> bytes:
        if self.is_plain:
            has_more = self._given < len(self._output) or self._fill()
            return self._output[self._given : self._given + size] if has_more else b""
        while len(self._input) < size and (more := self._read_block()):
            self._input += more
        return self._input[:size]

    def _skip(self, size: int) -> None:
        end = self.tell() + size
        self._stream.seek(end)
        self._position, self._input = end, b""
