"""A fetched page, and how its bytes become a tree."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from dataclasses import dataclass
from datetime import datetime

import lxml.html
from lxml import etree
from w3lib.encoding import read_bom

from cleaners.page.stray_end_tags import may_have_stray_ends, rejoin_text, without_page_ends
from cleaners.text.charset import declared_encodings, plausible_encodings
from cleaners.text.leftover_markup import as_source, has_tags, is_about_markup, read_entities
from cleaners.text.mojibake import may_be_debris, repaired

_MARKUP_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*\?>")
_CONTROL_BYTES = bytes(byte for byte in range(1, 32) if byte < 9 or byte > 13)
_BLANKED = bytes.maketrans(_CONTROL_BYTES + b"\x0b\x0c", b" " * (len(_CONTROL_BYTES) + 2))
_NO_CHARACTERS = re.compile(rb"\xef\xbf[\xbe\xbf]")  # U+FFFE and U+FFFF in UTF-8
_LOST = "\ufffd".encode()
_CONTROL_REFERENCE = re.compile(
    rb"&#(?:0*+(?:[1-8]|1[124-9]|2[0-9]|3[01]|6553[45])(?![0-9])"
    rb"|[xX]0*+(?:[1-8bcefBCEF]|1[0-9a-fA-F]|[fF]{3}[efEF])(?![0-9a-fA-F]));?"
)
"""Characters that no XML text may hold, also as numeric references: the parser would take them, but lxml refuses to
write a text with one, as removing the element beside it does."""
_SNIFFED = ("utf-8", "cp1256")
"""Tried in this order where no declared encoding fits; every byte string is valid windows-1256."""
_BROKEN_SHARE = 0.05
"""Maximum share of undecodable non-ASCII bytes: a page cut inside a letter or with one foreign advertisement has less,
windows-1256 read as UTF-8 nearly all."""
_BINARY_SHARE = 0.02
"""Share of control bytes in the first kilobytes above which a file is binary (pages have none, images ~10 %)."""
_SNIFFED_BYTES = 4096
_PARSER_LIMIT = 20_000_000
"""Maximum characters of mark-up parsed; the longest real article page seen has 500 thousand."""
_ESCAPED_TAG = re.compile(rb"&(?:amp;)*(?:lt|#0*60|#[xX]0*3[cC]);/?[A-Za-z]")
_SHOWN_AS_IS = frozenset({"code", "kbd", "option", "pre", "samp", "script", "style", "textarea", "title", "xmp"})
"""Elements whose text is no mark-up, whatever it looks like."""
_PARAGRAPH_TAGS = frozenset({"p", "div", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"})
_FORM_LETTERS = 4000
"""Search, comment and subscription forms have fewer characters, white space and scripts included."""


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched page."""

    html: bytes | str
    url: str | None = None
    fetched_at: datetime | None = None
    """Needed for relative dates ("two hours ago"); without it they stay unknown."""
    content_type: str | None = None
    """The HTTP header; its charset takes precedence over the page's own."""


def decode(page: Page) -> str:
    """Decode a page by its BOM, as UTF-8 where the bytes are valid, else by HTTP or meta charset, or by guessing.

    Servers declare one charset for all their pages, so valid UTF-8 outweighs the declaration: text in another encoding
    is not valid UTF-8. Unknown charsets are ignored. Undecodable bytes become U+FFFD. Never raises.
    """
    if isinstance(page.html, str):
        return page.html
    bom_encoding, bom = read_bom(page.html)
    if bom_encoding and bom:
        return page.html[len(bom) :].decode(bom_encoding, "replace")
    declared = plausible_encodings(declared_encodings(page.html, page.content_type), page.html)
    length = len(page.html) - len(page.html.decode("ascii", "ignore"))
    is_other = not length or any(name.startswith("utf-16") for name in declared)  # ISO-2022-JP is ASCII throughout
    texts = (page.html.decode(name, "replace") for name in (*(() if is_other else _SNIFFED[:1]), *declared, *_SNIFFED))
    return next(
        (text for text in texts if text.count("\ufffd") <= _BROKEN_SHARE * length), page.html.decode("utf-8", "replace")
    )


def is_binary(page: Page) -> bool:
    """Whether the bytes are not text, such as an image or an archive served as HTML; NULs in mark-up do not count."""
    if isinstance(page.html, str) or read_bom(page.html)[0]:
        return False
    shown = page.html.lstrip(b"\0")[:_SNIFFED_BYTES].replace(b"\0", b"")
    head = shown if shown.lstrip().startswith(b"<") else page.html[:_SNIFFED_BYTES]
    controls = len(head) - len(head.translate(None, b"\0" + _CONTROL_BYTES))
    return controls > _BINARY_SHARE * max(1, len(head))


def parse(page: Page) -> lxml.html.HtmlElement | None:
    """Parse a page into a tree; None where there is nothing to parse. Never raises.

    Every text of the tree may be written back into it. NULs are ignored, as in browsers.
    """
    if is_binary(page):
        return None
    markup = without_page_ends(_MARKUP_DECLARATION.sub(b"", _as_utf8(page))).translate(_BLANKED)
    markup = _NO_CHARACTERS.sub(b" ", markup) if b"\xef" in markup else markup
    markup = _CONTROL_REFERENCE.sub(b" ", markup)
    if not markup.strip():
        return None
    # huge_tree: up to 2,048 nested elements instead of 256, beyond which the parser drops the rest
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = lxml.html.document_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    if may_have_stray_ends(parser.error_log):
        rejoin_text(tree, markup)
    if _ESCAPED_TAG.search(markup):
        _read_escaped(tree)
    return tree


def _as_utf8(page: Page) -> bytes:
    """The mark-up of a page in UTF-8 without NULs; lone surrogates become question marks."""
    if isinstance(page.html, bytes) and _is_sound_utf8(page.html):
        return page.html
    return repaired(decode(page).replace("\0", "")[:_PARSER_LIMIT]).encode("utf-8", "replace")


def _is_sound_utf8(html: bytes) -> bool:
    """Whether bytes are UTF-8 for certain, and neither cut nor repaired; most pages are, and need no decoding."""
    if html.isascii() or len(html) > _PARSER_LIMIT or b"\0" in html or html.startswith(BOM_UTF8):
        return False
    if (b"\xef" in html and _LOST in html) or may_be_debris(html):
        return False
    try:
        html.decode()
    except UnicodeDecodeError:
        return False
    return True


def _read_escaped(tree: lxml.html.HtmlElement) -> None:
    """Turn the tags that a page shows as text, because it was escaped twice, into elements.

    Code and pages about mark-up show tags on purpose.
    """
    shown = [element for element in tree.iter() if isinstance(element.tag, str) and element.tag not in _SHOWN_AS_IS]
    texts = [read_entities(element.text or "") for element in shown]
    tagged = [(element, text) for element, text in zip(shown, texts, strict=True) if has_tags(text)]
    if tagged and not is_about_markup(texts):
        for element, text in tagged:
            _parse_text(element, text)


def _parse_text(element: lxml.html.HtmlElement, text: str) -> None:
    """Replace an element's leading text by the elements that its tags stand for."""
    first, *parts = ["", *lxml.html.fragments_fromstring(as_source(text))]
    if parts and isinstance(parts[0], str):
        first, *parts = parts
    if not parts:
        return
    element.text = first
    if element.tag == "p" and not len(element) and any(part.tag in _PARAGRAPH_TAGS for part in parts):
        element.tag = "div"
    for at, part in enumerate(parts):
        element.insert(at, part)


def wraps_page(form: etree._Element) -> bool:
    """Whether a form wraps the whole page, as in ASP.NET, and is not one to fill in."""
    if form.find(".//h1") is not None or form.find(".//input[@name='__VIEWSTATE']") is not None:
        return True
    return sum(len(text) for text in form.itertext()) > _FORM_LETTERS
