"""HTTP dates: Date, Retry-After, Last-Modified, If-Modified-Since."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def http_date(value: str) -> datetime | None:
    """The moment that an HTTP date names (RFC 9110, 5.6.7), in UTC where it names no zone; None where it is no date.

    >>> http_date("Sun Nov  6 08:49:37 1994") == http_date("Sun, 06 Nov 1994 08:49:37 GMT")
    True
    """
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
