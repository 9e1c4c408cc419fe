"""Whether a request that names what it knows already is answered with "not modified". Pure functions."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from scrapy.http import Headers


def is_unchanged(asked: Headers, answer: Headers) -> bool:
    """Whether what the asker knows is what the answer has (RFC 9110, 13.1.2 and 13.1.3).

    If-None-Match comes first: with it, If-Modified-Since is not looked at.
    """
    known = asked.get("If-None-Match")
    if known is not None:
        etag = _weak(answer.get("ETag") or b"")
        return bool(etag) and (known.strip() == b"*" or etag in [_weak(one) for one in known.split(b",")])
    since, modified = _moment(asked.get("If-Modified-Since")), _moment(answer.get("Last-Modified"))
    return since is not None and modified is not None and modified <= since


def _weak(etag: bytes) -> bytes:
    return etag.strip().removeprefix(b"W/")


def _moment(value: bytes | None) -> datetime | None:
    if value is None:
        return None
    try:
        moment = parsedate_to_datetime(value.decode("latin-1"))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
