"""The two nouns of the ledger: a found address, and a leased one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

ANNOUNCING = ("feed", "posts", "listing", "search", "robots", "sitemap")
"""Kinds of pages that announce articles, in fetch order: feeds are small, sitemaps are many."""


class Tier(IntEnum):
    """Start addresses come first, then articles and hub pages ('bridges') by priority and depth."""

    START = 0
    """Start addresses, feeds, sitemaps and listings."""
    ARTICLE = 1
    BRIDGE = 2
    """Hub pages, fetched for their links only; each outlet has a budget of them."""


@dataclass(frozen=True, slots=True)
class Found:
    """An address found on a page, in a seed or on the command line."""

    url: str
    """As found, and as it will be fetched."""
    canonical: str
    outlet: str
    """The outlet's domain."""
    kind: str
    """`start`, one of `ANNOUNCING`, `article`, `page` (undecided until read), `bridge` (hub page) `twin` (alias)
    or `named` (alias by a canonical link only)."""
    seed: str | None = None
    depth: int = 0
    """Links from the start address; the shortest path known."""
    tier: Tier = Tier.ARTICLE
    priority: int = 0
    """Smaller comes sooner; computed in `focus/priority.py`."""
    vouched: bool = False
    """Whether an article's related block links to it."""


@dataclass(frozen=True, slots=True)
class Lease:
    """An address leased for fetching; it ends in exactly one outcome."""

    id: int
    url: str
    canonical: str
    outlet: str
    kind: str
    seed: str | None
    depth: int
    tier: Tier = Tier.ARTICLE
    asked: int = 0
    """How often the page was fetched before."""
    reason: str | None = None
    """The reason of its last refusal."""
    record: str | None = None
    """The address of the page's record; if there is one, this is a refresh."""
    revision: int = 0
    """How many records the page has given."""
    etag: str | None = None
    modified: str | None = None
    """ETag and Last-Modified of the last response, for conditional requests."""
    shape: str = ""
    """The template of its address; see `urls/address_shape.py`."""
    failed: int = 0
    """How often it was put back after a failure, earlier runs included; 0 once it was read or refused."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """Fetch time and validators of a response, sent with the page's next request."""

    fetched_at: str
    """ISO 8601, UTC, seconds."""
    etag: str | None = None
    modified: str | None = None
