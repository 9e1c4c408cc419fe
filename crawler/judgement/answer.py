"""Is an answer a page at all? Pure functions."""

from __future__ import annotations

from http import HTTPStatus

_HTML = ("text/html", "application/xhtml+xml", "text/xml", "application/xml", "application/vnd.wap.xhtml+xml")
_SIGNATURES = (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\x1f\x8b", b"RIFF")
PHRASES = {status.value: status.phrase for status in HTTPStatus}
_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""Byte order marks of UTF-16: pages with zero bytes that are text all the same."""


def http_problem(status: int) -> str | None:
    """What is wrong with a status, None for a success; redirects that nobody could follow are wrong too."""
    if 200 <= status < 300:
        return None
    return f"{status} {PHRASES.get(status, 'unknown status')}"


def html_problem(content_type: str | None, body: bytes) -> str | None:
    """Why an answer is no HTML page, None when it may be one: by its declared type, then its first bytes."""
    declared = (content_type or "").partition(";")[0].strip().lower()
    if declared and declared not in _HTML:
        return declared
    if body.startswith(_SIGNATURES) or (b"\x00" in body[:512] and not body.startswith(_WIDE)):
        return "binary"
    return None
