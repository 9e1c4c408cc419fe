"""`Retry-After`: how long a server asks us to stay away. Pure functions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from crawler.network.http import http_date

if TYPE_CHECKING:
    from datetime import datetime

RETRY_LATER = (429, 503)
"""Statuses that ask a client to come again later."""


def retry_after_seconds(retry_after: str, date: str, now: datetime, most: float) -> float | None:
    """The seconds that a `Retry-After` header asks for, from 0 to `most`; None where it cannot be read.

    It holds a number of seconds or an HTTP date (RFC 9110, 10.2.3). A date is counted from the answer's own `Date`
    if it has one, because a server's clock may be wrong, and from `now`, in UTC, otherwise.

    >>> from datetime import UTC, datetime
    >>> retry_after_seconds("120", "", datetime(2026, 1, 1, tzinfo=UTC), 3600.0)
    120.0
    >>> retry_after_seconds("Thu, 01 Jan 2026 00:01:00 GMT", "", datetime(2026, 1, 1, tzinfo=UTC), 3600.0)
    60.0
    """
    try:
        seconds = float(retry_after)
    except ValueError:
        until, sent = http_date(retry_after), http_date(date)
        seconds = (until - (sent or now)).total_seconds() if until else math.nan
    return None if math.isnan(seconds) else min(max(seconds, 0.0), most)
