"""Addresses put into a ledger, and leases taken out of it."""

from __future__ import annotations

from crawler.ledger import Ledger
from crawler.ledger.lease import Found, Lease


def found(name: str, outlet: str = "a.example", **facts: object) -> Found:
    url = f"https://{outlet}/{name}"
    return Found(**({"url": url, "canonical": url, "outlet": outlet, "kind": "article"} | facts))  # type: ignore[arg-type]


def drained(ledger: Ledger) -> list[str]:
    """The names of all addresses in the order in which they are handed out."""
    names = []
    while lease := ledger.queue.lease():
        names.append(lease.url.rpartition("/")[2])
        ledger.end(lease)
    return names


def leased(ledger: Ledger) -> Lease:
    lease = ledger.queue.lease()
    assert lease is not None
    return lease
