"""One spelling for a percent-encoded part of an address."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_TRIPLET = re.compile(rb"%([0-9A-Fa-f]{2})")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_NO_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HEX = "0123456789ABCDEFabcdef"
# How each encoded byte is written: a letter that needs no encoding as such, any other in upper case.
_SPELLED = {
    first + second: chr(byte) if (byte := int(first + second, 16)) in _UNRESERVED else f"%{byte:02X}"
    for first in _HEX
    for second in _HEX
}
_KEPT = re.compile("([\udc00-\udcff])")
# Marks of RFC 3986 that may stand as they are; "/" stays because a whole path is folded at once.
PATH_MARKS = "!$&'()*+,;=:@/"
QUERY_MARKS = "!$'()*,;:@/?"


def fold_percent(part: str, marks: str, *, composed: bool = False) -> str:
    """The part with its letters decoded, and encoded again in one way: UTF-8, upper-case hexadecimal.

    Encoded marks (``%2F``) stay encoded, bytes that are not UTF-8 (old windows-1256 addresses) stay too, a
    percent sign that encodes nothing becomes ``%25``. Folding twice changes nothing. `composed` adds NFC.

    >>> fold_percent("/%d8%a3خبار%2f%7e", PATH_MARKS)
    '/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1%2F~'
    """
    if not composed:
        # Whole strings at a time: a page has thousands of links, and this runs in the crawler's own process.
        spelled = _ESCAPE.split(quote(_NO_ESCAPE.sub("%25", part), safe=marks + "%", errors="replace"))
        spelled[1::2] = map(_SPELLED.__getitem__, spelled[1::2])
        return "".join(spelled)
    pieces = _KEPT.split(unicodedata.normalize("NFC", _decoded(part)))
    return "".join(
        f"%{ord(piece) - 0xDC00:02X}" if at % 2 else quote(piece, safe=marks) for at, piece in enumerate(pieces)
    )


def _decoded(part: str) -> str:
    """The part as characters; every byte that has to stay encoded is one low surrogate, U+DC00 + byte.

    `surrogateescape` does so to bytes that are not UTF-8, and no combining mark composes with a surrogate.
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
