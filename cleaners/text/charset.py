"""The encodings a page declares, and which of them are plausible."""

from __future__ import annotations

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding

BROWSER_ENCODINGS = frozenset(
    (
        *("utf-8", "cp866", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "cp874"),
        *(f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
        *(f"cp{page}" for page in range(1250, 1259)),
        *("gb18030", "big5hkscs", "euc_jp", "iso2022_jp", "cp932", "cp949"),
        *("utf-16", "utf-16-le", "utf-16-be"),
    )
)
"""The encodings of https://encoding.spec.whatwg.org/ by their w3lib names; browsers support no others.

Python has more codecs: some decode no bytes (`undefined`, `hex`, `idna`), some turn text into mark-up (`utf-7`, `hz`,
`unicode_escape`), and pages use none of the rest.
"""
_DECLARATION_BYTES = 4096


def declared_encodings(body: bytes, content_type: str | None) -> list[str]:
    """The encodings declared by the HTTP header and then by the page, as Python codec names, supported or not."""
    names = http_content_type_encoding(content_type), html_body_declared_encoding(body)
    return [name for name in names if name]


def plausible_encodings(names: list[str], body: bytes) -> list[str]:
    """The encodings that browsers support and the bytes allow: mark-up in UTF-16 is full of zero bytes."""
    is_wide = b"\0" in body[:_DECLARATION_BYTES]
    return [name for name in names if name in BROWSER_ENCODINGS and (is_wide or not name.startswith("utf-16"))]
