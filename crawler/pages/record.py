"""A page's reading → the record that is written. Pure functions."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Any

from cleaners.text.normalize import comparison_key
from crawler.urls import article_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.ledger.outcome import Visit
    from crawler.optout.directives import OptOuts
    from crawler.outlets import Outlet

_Json = dict[str, Any]

OF_ARTICLE = (
    "title",
    "text",
    "authors",
    "date_published",
    "date_modified",
    "date_raw",
    "date_method",
    "source",
    "section",
    "keywords",
    "language",
)
"""Fields that a record takes over from its article as they are."""
_OF_EMBEDDED = ("title", "text", "source", "authors", "date_published")


def record_of(article: _Json, visit: Visit, outlet: Outlet, opt_outs: OptOuts) -> _Json:
    """The record of an article, its keys in the order of `output/README.md`, related addresses in canonical form."""
    lease = visit.lease
    return {
        "id": article_id(visit.url),
        "url": visit.url,
        "outlet": lease.outlet,
        **{key: article[key] for key in OF_ARTICLE},
        "related": [{**one, "url": _canonical_or_none(one["url"], outlet)} for one in article["related"]],
        "embedded": [{key: one[key] for key in _OF_EMBEDDED} for one in article["embedded"]],
        "seed": lease.seed,
        "depth": lease.depth,
        "fetched_at": visit.fetched_at,
        "revision": lease.revision + 1,
        "warc": visit.warc,
        "opt_outs": opt_outs.to_dict(),
        "content_hash": _content_hash(article["text"]),
        "cleaner_version": article["cleaner_version"],
        "dropped": _dropped(article["changes"]),
    }


def _canonical_or_none(url: str | None, outlet: Outlet) -> str | None:
    """The canonical form of an address, mirrors of the outlet folded; None where it is no web address."""
    return (outlet.canonicalize(url) or None) if url else None


def _content_hash(text: str) -> str:
    """SHA-256, in hexadecimal, of the text's comparison key: the same for spellings that mean the same."""
    return hashlib.sha256(comparison_key(text).encode("utf-8", "replace")).hexdigest()


def _dropped(changes: Iterable[_Json]) -> dict[str, int]:
    """How many blocks each step dropped for good; a block that a later step restored does not count."""
    last = {change["index"]: change for change in changes if change["before"]["role"] != change["after"]["role"]}
    steps = Counter(change["step"] for change in last.values() if change["after"]["role"] == "noise")
    return dict(sorted(steps.items()))
