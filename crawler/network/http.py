"""What an HTTP answer says of itself: its headers, and whether it is a page at all. Pure functions."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.http import Response

_HTML = ("text/html", "application/xhtml+xml", "text/xml", "application/xml", "application/vnd.wap.xhtml+xml")
_SIGNATURES = (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\x1f\x8b", b"RIFF")
PHRASES = {status.value: status.phrase for status in HTTPStatus}
_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""Byte order marks of UTF-16: pages with zero bytes that are text all the same."""


_ELSEWHERE = re.compile(r"\s*(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
"""The scheme of an address that is no web address."""


def header(response: Response, name: str) -> str:
    """The last value of a header; "" where it has none."""
    return (response.headers.get(name) or b"").decode("latin-1")


def headers_of(response: Response) -> dict[str, list[str]]:
    """The values of all headers by lower-case name."""
    pairs = response.headers.items()
    return {name.decode("latin-1").lower(): [value.decode("latin-1") for value in values] for name, values in pairs}


def http_problem(status: int, location: str = "") -> tuple[str, str] | None:
    """The reason and the detail of a refusal by status, None for a success.

    A redirect gets here when nobody could follow it: to `location`, where that is no web address.
    """
    if 200 <= status < 300:
        return None
    if 300 <= status < 400 and _ELSEWHERE.match(location):
        return "offsite", f"redirects to {location.strip()[:200]}"
    return "http_error", f"{status} {PHRASES.get(status, 'unknown status')}"


def html_problem(content_type: str | None, body: bytes) -> str | None:
    """Why an answer is no HTML page, None when it may be one: by its declared type, then its first bytes."""
    declared = (content_type or "").partition(";")[0].strip().lower()
    if declared and declared not in _HTML:
        return declared
    if body.startswith(_SIGNATURES) or (b"\x00" in body[:512] and not body.startswith(_WIDE)):
        return "binary"
    return None
