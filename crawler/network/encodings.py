"""What a body really is, whatever its headers say: its content encodings, and bytes as text. Pure functions."""

from __future__ import annotations

import codecs
import sys
import zlib

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_SIGNATURES = {"gzip": b"\x1f\x8b", "x-gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}
_GZIP_SIGNATURE = _SIGNATURES["gzip"]
_HEAD_BYTES = 1024
"""Bytes that tell text from compressed data, a tenth of which are control characters."""
_MAX_LAYERS = 3
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL_CHARACTERS = frozenset(map(chr, range(32))) - frozenset("\t\n\v\f\r\x1a")


def true_encodings(stated: str, body: bytes) -> list[str]:
    r"""The content encodings that a body has, of those a `Content-Encoding` states, the one applied last at the end.

    Words that are no content encoding (`UTF-8`, `none`) and encodings that the body does not have are left out; a body
    that is gzip instead of what is stated has that.

    >>> true_encodings("gzip, UTF-8", b"User-agent: *"), true_encodings("x-gzip", b"\x1f\x8b\x08")
    ([], ['x-gzip'])
    """
    words = [word.strip().lower() for word in stated.split(",")]
    found = [word for word in words if word in _DECODERS]
    while found and not _has_encoding(found[-1], body):
        found.pop()
    return found or (["gzip"] if words != [""] and body.startswith(_GZIP_SIGNATURE) else [])


def _has_encoding(encoding: str, body: bytes) -> bool:
    signature = _SIGNATURES.get(encoding)
    if signature is not None:
        return body.startswith(signature)
    if body.startswith(_GZIP_SIGNATURE):
        return False
    if not is_text(text_of(body[:_HEAD_BYTES])):
        return True
    return _is_deflated(body) if encoding == "deflate" else _unbrotlied(body, _HEAD_BYTES * 1024) is not None


def _is_deflated(body: bytes) -> bool:
    """Whether a body that looks like text is a whole deflate stream all the same, as very short ones do."""
    for bits in (15, -15):
        inner = zlib.decompressobj(bits)
        try:
            inner.decompress(body, _HEAD_BYTES * 1024)
        except zlib.error:
            continue
        if inner.eof and not inner.unused_data:
            return True
    return False


def unpacked(body: bytes, stated: str, limit: int) -> bytes:
    """The first `limit` bytes of a body without the encodings it states, and without gzip that it does not state.

    Bytes that cannot be unpacked because they are damaged stay as they are.
    """
    encodings = true_encodings(stated, body)
    for _ in range(_MAX_LAYERS):
        encoding = encodings.pop() if encodings else "gzip" if body.startswith(_GZIP_SIGNATURE) else ""
        if not encoding:
            break
        inner = _DECODERS[encoding](body, limit)
        if inner is None:
            break
        body = inner
    return body[:limit]


def _gunzipped(body: bytes, limit: int) -> bytes | None:
    return _decompressed(body, 31, limit) if body.startswith(_GZIP_SIGNATURE) else None


def _inflated(body: bytes, limit: int) -> bytes | None:
    """A deflate body with or without the header that it should have; some servers send gzip instead."""
    found = (_decompressed(body, bits, limit) for bits in (15, 31, -15))
    return next((inner for inner in found if inner is not None), None)


def _unbrotlied(body: bytes, limit: int) -> bytes | None:
    decoder, found, left = brotli.Decompressor(), bytearray(), body
    try:
        while len(found) < limit and not decoder.is_finished():
            piece = decoder.process(left, output_buffer_limit=limit - len(found))
            if not piece and not left:
                break
            found, left = found + piece, b""
    except brotli.error:
        return None
    return bytes(found[:limit])


def _unzstd(body: bytes, limit: int) -> bytes | None:
    try:
        return zstd.ZstdDecompressor().decompress(body, limit)
    except zstd.ZstdError:
        return None


def _decompressed(body: bytes, bits: int, limit: int) -> bytes | None:
    """At most `limit` bytes of all members of a body; None if it is damaged. One that is cut gives what there is."""
    found = bytearray()
    try:
        while body and len(found) < limit:
            inner = zlib.decompressobj(bits)
            found += inner.decompress(body, limit - len(found))
            if not inner.eof:
                break
            body = inner.unused_data if bits == 31 and inner.unused_data.startswith(_GZIP_SIGNATURE) else b""
    except zlib.error:
        return None
    return bytes(found)


_DECODERS = {"gzip": _gunzipped, "x-gzip": _gunzipped, "deflate": _inflated, "br": _unbrotlied, "zstd": _unzstd}


def text_of(body: bytes) -> str:
    r"""A body as text by its byte order mark, as UTF-16 where every other byte is zero, as UTF-8 otherwise.

    Never raises: what cannot be decoded becomes U+FFFD, so that mark-up in other extensions of ASCII stays readable.

    >>> text_of("ب".encode("utf-16")), text_of("<a>".encode("utf-16-be")), text_of(b"a\xff")
    ('ب', '<a>', 'a\ufffd')
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    head = body[:_HEAD_BYTES]
    pairs = len(head) // 2
    for name, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if pairs and zeros.count(0) > pairs // 2 and head.count(0) < pairs * 3 // 2:
            return body.decode(name, "replace")
    return body.decode("utf-8", "replace")


def is_text(text: str) -> bool:
    """Whether decoded bytes are text: at most one letter in fifty is a control character."""
    return sum(letter in _CONTROL_CHARACTERS for letter in text) * 50 <= len(text)
