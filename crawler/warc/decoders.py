"""Bounded decompression, one member at a time: gzip, or Zstandard with its dictionary."""

from __future__ import annotations

import struct
import sys
import zlib
from typing import IO, Any, Protocol

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_GZIP_MAGIC = b"\x1f\x8b\x08"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_DICTIONARY_FRAME = b"\x5d\x2a\x4d\x18"
"""The skippable frame that opens a .warc.zst whose frames share a dictionary (iipc.github.io/warc-specifications)."""
_SKIPPABLE_FRAME = b"\x2a\x4d\x18"
"""The last three bytes of the sixteen magic numbers of skippable frames; the first is 0x50 to 0x5f."""
_MAX_DICTIONARY_BYTES = 64 * 1024 * 1024
"""Larger dictionaries are refused; those of real archives have about 100 KiB."""
_DICTIONARY_MAGIC = b"\x37\xa4\x30\xec"

ERRORS = (zlib.error, zstd.ZstdError, EOFError)


class Decoder(Protocol):
    """A decompressor for one member."""

    @property
    def eof(self) -> bool:
        """Whether the member has ended."""

    @property
    def needs_input(self) -> bool:
        """Whether it needs more input to go on."""

    @property
    def unused(self) -> bytes:
        """Input not used yet: this member's while it lasts, then what follows it."""

    def decode(self, data: bytes, limit: int) -> bytes:
        """At most `limit` more bytes; without data, from what is buffered."""


class _Gzip:
    """One gzip member."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(zlib.MAX_WBITS + 16)

    @property
    def eof(self) -> bool:
        """Whether the member has ended."""
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        """Whether it needs more input: always, because it returns what it did not use."""
        return True

    @property
    def unused(self) -> bytes:
        """Input not used yet."""
        return self._inner.unused_data if self._inner.eof else self._inner.unconsumed_tail

    def decode(self, data: bytes, limit: int) -> bytes:
        """At most `limit` more bytes."""
        return self._inner.decompress(data, limit)


class _Zstd:
    """One Zstandard frame; it buffers input not used yet."""

    def __init__(self, dictionary: zstd.ZstdDict | None) -> None:
        self._inner = zstd.ZstdDecompressor(dictionary)

    @property
    def eof(self) -> bool:
        """Whether the frame has ended."""
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        """Whether it has used up its input."""
        return self._inner.needs_input

    @property
    def unused(self) -> bytes:
        """Input that follows the frame."""
        return self._inner.unused_data if self._inner.eof else b""

    def decode(self, data: bytes, limit: int) -> bytes:
        """At most `limit` more bytes."""
        return self._inner.decompress(data, limit)


def _dictionary_of(stream: IO[bytes]) -> zstd.ZstdDict | None:
    """The dictionary at the beginning of a .warc.zst, or None; raises ValueError for an invalid one."""
    stream.seek(0)
    head = stream.read(8)
    if head[:4] != _DICTIONARY_FRAME or len(head) < 8:
        return None
    (length,) = struct.unpack("<I", head[4:])
    if length > _MAX_DICTIONARY_BYTES:
        raise ValueError(f"has a dictionary of {length} bytes")
    content = stream.read(length)
    if content.startswith(ZSTD_MAGIC):
        content = zstd.ZstdDecompressor().decompress(content, _MAX_DICTIONARY_BYTES)
    try:
        return zstd.ZstdDict(content, is_raw=not content.startswith(_DICTIONARY_MAGIC))
    except (ValueError, zstd.ZstdError) as error:
        raise ValueError(f"has no valid dictionary: {error}") from error


def skippable_length(head: bytes) -> int:
    """The length of a skippable frame with these first eight bytes, header included; 0 for other frames."""
    is_skippable = len(head) == 8 and head[1:4] == _SKIPPABLE_FRAME and 0x50 <= head[0] <= 0x5F
    return 8 + int(struct.unpack("<I", head[4:])[0]) if is_skippable else 0


def magic_of(stream: IO[bytes]) -> bytes:
    """The magic number of a file's members, for gzip or Zstandard; b"" for an uncompressed file."""
    stream.seek(0)
    head = stream.read(8)
    if head.startswith(_GZIP_MAGIC):
        return _GZIP_MAGIC
    return ZSTD_MAGIC if head.startswith(ZSTD_MAGIC) or skippable_length(head) else b""


def decoders(magic: bytes, stream: IO[bytes]) -> Any:
    """A factory of decoders, one for each member of a file; raises ValueError for an invalid dictionary."""
    if magic == _GZIP_MAGIC:
        return _Gzip
    dictionary = _dictionary_of(stream)
    return lambda: _Zstd(dictionary)
