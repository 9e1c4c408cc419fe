"""Read untrusted XML: bounded decompression, no entity declarations, recovery of broken documents."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

# 50 MB is the sitemap protocol's limit for one uncompressed file.
MAX_BYTES = 50 * 1024 * 1024
_GZIP_START = b"\x1f\x8b"
# Bytes of a gzip member to decompress first.
_FIRST_PIECE = 512
# Unclosed comments and CDATA sections extend to the end, so many of them cost no more than one.
_XML_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
# Lone surrogates as bytes: the parser recovers from them but then cannot decode the text it has kept.
_HALVES = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
# References to lone surrogates, also in CDATA: in broken mark-up the parser sees other section ends than we do.
_HALF = re.compile(
    rb"&(?=#x0*[dD][89a-fA-F][0-9a-fA-F]{2};|#0*5(?:529[6-9]|5[3-9]\d\d|6\d{3}|7[0-2]\d\d|73[0-3]\d|734[0-3]);)"
)
_CDATA_OR_BARE = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!#\d+;|#x[0-9a-fA-F]+;|(?:amp|lt|gt|quot|apos);)", re.DOTALL
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_ROOT = re.compile(rb"<[A-Za-z_]")
_START = re.compile(rb"<\?xml\s|<(?:[A-Za-z]{1,20}:)?(?:rss|feed|RDF|urlset|sitemapindex)[\s>]")
_OTHER_ENCODING = re.compile(rb"<\?xml[^>]{0,200}encoding\s{0,9}=\s{0,9}[\"'](?!utf-?8)", re.IGNORECASE)


def read_root(body: bytes) -> etree._Element | None:
    """The root element of an XML document, gzipped or not; None if it cannot be read.

    Documents of more than `MAX_BYTES` after decompression and those that declare entities are rejected (None).
    Broken mark-up, truncated ends, and white space or a script's warnings before the document are recovered.
    """
    unpacked = decompress(body)
    if unpacked is None or not unpacked.strip() or _declares_entities(unpacked):
        return None
    document = _from_start(_of_ascii(unpacked))
    if _declares_entities(document):
        return None
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(_without_halves(_with_bare_ampersands(document)), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def decompress(body: bytes, limit: int = MAX_BYTES) -> bytes | None:
    """The body, decompressed if it is gzip (all readable members); None if it exceeds the limit in bytes."""
    if not body.startswith(_GZIP_START):
        return body if len(body) <= limit else None
    unpacked, at = bytearray(), 0
    while body.startswith(_GZIP_START, at):
        try:
            at = _unpack(body, at, unpacked, limit)
        except zlib.error:
            break
        if len(unpacked) > limit:
            return None
    return bytes(unpacked)


def _unpack(body: bytes, at: int, unpacked: bytearray, limit: int) -> int:
    """Decompress the gzip member at a position, stopping beyond the limit; returns the next member's position.

    Reads pieces of doubling size, for otherwise every small member would copy the whole rest of the body.
    """
    member, size = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS), _FIRST_PIECE
    while at < len(body) and not member.eof and len(unpacked) <= limit:
        piece = body[at : at + size]
        unpacked += member.decompress(piece, limit + 1 - len(unpacked))
        at, size = at + len(piece), 2 * size
    return at - len(member.unused_data)


def _without_halves(document: bytes) -> bytes:
    """A UTF-8 document with lone surrogates replaced; one in another encoding unchanged."""
    return document if _OTHER_ENCODING.match(document) else _HALVES.sub("\ufffd".encode(), document)


def _of_ascii(document: bytes) -> bytes:
    """A UTF-16 document converted to UTF-8; any other unchanged."""
    if b"\0" not in document[:4]:
        return document
    marked = document.startswith((b"\xff\xfe", b"\xfe\xff"))
    encoding = "utf-16" if marked else "utf-16-le" if document[1:2] == b"\0" else "utf-16-be"
    return _DECLARATION.sub("", document.decode(encoding, "replace")).encode("utf-8", "replace")


def _from_start(document: bytes) -> bytes:
    """A document without what stands before its declaration or before the root of a feed or sitemap."""
    start = _START.search(document)
    return document[start.start() :] if start else document.lstrip()


def _with_bare_ampersands(document: bytes) -> bytes:
    """The document with bare ampersands, HTML entities and references to lone surrogates escaped as text.

    The parser would drop the former and could not decode the latter.
    """
    bare = _CDATA_OR_BARE.sub(lambda found: found[0] if found[0] != b"&" else b"&amp;", document)
    return _HALF.sub(b"&amp;", bare)


def _declares_entities(document: bytes) -> bool:
    """Whether an entity is declared before the root element, also in encodings that pad ASCII with zeros."""
    text = _XML_COMMENT.sub(b"", document.replace(b"\0", b"") if b"\0" in document[:4] else document)
    root = _ROOT.search(text)
    return b"<!entity" in text[: root.start() if root else None].lower()


def local_name(element: etree._Element) -> str:
    """The lower-case tag without its namespace, even if the prefix is undeclared; "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The direct children with one of these local names, in order of the names, then of the document."""
    for name in names:
        yield from (child for child in element if local_name(child) == name)


def child_text(element: etree._Element, *names: str) -> str | None:
    """The text of the first non-empty child with one of these names, in order of preference; None without one."""
    for child in children(element, *names):
        if text := "".join(str(piece) for piece in child.itertext()).strip():
            return text
    return None
