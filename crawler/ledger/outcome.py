"""A visit to a leased page, what was found there, and its one outcome: all that has to become durable together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scrapy import Request

    from crawler.ledger.lease import Found, Freshness, Lease

_EXCERPT = 200
"""Characters of a refused text: enough to judge the refusal by."""
_STATUSES = range(100, 1000)
"""Numbers that HTTP gives the form of a status (RFC 9110, 15): three digits."""

_Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Visit:
    """A leased address that was asked for, and what is known of its answer, whatever became of it."""

    lease: Lease
    url: str
    """The canonical address that answered, after redirects; the one that was asked for when none did."""
    fetched_at: str
    """ISO 8601, UTC, seconds."""
    status: int | None = None
    """None when nothing answered, or with a number that is no status of HTTP."""
    warc: _Json | None = None
    """Where the exchange stands: file, offset, length."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a page gives no record, with enough to judge that by."""

    reason: str
    """One of `output/schema.json`."""
    detail: str | None = None
    title: str | None = None
    text: str = ""
    url: str | None = None
    """The address that the page claims as its own, where that is not the one that answered."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a page gives: a record with its edges, a refusal, or neither; and where it leads.

    Neither is a feed or sitemap that was read, or a known article that has not changed.
    """

    result: _Json | Refusal | None = None
    edges: tuple[_Json, ...] = ()
    found: tuple[Found, ...] = ()
    """Addresses that the page led to."""
    fresh: Freshness | None = None
    """What the answer said of its age."""

    @property
    def record(self) -> _Json | None:
        """The record, None where there is none."""
        return self.result if isinstance(self.result, dict) else None

    def stopped(self, reason: str, detail: str) -> Finding:
        """What is left of a page whose record was stopped on its way: what it led to stays found."""
        record = self.record or {}
        return Finding(Refusal(reason, detail, record.get("title"), record.get("text", "")), found=self.found)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a lease ended: with a record, a rejection, or neither, in the form that is written down."""

    lease: Lease
    record: _Json | None = None
    rejection: _Json | None = None
    edges: tuple[_Json, ...] = ()
    found: tuple[Found, ...] = ()
    fresh: Freshness | None = None


def outcome_of(visit: Visit, finding: Finding) -> Outcome:
    """The outcome of the lease under which a page was visited."""
    rejection = _rejection(visit, finding.result) if isinstance(finding.result, Refusal) else None
    return Outcome(visit.lease, finding.record, rejection, finding.edges, finding.found, finding.fresh)


def _rejection(visit: Visit, refusal: Refusal) -> _Json:
    """A line of `rejected.jsonl`."""
    return {
        "url": refusal.url or visit.url,
        "outlet": visit.lease.outlet,
        "reason": refusal.reason,
        "detail": refusal.detail,
        "seed": visit.lease.seed,
        "depth": visit.lease.depth,
        "status": visit.status,
        "title": refusal.title,
        "excerpt": refusal.text[:_EXCERPT] or None,
        "warc": visit.warc,
        "fetched_at": visit.fetched_at,
    }


def visit_of(request: Request, status: int | None, url: str) -> Visit:
    """The visit that a request of a lease made: the archive has left its marks in the request's meta."""
    known = status if status is not None and status in _STATUSES else None
    return Visit(request.meta["lease"], url, request.meta.get("fetched_at") or now(), known, request.meta.get("warc"))


def now() -> str:
    """The time in the form of the records: ISO 8601, UTC, seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
