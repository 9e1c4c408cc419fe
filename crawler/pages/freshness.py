"""Conditional requests: the validators of an answer, and the request headers that send them back."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from crawler.ledger.lease import Freshness, Lease
from crawler.network.http import header

if TYPE_CHECKING:
    from scrapy.http import Response

_MAX_VALIDATOR = 1000
"""Characters of a validator; longer ones are errors and would be sent with every request."""


def conditional_headers(lease: Lease) -> dict[str, str]:
    """The request headers that let a server answer "not modified" (RFC 9110, 13.1)."""
    headers = {"If-None-Match": lease.etag, "If-Modified-Since": lease.modified}
    return {name: value for name, value in headers.items() if value}


def freshness(response: Response, fetched_at: str) -> Freshness | None:
    """The validators of an answer; None for an unsuccessful one, which says nothing about the page."""
    if response.status != HTTPStatus.NOT_MODIFIED and not 200 <= response.status < 300:
        return None
    etag, modified = (header(response, name)[: _MAX_VALIDATOR + 1] for name in ("ETag", "Last-Modified"))
    return Freshness(fetched_at, _kept(etag), _kept(modified))


def _kept(value: str) -> str | None:
    return value if value and len(value) <= _MAX_VALIDATOR else None


def is_not_modified(status: int, lease: Lease) -> bool:
    """Whether an answer says that a known page has not changed."""
    return status == HTTPStatus.NOT_MODIFIED and bool(conditional_headers(lease))
