"""A page that was read → its outcome: a record, or the one reason why not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cleaners.normalize import comparison_key
from crawler.judgement.frontier import edges_of, found_on
from crawler.judgement.record import record_of
from crawler.optout.directives import OptOuts, may_follow, refusal
from crawler.outcome import Outcome, Visit, refused

if TYPE_CHECKING:
    from crawler.judgement.worth import Relevance
    from crawler.ledger.lease import Lease
    from crawler.ledger.twins import Twins
    from crawler.outlets import Outlet

Json = dict[str, Any]


def judge(
    reading: Json,
    lease: Lease,
    visit: Visit,
    outlet: Outlet,
    twins: Twins,
    *,
    opt_outs: OptOuts,
    relevance: Relevance | None = None,
) -> Outcome:
    """The outcome of a page.

    `reading` is `Reading.to_dict()`; `opt_outs` are those of page, headers and host. A page that opts out is
    refused without an excerpt, for its text is not ours to keep; links are followed unless it forbids that.
    """
    article = reading["article"]
    links = reading["links"] if may_follow(opt_outs.robots) else ()
    found = found_on(links, outlet, lease, relevance=relevance, title=article["title"])
    if is_taken_down(reading["canonical"], visit, outlet, twins):
        return refused(lease, visit, "takedown", found=found)
    if optout := refusal(opt_outs):
        return refused(lease, visit, "opt_out", optout, found=found)
    leads_only = lease.kind == "bridge" or is_static(reading, visit.url, outlet)
    reason = "listing" if leads_only and article["reason"] != "bot_wall" else article["reason"]
    if reason is not None:
        return refused(lease, visit, reason, title=article["title"], text=article["text"], found=found)
    return _record(reading, lease, visit, outlet, twins, opt_outs=opt_outs, found=found)


def _record(
    reading: Json, lease: Lease, visit: Visit, outlet: Outlet, twins: Twins, *, opt_outs: OptOuts, found: Any
) -> Outcome:
    article = reading["article"]
    title_key = comparison_key(article["title"] or "")
    if lease.record is not None:
        return _refreshed(
            reading, replace(visit, url=lease.record), lease, outlet, twins, opt_outs=opt_outs, found=found
        )
    canonical = plausible_canonical(reading["canonical"], visit.url, outlet)
    # An address that waits will be fetched itself: a wrong canonical must not swallow another article.
    if canonical is not None and not twins.is_waiting(lease, canonical):
        if twins.claim(lease, canonical, canonical):
            visit = replace(visit, url=canonical)
        elif title_key and twins.title_key(canonical) == title_key:
            # Another title means that the page names a wrong canonical address, as many do.
            return refused(lease, visit, "duplicate", f"of {canonical}", title=article["title"], found=found)
    record = record_of(article, lease, visit, outlet, opt_outs)
    twin = twins.remember(lease, visit.url, title_key, record["content_hash"])
    if twin is not None:
        return refused(lease, visit, "duplicate", f"same text as {twin}", title=article["title"], found=found)
    return Outcome(lease, record, edges=edges_of(visit.url, reading["links"], outlet), found=found)


def is_static(reading: Json, url: str, outlet: Outlet) -> bool:
    """Whether a page is about the outlet, as its own system calls it, and the outlet's file knows no better."""
    is_described = outlet.canonical_host is not None
    return bool(reading.get("static")) and not (is_described and outlet.is_article(url))


def is_taken_down(canonical: str | None, visit: Visit, outlet: Outlet, twins: Twins) -> bool:
    """Whether a takedown covers the page, or what it calls its own address; a home page is named by mistake."""
    if twins.is_taken_down(visit.url):
        return True
    if not canonical or (outlet.owns(canonical) and outlet.is_article(canonical) is False):
        return False
    return twins.is_taken_down(outlet.canonicalize(canonical))


def _refreshed(
    reading: Json, visit: Visit, lease: Lease, outlet: Outlet, twins: Twins, *, opt_outs: OptOuts, found: Any
) -> Outcome:
    """The outcome of a known article that was fetched again: its next revision, or nothing where it is unchanged."""
    record = record_of(reading["article"], lease, visit, outlet, opt_outs)
    unchanged = twins.is_unchanged(lease, record["content_hash"])
    if (
        unchanged
        or twins.remember(lease, visit.url, comparison_key(record["title"] or ""), record["content_hash"]) is not None
    ):
        return Outcome(lease, found=found)
    return Outcome(lease, record, edges=edges_of(visit.url, reading["links"], outlet), found=found)


def plausible_canonical(canonical: str | None, own: str, outlet: Outlet) -> str | None:
    """The canonical address that a page names, if it is another and may be an article's there."""
    if not canonical or not outlet.owns(canonical):
        return None
    folded = outlet.canonicalize(canonical)
    is_article = outlet.is_article(canonical)
    may_be = is_article or (is_article is None and not outlet.is_article(own))
    return folded if folded != own and may_be else None
