"""What an HTTP answer says about itself: its headers and their dates, and whether it is a page. Pure functions."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.http import Response

_HTML_TYPES = ("text/html", "application/xhtml+xml", "text/xml", "application/xml", "application/vnd.wap.xhtml+xml")
_BINARY_SIGNATURES = (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\x1f\x8b", b"RIFF")
PHRASES = {status.value: status.phrase for status in HTTPStatus}
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
"""Byte order marks of UTF-16: text in spite of its zero bytes."""
_OTHER_SCHEME = re.compile(r"\s*(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
"""The scheme of an address that is not a web address."""


def header(response: Response, name: str) -> str:
    """The last value of a header; "" if it is missing."""
    return (response.headers.get(name) or b"").decode("latin-1")


def headers_of(response: Response) -> dict[str, list[str]]:
    """The values of all headers by lower-case name."""
    pairs = response.headers.items()
    return {name.decode("latin-1").lower(): [value.decode("latin-1") for value in values] for name, values in pairs}


def http_date(value: str) -> datetime | None:
    """The time that an HTTP date names (RFC 9110, 5.6.7), in UTC if it names no zone; None if it is not a date.

    >>> http_date("Sun Nov  6 08:49:37 1994") == http_date("Sun, 06 Nov 1994 08:49:37 GMT")
    True
    """
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def http_problem(status: int, location: str = "") -> tuple[str, str] | None:
    """The reason and the detail of a refusal by status; None for a success.

    A redirect gets here only if it could not be followed, for example because `location` is not a web address.
    """
    if 200 <= status < 300:
        return None
    if 300 <= status < 400 and _OTHER_SCHEME.match(location):
        return "offsite", f"redirects to {location.strip()[:200]}"
    return "http_error", f"{status} {PHRASES.get(status, 'unknown status')}"


def html_problem(content_type: str | None, body: bytes) -> str | None:
    """Why an answer is not an HTML page, by its declared type, then its first bytes; None if it may be one."""
    declared = (content_type or "").partition(";")[0].strip().lower()
    if declared and declared not in _HTML_TYPES:
        return declared
    if body.startswith(_BINARY_SIGNATURES) or (b"\x00" in body[:512] and not body.startswith(_UTF16_BOMS)):
        return "binary"
    return None
