"""The two nouns of the ledger: an address that was found, and one that is being fetched."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

ANNOUNCING = ("feed", "posts", "listing", "search", "robots", "sitemap")
"""Kinds of pages that announce articles, in the order of asking: feeds are small, sitemaps are many."""


class Tier(IntEnum):
    """Start addresses come first; articles and bridges by their priority, then by depth."""

    START = 0
    """Start addresses, feeds, sitemaps and listings."""
    ARTICLE = 1
    BRIDGE = 2
    """Pages that are read for their links only; each outlet has a budget of them."""


@dataclass(frozen=True, slots=True)
class Found:
    """An address that a page, a seed or the command line led to."""

    url: str
    """As it was found, which is how it is fetched."""
    canonical: str
    outlet: str
    """The outlet's domain."""
    kind: str
    """`start`, one of `ANNOUNCING`, `article`, `page` (only the page can tell), `bridge` or `twin` (of a page)."""
    seed: str | None = None
    depth: int = 0
    """Links from the start address; the shortest path known."""
    tier: Tier = Tier.ARTICLE
    priority: int = 0
    """Smaller is sooner; what it is made of, `judgement/worth.py` says."""
    vouched: bool = False
    """Whether an article's related block links it."""


@dataclass(frozen=True, slots=True)
class Lease:
    """An address handed out for fetching; it ends in exactly one outcome."""

    id: int
    url: str
    canonical: str
    outlet: str
    kind: str
    seed: str | None
    depth: int
    tier: Tier = Tier.ARTICLE
    asked: int = 0
    """How often its page was fetched before."""
    reason: str | None = None
    """Why it was refused the last time."""
    record: str | None = None
    """The address that its page's record bears, where it has one: then this is a refresh."""
    revision: int = 0
    """How many records its page has given."""
    etag: str | None = None
    modified: str | None = None
    """The last answer's ETag and Last-Modified, by which a server can say that nothing is new."""
    shape: str = ""
    """What its address has in common with others; see `urls/shape.py`."""
    failed: int = 0
    """How often it was put back because it failed, in earlier runs too; what was read or refused has none."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """What an answer says of its age; a page's next request bears it."""

    fetched_at: str
    """ISO 8601, UTC, seconds."""
    etag: str | None = None
    modified: str | None = None
