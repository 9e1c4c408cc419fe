"""Decompressing one member at a time, never more than asked for: gzip, Zstandard with its dictionary, or nothing."""

from __future__ import annotations

import struct
import sys
import zlib
from typing import IO, Any, Protocol

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_GZIP = b"\x1f\x8b\x08"
ZSTD = b"\x28\xb5\x2f\xfd"
_DICTIONARY = b"\x5d\x2a\x4d\x18"
"""The skippable frame that opens a .warc.zst whose frames share a dictionary (iipc.github.io/warc-specifications)."""
_SKIPPABLE = b"\x2a\x4d\x18"
"""The last three bytes of the sixteen magic numbers of skippable frames; the first is 0x50 to 0x5f."""
_DICTIONARY_BYTES = 64 * 1024 * 1024
"""A larger dictionary is refused; those of real archives have about 100 KiB."""
_WHOLE_DICTIONARY = b"\x37\xa4\x30\xec"

ERRORS = (zlib.error, zstd.ZstdError, EOFError)


class Decoder(Protocol):
    """What decompresses one member."""

    @property
    def eof(self) -> bool:
        """Whether the member has ended."""

    @property
    def hungry(self) -> bool:
        """Whether it needs more to go on."""

    @property
    def rest(self) -> bytes:
        """What was given and not used: of this member while it lasts, then what stands behind it."""

    def decode(self, data: bytes, limit: int) -> bytes:
        """At most `limit` bytes more; with no data, what is still inside."""


class _Gzip:
    """One gzip member."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(zlib.MAX_WBITS + 16)

    @property
    def eof(self) -> bool:
        """Whether the member has ended."""
        return self._inner.eof

    @property
    def hungry(self) -> bool:
        """Whether it needs more: always, for it gives back what it did not use."""
        return True

    @property
    def rest(self) -> bytes:
        """What was given and not used."""
        return self._inner.unused_data if self._inner.eof else self._inner.unconsumed_tail

    def decode(self, data: bytes, limit: int) -> bytes:
        """At most `limit` bytes more."""
        return self._inner.decompress(data, limit)


class _Zstd:
    """One Zstandard frame; it keeps what it was given and did not use."""

    def __init__(self, dictionary: zstd.ZstdDict | None) -> None:
        self._inner = zstd.ZstdDecompressor(dictionary)

    @property
    def eof(self) -> bool:
        """Whether the frame has ended."""
        return self._inner.eof

    @property
    def hungry(self) -> bool:
        """Whether it has used up what it was given."""
        return self._inner.needs_input

    @property
    def rest(self) -> bytes:
        """What stands behind the frame."""
        return self._inner.unused_data if self._inner.eof else b""

    def decode(self, data: bytes, limit: int) -> bytes:
        """At most `limit` bytes more."""
        return self._inner.decompress(data, limit)


def _dictionary_of(stream: IO[bytes]) -> zstd.ZstdDict | None:
    """The dictionary at the beginning of a .warc.zst, or None; raises ValueError for one that is none."""
    stream.seek(0)
    head = stream.read(8)
    if head[:4] != _DICTIONARY or len(head) < 8:
        return None
    (length,) = struct.unpack("<I", head[4:])
    if length > _DICTIONARY_BYTES:
        raise ValueError(f"has a dictionary of {length} bytes")
    content = stream.read(length)
    if content.startswith(ZSTD):
        content = zstd.ZstdDecompressor().decompress(content, _DICTIONARY_BYTES)
    try:
        return zstd.ZstdDict(content, is_raw=not content.startswith(_WHOLE_DICTIONARY))
    except (ValueError, zstd.ZstdError) as error:
        raise ValueError(f"has no valid dictionary: {error}") from error


def skippable_length(head: bytes) -> int:
    """The length of a skippable frame that begins with these eight bytes, its head included; 0 for other frames."""
    is_skippable = len(head) == 8 and head[1:4] == _SKIPPABLE and 0x50 <= head[0] <= 0x5F
    return 8 + int(struct.unpack("<I", head[4:])[0]) if is_skippable else 0


def magic_of(stream: IO[bytes]) -> bytes:
    """How members of a file begin: GZIP, ZSTD, or b"" for a file without compression."""
    stream.seek(0)
    head = stream.read(8)
    if head.startswith(_GZIP):
        return _GZIP
    return ZSTD if head.startswith(ZSTD) or skippable_length(head) else b""


def decoders(magic: bytes, stream: IO[bytes]) -> Any:
    """What gives a new decoder for each member of a file."""
    if magic == _GZIP:
        return _Gzip
    dictionary = _dictionary_of(stream)
    return lambda: _Zstd(dictionary)
