"""Asking again only for what has changed: what an answer says of its age, and the request that gives it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.ledger.lease import Freshness, Lease
from crawler.network.http import header

if TYPE_CHECKING:
    from scrapy.http import Response

_NOT_MODIFIED = 304
_LONGEST = 1000
"""Characters of a validator; longer ones are somebody's mistake and would be sent with every request."""


def conditions(lease: Lease) -> dict[str, str]:
    """The request headers by which a server may answer that nothing has changed (RFC 9110, 13.1)."""
    headers = {"If-None-Match": lease.etag, "If-Modified-Since": lease.modified}
    return {name: value for name, value in headers.items() if value}


def freshness(response: Response, fetched_at: str) -> Freshness | None:
    """What an answer says of its age; None for one that was no success, which says nothing of the page."""
    if response.status != _NOT_MODIFIED and not 200 <= response.status < 300:
        return None
    etag, modified = (header(response, name)[: _LONGEST + 1] for name in ("ETag", "Last-Modified"))
    return Freshness(fetched_at, _kept(etag), _kept(modified))


def _kept(value: str) -> str | None:
    return value if value and len(value) <= _LONGEST else None


def is_unchanged(status: int, lease: Lease) -> bool:
    """Whether an answer says that a page we know has not changed."""
    return status == _NOT_MODIFIED and bool(conditions(lease))
