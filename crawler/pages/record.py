"""Build the record of a page. Pure functions."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from cleaners.text.normalize import comparison_key
from crawler.pages.final_drops import final_drops
from crawler.pages.measures import MEASURED_FIELDS, measures_of
from crawler.storage.schema import SCHEMA_VERSION
from crawler.urls import article_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.ledger.outcome import Visit
    from crawler.optout.directives import OptOuts
    from crawler.outlets import Outlet
    from crawler.storage.committed import Json

ARTICLE_FIELDS = (
    "title",
    "text",
    "authors",
    "translators",
    "date_published",
    "date_modified",
    "date_raw",
    "date_method",
    "source",
    "section",
    "keywords",
    "free_access",
    "partial",
    "language",
    "description",
    "image",
    "captions",
)
"""Fields that a record copies from its article."""
_UNTOLD: Json = {"description": None, "image": None, "captions": []}
"""Fields that a cleaner of the user's own may not give."""
_EMBEDDED_FIELDS = ("title", "text", "source", "authors", "date_published")


def record_of(
    article: Json,
    visit: Visit,
    outlet: Outlet,
    opt_outs: OptOuts,
    pages: Iterable[str] = (),
    measures: Json | None = None,
) -> Json:
    """The record of an article, joined from further `pages`, with canonical related addresses, in a cluster of its own.

    `blocks` is empty where the article comes without its structure. `measures` are those of the article; without them
    it is measured. Its keys are in the order of `output/README.md`.
    """
    lease, measures = visit.lease, measures or measures_of(article)
    return {
        "id": article_id(visit.url),
        "url": visit.url,
        "outlet": lease.outlet,
        **{key: article[key] if key in article else _UNTOLD[key] for key in ARTICLE_FIELDS},
        "blocks": article.get("structure", []),
        "pages": [address for url in pages if (address := _canonical_or_none(url, outlet))],
        "related": [_related_entry(one, outlet) for one in article["related"]],
        "embedded": [{key: one[key] for key in _EMBEDDED_FIELDS} for one in article["embedded"]],
        "seed": lease.seed,
        "depth": lease.depth,
        "fetched_at": visit.fetched_at,
        "revision": lease.revision + 1,
        "warc": visit.warc,
        "opt_outs": opt_outs.to_dict(),
        "content_hash": hash_of(article),
        "cluster": article_id(visit.url),
        **{key: measures[key] for key in MEASURED_FIELDS},
        "cleaner_version": article["cleaner_version"],
        "schema_version": SCHEMA_VERSION,
        "dropped": _dropped(article["changes"]),
    }


def _related_entry(one: Json, outlet: Outlet) -> Json:
    canonical = one["canonical"] if "canonical" in one else _canonical_or_none(one["url"], outlet)
    return {"title": one["title"], "url": canonical or None, "kind": one["kind"]}


def _canonical_or_none(url: str | None, outlet: Outlet) -> str | None:
    """The canonical form of an address, with the outlet's mirrors folded; None if it is not a web address."""
    return (outlet.canonicalize(url) or None) if url else None


def hash_of(article: Json) -> str:
    """The `text_hash` of an article's text, which a cleaning process may have computed already."""
    return article.get("content_hash") or text_hash(article["text"])


def text_hash(text: str) -> str:
    """SHA-256 (hex) of the text's comparison key, equal for equivalent spellings."""
    return hashlib.sha256(comparison_key(text).encode("utf-8", "replace")).hexdigest()


def _dropped(changes: Iterable[Json]) -> list[Json]:
    """The steps in running order with the number of blocks that each dropped, without those restored later."""
    steps = Counter(change["step"] for change in final_drops(changes))
    return [{"step": step, "blocks": blocks} for step, blocks in steps.items()]
