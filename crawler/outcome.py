"""What became of one leased page: exactly one outcome, with all that has to become durable together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scrapy import Request

    from crawler.ledger.lease import Found, Freshness, Lease

_EXCERPT = 200
"""Characters of a refused text: enough to judge the refusal by."""
STATUSES = range(100, 1000)
"""Numbers that HTTP gives the form of a status (RFC 9110, 15): three digits."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A record, or a rejection, or neither: a feed or sitemap that was read, a known article that has not changed."""

    lease: Lease
    record: Json | None = None
    rejection: Json | None = None
    edges: tuple[Json, ...] = ()
    found: tuple[Found, ...] = ()
    """Addresses that the page led to."""
    fresh: Freshness | None = None
    """What the answer said of its age."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What is known of a page's answer, whatever became of it."""

    url: str
    """The canonical address that answered, after redirects; the one that was asked for when none did."""
    fetched_at: str
    """ISO 8601, UTC, seconds."""
    status: int | None = None
    """None when nothing answered, or with a number that is no status of HTTP."""
    warc: Json | None = None
    """Where the exchange stands: file, offset, length."""


def refused(
    lease: Lease,
    visit: Visit,
    reason: str,
    detail: str | None = None,
    *,
    title: str | None = None,
    text: str = "",
    found: tuple[Found, ...] = (),
) -> Outcome:
    """The outcome of a page that gives no record, with enough to judge the refusal."""
    rejection = {
        "url": visit.url,
        "outlet": lease.outlet,
        "reason": reason,
        "detail": detail,
        "seed": lease.seed,
        "depth": lease.depth,
        "status": visit.status,
        "title": title,
        "excerpt": text[:_EXCERPT] or None,
        "warc": visit.warc,
        "fetched_at": visit.fetched_at,
    }
    return Outcome(lease, rejection=rejection, found=found)


def recorded(outcome: Outcome, record: Json) -> Outcome:
    """The same outcome with the record as the item pipelines left it."""
    return replace(outcome, record=record)


def without_record(outcome: Outcome, visit: Visit, reason: str, detail: str) -> Outcome:
    """The outcome of a record that was stopped on its way; what its page led to stays found."""
    record = outcome.record or {}
    return refused(
        outcome.lease,
        visit,
        reason,
        detail,
        title=record.get("title"),
        text=record.get("text", ""),
        found=outcome.found,
    )


def visit_of(request: Request, status: int | None, url: str) -> Visit:
    """What is known of a request's answer: the archive has left its marks in the request's meta."""
    known = status if status is not None and status in STATUSES else None
    return Visit(url, request.meta.get("fetched_at") or now(), known, request.meta.get("warc"))


def now() -> str:
    """The time in the form of the records: ISO 8601, UTC, seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
