"""Normalization of percent-encoding."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_TRIPLET = re.compile(rb"%([0-9A-Fa-f]{2})")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_NO_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HEX = "0123456789ABCDEFabcdef"
# The normal spelling of each encoded byte: an unreserved character as itself, any other in upper case.
_NORMAL_ESCAPES = {
    first + second: chr(byte) if (byte := int(first + second, 16)) in _UNRESERVED else f"%{byte:02X}"
    for first in _HEX
    for second in _HEX
}
_KEPT_BYTE = re.compile("([\udc00-\udcff])")
# Marks of RFC 3986 that need no encoding; "/" is one because a whole path is normalized at once.
PATH_MARKS = "!$&'()*+,;=:@/"
QUERY_MARKS = "!$'()*,;:@/?"


def normalize_percent(part: str, marks: str, *, composed: bool = False) -> str:
    """The part of an address with its letters encoded in one way: UTF-8, upper-case hexadecimal.

    Encoded marks (``%2F``) and bytes that are not UTF-8 (old windows-1256 addresses) stay encoded, and a percent sign
    that encodes nothing becomes ``%25``. Idempotent. `composed` adds NFC.

    >>> normalize_percent("/%d8%a3خبار%2f%7e", PATH_MARKS)
    '/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1%2F~'
    """
    if not composed:
        # Whole strings at once: a page has thousands of links, and this runs in the crawler's own process.
        spelled = _ESCAPE.split(quote(_NO_ESCAPE.sub("%25", part), safe=marks + "%", errors="replace"))
        spelled[1::2] = map(_NORMAL_ESCAPES.__getitem__, spelled[1::2])
        return "".join(spelled)
    pieces = _KEPT_BYTE.split(unicodedata.normalize("NFC", _decoded(part)))
    return "".join(
        f"%{ord(piece) - 0xDC00:02X}" if at % 2 else quote(piece, safe=marks) for at, piece in enumerate(pieces)
    )


def _decoded(part: str) -> str:
    """The part as characters, with a low surrogate (U+DC00 + byte) for each byte that has to stay encoded.

    `surrogateescape` does so with bytes that are not UTF-8, and no combining mark composes with a surrogate.
    """
    decoded, letters = [], b""
    for index, piece in enumerate(_TRIPLET.split(part.encode("utf-8", "replace"))):
        byte = int(piece, 16) if index % 2 else 0
        if index % 2 and byte < 0x80 and byte not in _UNRESERVED:
            decoded += [letters.decode("utf-8", "surrogateescape"), chr(0xDC00 + byte)]
            letters = b""
        else:
            letters += bytes([byte]) if index % 2 else piece
    return "".join([*decoded, letters.decode("utf-8", "surrogateescape")])
