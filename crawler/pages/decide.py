"""A page that was read → what is found there: a record, or the one reason why not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cleaners.text.normalize import comparison_key
from crawler.ledger.outcome import Finding, Refusal, Visit
from crawler.optout.directives import OptOuts, may_follow, refusal
from crawler.pages.outlinks import edges_of, found_on
from crawler.pages.record import record_of

if TYPE_CHECKING:
    from crawler.focus.priority import Relevance
    from crawler.ledger.duplicates import Duplicates
    from crawler.outlets import Outlet

_Json = dict[str, Any]


def decide(
    reading: _Json,
    visit: Visit,
    outlet: Outlet,
    duplicates: Duplicates,
    *,
    opt_outs: OptOuts,
    relevance: Relevance | None = None,
) -> Finding:
    """What becomes of a page.

    `reading` is `Reading.to_dict()`; `opt_outs` are those of page, headers and host. A page that opts out is
    refused without an excerpt, for its text is not ours to keep; links are followed unless it forbids that.
    """
    links = reading["links"] if may_follow(opt_outs.robots) else ()
    found = found_on(links, outlet, visit.lease, relevance=relevance, title=reading["article"]["title"])
    result = _refusal(reading, visit, outlet, duplicates, opt_outs) or _record(
        reading, visit, outlet, duplicates, opt_outs
    )
    edges = edges_of(result["url"], reading["links"], outlet) if isinstance(result, dict) else ()
    return Finding(result, edges, found)


def _refusal(reading: _Json, visit: Visit, outlet: Outlet, duplicates: Duplicates, opt_outs: OptOuts) -> Refusal | None:
    """Why a page may give no record, whatever other pages say: the first that holds."""
    article = reading["article"]
    if _is_taken_down(reading["canonical"], visit, outlet, duplicates):
        return Refusal("takedown")
    if optout := refusal(opt_outs):
        return Refusal("opt_out", optout)
    listing = listing_rule(reading, visit, outlet)
    if listing is not None and article["reason"] != "bot_wall":
        return Refusal("listing", listing, article["title"], article["text"])
    return Refusal(article["reason"], None, article["title"], article["text"]) if article["reason"] else None


def _record(
    reading: _Json, visit: Visit, outlet: Outlet, duplicates: Duplicates, opt_outs: OptOuts
) -> _Json | Refusal | None:
    """The record of an article, unless another page bears it; of a known one the next revision, None without any."""
    if visit.lease.record is not None:
        return _revision(reading, replace(visit, url=visit.lease.record), outlet, duplicates, opt_outs)
    article, lease, claimed = reading["article"], visit.lease, None
    title_key = comparison_key(article["title"] or "")
    canonical = plausible_canonical(reading["canonical"], visit.url, outlet)
    # An address that waits will be fetched itself: a wrong canonical must not swallow another article.
    if canonical is not None and not duplicates.is_waiting(lease, canonical):
        if duplicates.claim(lease, canonical, canonical):
            claimed = canonical
        elif title_key and duplicates.title_key(canonical) == title_key:
            # Another title means that the page names a wrong canonical address, as many do.
            return Refusal("duplicate", f"of {canonical}", article["title"])
    record = record_of(article, replace(visit, url=claimed or visit.url), outlet, opt_outs)
    twin = duplicates.remember(lease, record["url"], title_key, record["content_hash"])
    return record if twin is None else Refusal("duplicate", f"same text as {twin}", article["title"], url=claimed)


def _revision(reading: _Json, visit: Visit, outlet: Outlet, duplicates: Duplicates, opt_outs: OptOuts) -> _Json | None:
    """The next revision of a known article; None where it is unchanged, or has another record's text now."""
    record = record_of(reading["article"], visit, outlet, opt_outs)
    title_key, digest = comparison_key(record["title"] or ""), record["content_hash"]
    if duplicates.is_unchanged(visit.lease, digest):
        return None
    return record if duplicates.remember(visit.lease, visit.url, title_key, digest) is None else None


def listing_rule(reading: _Json, visit: Visit, outlet: Outlet) -> str | None:
    """Which rule takes a page for a listing, by its address, its CMS or its text; None where none does."""
    article = reading["article"]
    if visit.lease.kind == "bridge":
        return "hub page: its address is not an article's"
    if _is_static(reading, visit.url, outlet):
        return "its CMS calls it a page, not an article"
    if article["reason"] == "listing":
        return f"{len(article['text'].split())} words of text, {len(article['related'])} related headlines"
    return None


def _is_static(reading: _Json, url: str, outlet: Outlet) -> bool:
    """Whether a page is about the outlet, as its own system calls it, and the outlet's file knows no better."""
    is_described = outlet.canonical_host is not None
    return bool(reading.get("static")) and not (is_described and outlet.is_article(url))


def _is_taken_down(canonical: str | None, visit: Visit, outlet: Outlet, duplicates: Duplicates) -> bool:
    """Whether a takedown covers the page, or what it calls its own address; a home page is named by mistake."""
    if duplicates.is_taken_down(visit.url):
        return True
    if not canonical or (outlet.owns(canonical) and outlet.is_article(canonical) is False):
        return False
    return duplicates.is_taken_down(outlet.canonicalize(canonical))


def plausible_canonical(canonical: str | None, own: str, outlet: Outlet) -> str | None:
    """The canonical address that a page names, if it is another and may be an article's there."""
    if not canonical or not outlet.owns(canonical):
        return None
    folded = outlet.canonicalize(canonical)
    is_article = outlet.is_article(canonical)
    may_be = is_article or (is_article is None and not outlet.is_article(own))
    return folded if folded != own and may_be else None
