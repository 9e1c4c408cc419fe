"""The visit of a leased page, what it found, and its one outcome: everything that must become durable together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.storage.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from scrapy import Request

    from crawler.ledger.lease import Found, Freshness, Lease
    from crawler.storage.committed import Json

_EXCERPT = 200
"""Characters kept of a refused text, enough to judge the refusal."""
_STATUSES = range(100, 1000)
"""Valid HTTP status codes: three digits (RFC 9110, 15)."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A leased address that was requested, and what is known of its response, whatever became of it."""

    lease: Lease
    url: str
    """The canonical address that responded, after redirects; the requested one if none did."""
    fetched_at: str
    """ISO 8601, UTC, seconds."""
    status: int | None = None
    """None if nothing responded, or with an invalid HTTP status code."""
    warc: Json | None = None
    """Where the exchange is archived: file, offset, length."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a page gives no record, with enough detail to judge the decision."""

    reason: str
    """One of those listed in `output/schema.json`."""
    detail: str | None = None
    title: str | None = None
    text: str = ""
    url: str | None = None
    """The canonical address that the page declares, if it differs from the one that responded."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of a page: a record with its edges, a refusal, or neither, and the addresses it leads to.

    Feeds and sitemaps that were read, and known articles that have not changed, give neither.
    """

    result: Json | Refusal | None = None
    edges: tuple[Json, ...] = ()
    found: tuple[Found, ...] = ()
    """Addresses found on the page."""
    fresh: Freshness | None = None
    """Validators and fetch time of the response."""

    @property
    def record(self) -> Json | None:
        """The record, or None."""
        return self.result if isinstance(self.result, dict) else None

    def stopped(self, reason: str, detail: str) -> Finding:
        """The refusal of a page whose record a later stage rejected; the addresses it found are kept."""
        record = self.record or {}
        return Finding(Refusal(reason, detail, record.get("title"), record.get("text", "")), found=self.found)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a lease ended: with a record, a rejection, or neither, in the form written to the output."""

    lease: Lease
    record: Json | None = None
    rejection: Json | None = None
    edges: tuple[Json, ...] = ()
    found: tuple[Found, ...] = ()
    fresh: Freshness | None = None


def outcome_of(visit: Visit, finding: Finding) -> Outcome:
    """The outcome of the lease under which the page was visited."""
    rejection = _rejected_line(visit, finding.result) if isinstance(finding.result, Refusal) else None
    return Outcome(visit.lease, finding.record, rejection, finding.edges, finding.found, finding.fresh)


def _rejected_line(visit: Visit, refusal: Refusal) -> Json:
    """The line of `rejected.jsonl` for a refused page."""
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
        "schema_version": SCHEMA_VERSION,
    }


def visit_of(request: Request, status: int | None, url: str) -> Visit:
    """The visit of a leased request; the archiving middleware has put `fetched_at` and `warc` into its meta."""
    known = status if status is not None and status in _STATUSES else None
    return Visit(request.meta["lease"], url, request.meta.get("fetched_at") or now(), known, request.meta.get("warc"))


def now() -> str:
    """The current time as in the records: ISO 8601, UTC, seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
