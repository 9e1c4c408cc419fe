"""Whether a request that names what it knows already is answered with "not modified". Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.network.http import http_date

if TYPE_CHECKING:
    from scrapy.http import Headers


def is_unchanged(asked: Headers, answer: Headers) -> bool:
    """Whether what the asker knows is what the answer has (RFC 9110, 13.1.2 and 13.1.3).

    If-None-Match comes first: with it, If-Modified-Since is not looked at.
    """
    known = asked.get("If-None-Match")
    if known is not None:
        etag = _weak(answer.get("ETag") or b"")
        return bool(etag) and (known.strip() == b"*" or etag in [_weak(one) for one in known.split(b",")])
    dates = asked.get("If-Modified-Since"), answer.get("Last-Modified")
    since, modified = (http_date((value or b"").decode("latin-1")) for value in dates)
    return since is not None and modified is not None and modified <= since


def _weak(etag: bytes) -> bytes:
    return etag.strip().removeprefix(b"W/")
