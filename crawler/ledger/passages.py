"""Passages: runs of six consecutive words as hashes, by which a text is found again in any mark-up. Pure functions."""

from __future__ import annotations

import re
import zlib
from hashlib import blake2b
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from cleaners.text.normalize import comparison_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PASSAGE_WORDS = 6
"""Words of a passage."""
_FEWEST_WORDS = 3
"""Words of a shorter text that still counts as one passage, as a whole."""
_MODULUS = (1 << 61) - 1
_BASE = 0x1F3D5B79A2C4E683 % _MODULUS

# In JSON inside JSON the backslash is doubled.
_JSON_LETTER = re.compile(r"\\{1,4}u([0-9a-fA-F]{4})")
_JSON_SIGN = re.compile(r"\\{1,4}[bfnrt\"'/\\]")
_PERCENT = re.compile(r"%(?:25)?[89a-f][0-9a-f]", re.IGNORECASE)
"""A letter of Arabic in an address, in whatever encoding."""
_ANY_TAG = re.compile(r"<[^<>]*>")
_TAG_INSIDE_WORDS = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|em|font|i|ins|mark|s|small|span|strong|sub|sup|tt|u|wbr)\b[^<>]*>|<!--[^<>]*-->",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]{2,40})|encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
_SNIPPET_BYTES = 4096
_GZIP_MARK = b"\x1f\x8b"
_MOST_BYTES = 1 << 28
_ARABIC_CODE_PAGE = "cp1256"


def passages_of(text: str) -> list[int]:
    """The hash of each run of six words, in order; of a text of three to five words, one for the whole.

    Words are those of `comparison_key`, so spelling variants and punctuation make no difference.

    >>> passages_of("one two three four five six") == passages_of("One, two: three four -- five SIX!")
    True
    >>> len(passages_of("one two three four five six seven")), len(passages_of("one two three")), passages_of("one two")
    (2, 1, [])
    """
    words = comparison_key.__wrapped__(text).split()  # without its cache, for whole pages come here
    number = {word: _hash(word) for word in set(words)}
    values = [number[word] for word in words]
    length = PASSAGE_WORDS if len(words) >= PASSAGE_WORDS else len(words)
    return [*_rolling(values, length)] if length >= _FEWEST_WORDS else []


def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "big") % _MODULUS


def _rolling(values: Sequence[int], length: int) -> Iterator[int]:
    """The polynomial hash of each run of so many values (Karp & Rabin 1987)."""
    first, value = pow(_BASE, length, _MODULUS), 0
    for at, one in enumerate(values):
        value = (value * _BASE + one - (first * values[at - length] if at >= length else 0)) % _MODULUS
        if at >= length - 1:
            yield value


def readings_of(marked_up: str) -> Iterator[str]:
    """The texts that mark-up, a title, an excerpt or an address can be read as: JSON, entities, addresses decoded.

    With tags, for the words of attributes and scripts; without them; and with words joined across inline tags.
    """
    plain = _JSON_LETTER.sub(lambda found: chr(int(found[1], 16)), marked_up)
    plain = unescape(unescape(_JSON_SIGN.sub(" ", plain)))
    yield plain
    if _PERCENT.search(plain):
        yield unquote_plus(unquote_plus(plain)).replace("_", " ")
    if "<" in plain:
        yield _ANY_TAG.sub(" ", plain)
        joined = _TAG_INSIDE_WORDS.sub("", plain)
        if joined != plain:
            yield _ANY_TAG.sub(" ", joined)


def decodings_of(body: bytes, content_type: str = "") -> Iterator[str]:
    """The texts that the bytes of an answer can be decoded to, by their signature, their own word, or as it fits."""
    body = _unzipped(body) if body.startswith(_GZIP_MARK) else body
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield body.decode("utf-16", "replace")
        return
    try:
        yield body.decode("utf-8-sig")
        if b"\x00" not in body[:_SNIPPET_BYTES]:
            return
    except UnicodeDecodeError:
        yield body.decode("utf-8", "replace")
    declared = _CHARSET.findall(content_type.encode("utf-8", "replace") + b" " + body[:_SNIPPET_BYTES])
    names = {(one or other).decode("ascii", "replace").lower() for one, other in declared}
    wide = {"utf-16-le", "utf-16-be"} if b"\x00" in body[:_SNIPPET_BYTES] else set[str]()
    for name in sorted({_ARABIC_CODE_PAGE, *names, *wide} - {"utf-8", "utf8"}):
        try:
            yield body.decode(name, "replace")
        except (LookupError, UnicodeError):
            continue


def _unzipped(body: bytes) -> bytes:
    """What a gzip file holds, as far as it can be read, up to 256 MiB; the file itself if nothing can."""
    found, rest = b"", body
    try:
        while rest.startswith(_GZIP_MARK) and len(found) < _MOST_BYTES:
            member = zlib.decompressobj(wbits=31)
            found += member.decompress(rest, _MOST_BYTES - len(found))
            rest = member.unused_data
    except zlib.error:
        pass
    return found or body
