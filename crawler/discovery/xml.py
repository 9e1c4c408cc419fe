"""XML from strangers: decompressed within a limit, without entities, broken documents recovered."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

# 50 MB is the sitemap protocol's limit for one uncompressed file.
MAX_BYTES = 50 * 1024 * 1024
_GZIP = b"\x1f\x8b"
# Bytes of a gzip member that are read first.
_PIECE = 512
# Both run to the end where they are not closed, so that many open ones cost no more than one.
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
# Halves of surrogate pairs as bytes: the parser recovers from them, and then cannot decode what it has kept.
_HALVES = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
# References to them, also in CDATA: in broken mark-up the parser finds other ends of it than we do.
_HALF = re.compile(
    rb"&(?=#x0*[dD][89a-fA-F][0-9a-fA-F]{2};|#0*5(?:529[6-9]|5[3-9]\d\d|6\d{3}|7[0-2]\d\d|73[0-3]\d|734[0-3]);)"
)
_CDATA_OR_BARE = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!#\d+;|#x[0-9a-fA-F]+;|(?:amp|lt|gt|quot|apos);)", re.DOTALL
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_ROOT = re.compile(rb"<[A-Za-z_]")
_OTHER_ENCODING = re.compile(rb"<\?xml[^>]{0,200}encoding\s{0,9}=\s{0,9}[\"'](?!utf-?8)", re.IGNORECASE)


def read_root(body: bytes) -> etree._Element | None:
    """The root element of an XML document, gzipped or not; None where there is nothing to read.

    Refused, so None: more than `MAX_BYTES` after decompression, and any document that declares entities.
    Broken mark-up, wrong white space before the declaration and cut-off ends are recovered.
    """
    unpacked = decompress(body)
    if unpacked is None or not unpacked.strip() or _declares_entities(unpacked):
        return None
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(_without_halves(_with_bare_ampersands(_of_ascii(unpacked.lstrip()))), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def decompress(body: bytes, limit: int = MAX_BYTES) -> bytes | None:
    """The body, unpacked if it is gzip (all members, as far as they go); None where it is over the limit."""
    if not body.startswith(_GZIP):
        return body if len(body) <= limit else None
    unpacked, at = bytearray(), 0
    while body.startswith(_GZIP, at):
        try:
            at = _unpack(body, at, unpacked, limit)
        except zlib.error:
            break
        if len(unpacked) > limit:
            return None
    return bytes(unpacked)


def _unpack(body: bytes, at: int, unpacked: bytearray, limit: int) -> int:
    """Unpack the gzip member that begins at a position, up to more than the limit; where the next one begins.

    It is read in pieces, each twice as long as the one before: a body of many small members would be copied as a
    whole for each of them.
    """
    member, size = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS), _PIECE
    while at < len(body) and not member.eof and len(unpacked) <= limit:
        piece = body[at : at + size]
        unpacked += member.decompress(piece, limit + 1 - len(unpacked))
        at, size = at + len(piece), 2 * size
    return at - len(member.unused_data)


def _without_halves(document: bytes) -> bytes:
    """A document in UTF-8 with halves of surrogate pairs replaced."""
    return document if _OTHER_ENCODING.match(document) else _HALVES.sub("\ufffd".encode(), document)


def _of_ascii(document: bytes) -> bytes:
    """A document in UTF-16 as one in UTF-8; any other as it is."""
    if b"\0" not in document[:4]:
        return document
    marked = document.startswith((b"\xff\xfe", b"\xfe\xff"))
    encoding = "utf-16" if marked else "utf-16-le" if document[1:2] == b"\0" else "utf-16-be"
    return _DECLARATION.sub("", document.decode(encoding, "replace")).encode("utf-8", "replace")


def _with_bare_ampersands(document: bytes) -> bytes:
    """The document with bare ampersands, HTML entities and halves of surrogate pairs as text.

    The parser would drop the former, and could not decode the latter afterwards.
    """
    bare = _CDATA_OR_BARE.sub(lambda found: found[0] if found[0] != b"&" else b"&amp;", document)
    return _HALF.sub(b"&amp;", bare)


def _declares_entities(document: bytes) -> bool:
    """Whether an entity is declared before the root element, in any encoding that pads ASCII with zeros."""
    text = _COMMENT.sub(b"", document.replace(b"\0", b"") if b"\0" in document[:4] else document)
    root = _ROOT.search(text)
    return b"<!entity" in text[: root.start() if root else None].lower()


def local_name(element: etree._Element) -> str:
    """The tag without its namespace, also where the prefix was never declared; "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The direct children with one of these local names, in the order of the names, then of the document."""
    for name in names:
        yield from (child for child in element if local_name(child) == name)


def text_of(element: etree._Element, *names: str) -> str | None:
    """The text of the first such child that has one, names in order of preference; None where none has."""
    for child in children(element, *names):
        if text := "".join(str(piece) for piece in child.itertext()).strip():
            return text
    return None
