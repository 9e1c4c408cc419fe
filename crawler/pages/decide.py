"""Decide what a page that was read gives: a record, or the one reason for refusing it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from cleaners.text.normalize import comparison_key
from crawler.ledger.outcome import Finding, Refusal, Visit
from crawler.ledger.quotations import edge_leads_there, record_without_quotations
from crawler.optout.directives import OptOuts, may_follow, refusal
from crawler.pages.measures import fingerprint_in, measured
from crawler.pages.outlinks import edges_of, outlinks_of
from crawler.pages.record import hash_of, record_of
from crawler.urls import split
from crawler.urls.path import decode_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.focus.priority import Relevance
    from crawler.ledger.duplicates import Duplicates
    from crawler.outlets import Outlet
    from crawler.storage.committed import Json

_SLUG_HYPHENS = 2
"""A path segment of three words is an article's; fewer may name a section."""
_LONG_NUMBER = re.compile(r"\d{5,}")
"""The number of an article; years, months and days are shorter."""
_DETAIL_LETTERS = 200
"""Characters of a refusal's detail; a file or section name of an address may be longer."""


def decide(
    reading: Json,
    visit: Visit,
    outlet: Outlet,
    duplicates: Duplicates,
    *,
    opt_outs: OptOuts,
    relevance: Callable[[Json | None], Relevance | None] = lambda _: None,
    follows: bool = True,
    drops_copies: bool = False,
) -> Finding:
    """The finding of a page: its record or refusal, edges and outlinks.

    `reading` is `Reading.to_dict()`; `opt_outs` combine page, headers and host. A page that opts out is refused
    without an excerpt, for its text must not be kept; its links are followed unless it forbids that. `relevance` is
    given the record, or None, and returns the function by which links are rated; without `follows`, none are. A copy
    of a record is marked as one or, with `drops_copies`, refused.
    """
    page = (reading, visit, outlet, duplicates, opt_outs)
    result = _refusal(*page) or _article_record(*page)
    if isinstance(result, dict):
        result = _clustered(result, reading, visit, duplicates, drops_copies=drops_copies)
    record = result if isinstance(result, dict) else None
    links, rate = reading["links"] if follows and may_follow(opt_outs.robots) else (), relevance(record)
    found = outlinks_of(links, outlet, visit.lease, relevance=rate, title=reading["article"]["title"])
    edges = edges_of(record["url"], reading["links"], outlet) if record is not None else ()
    finding = Finding(result, edges, found)
    return _without_quotations(finding, visit, duplicates) if duplicates.has_takedowns else finding


def _without_quotations(finding: Finding, visit: Visit, duplicates: Duplicates) -> Finding:
    """A finding that quotes nothing of what was taken down, and does not point to it."""
    texts, result = duplicates.taken_down_texts, finding.result

    def covers(url: str | None) -> bool:
        return bool(url) and duplicates.is_taken_down(str(url))

    if isinstance(result, dict):
        result = record_without_quotations(result, texts, covers)
    elif result is not None:
        result = replace(
            result,
            detail=None if texts.quoted_in(result.detail) else result.detail,
            title=None if texts.quoted_in(result.title) else result.title,
            text="" if texts.quoted_in(result.text) else result.text,
            url=visit.lease.canonical if texts.spelled_in(result.url or visit.url) else result.url,
        )
    edges = tuple(edge for edge in finding.edges if not edge_leads_there(edge, texts, covers))
    return replace(finding, result=result, edges=edges)


def _refusal(reading: Json, visit: Visit, outlet: Outlet, duplicates: Duplicates, opt_outs: OptOuts) -> Refusal | None:
    """The first reason against a record that does not depend on other pages; None without any."""
    article = reading["article"]
    if _is_taken_down(reading["canonical"], visit, outlet, duplicates):
        return Refusal("takedown", "its address was taken down")
    if optout := refusal(opt_outs):
        return Refusal("opt_out", optout)
    listing = listing_rule(reading, visit, outlet)
    if listing is not None and article["reason"] != "bot_wall":
        return Refusal("listing", listing, article["title"], article["text"])
    if article["reason"]:
        return Refusal(article["reason"], reading.get("rule"), article["title"], article["text"])
    is_taken_down = duplicates.is_taken_down_text(article["text"], hash_of(article))
    return Refusal("takedown", "its text was taken down") if is_taken_down else None


def _article_record(
    reading: Json, visit: Visit, outlet: Outlet, duplicates: Duplicates, opt_outs: OptOuts
) -> Json | Refusal | None:
    """The record of an article, or a duplicate's refusal; for a known article the next revision, None if unchanged."""
    if visit.lease.record is not None:
        return _revision(reading, replace(visit, url=visit.lease.record), outlet, duplicates, opt_outs)
    article, lease, claimed = reading["article"], visit.lease, None
    title_key = comparison_key(article["title"] or "")
    canonical = plausible_canonical(reading["canonical"], visit.url, outlet)
    # A queued address will be fetched itself: a wrong canonical link must not swallow another article.
    if canonical is not None and not duplicates.is_waiting(lease, canonical):
        is_same = _names_same_article(visit.url, canonical)
        if duplicates.claim(lease, canonical, canonical) if is_same else duplicates.name(lease, canonical):
            claimed = canonical
        elif namesake := duplicates.namesake(lease, canonical, title_key):
            # With another title the canonical link is wrong, as many are.
            return Refusal("duplicate", f"of {namesake}", article["title"])
    at = replace(visit, url=claimed or visit.url)
    record = record_of(article, at, outlet, opt_outs, reading.get("pages", ()), measured(reading))
    twin = duplicates.remember(lease, record["url"], title_key, record["content_hash"])
    return record if twin is None else Refusal("duplicate", f"same text as {twin}", article["title"], url=claimed)


def _clustered(
    record: Json, reading: Json, visit: Visit, duplicates: Duplicates, *, drops_copies: bool
) -> Json | Refusal:
    """The record in its cluster, or a copy's refusal; a known article stays, whatever its new text."""
    near, page = duplicates.near, visit.lease.id
    cluster = near.join(page, record["url"], fingerprint_in(measured(reading)))
    if drops_copies and cluster != record["cluster"] and visit.lease.record is None:
        original = near.first_of(cluster, record["url"])
        if original is not None:
            near.withdraw(page)
            url = record["url"] if record["url"] != visit.url else None
            return Refusal("duplicate", f"copy of {original}", record["title"], url=url)
    return record | {"cluster": cluster}


def _names_same_article(url: str, canonical: str) -> bool:
    """Whether two addresses share a slug or a number, as those of an AMP or print page and its article do."""
    return not _telling_segments(url).isdisjoint(_telling_segments(canonical))


def _telling_segments(url: str) -> set[str]:
    address = split(url)
    segments = decode_path(address.path).split("/") if address is not None else []
    return {each for each in segments if each.count("-") >= _SLUG_HYPHENS or len(_LONG_NUMBER.findall(each)) == 1}


def _revision(reading: Json, visit: Visit, outlet: Outlet, duplicates: Duplicates, opt_outs: OptOuts) -> Json | None:
    """The next revision of a known article; None if it is unchanged or now has another record's text."""
    record = record_of(reading["article"], visit, outlet, opt_outs, reading.get("pages", ()), measured(reading))
    title_key, digest = comparison_key(record["title"] or ""), record["content_hash"]
    if record["partial"]:
        return None  # a page of it could not be had this time
    if duplicates.is_unchanged(visit.lease, digest):
        return None
    return record if duplicates.remember(visit.lease, visit.url, title_key, digest) is None else None


def listing_rule(reading: Json, visit: Visit, outlet: Outlet) -> str | None:
    """The rule by which a page is a listing (its address, its CMS or its text); None if it is not one."""
    article = reading["article"]
    if visit.lease.kind == "bridge":
        return f"hub page by its address: {outlet.address_rule(visit.url)}"[:_DETAIL_LETTERS]
    if _is_static(reading, visit.url, outlet):
        return "its CMS calls it a page, not an article"
    if article["reason"] == "listing":
        return f"{len(article['text'].split())} words of text, {len(article['related'])} related headlines"
    return None


def _is_static(reading: Json, url: str, outlet: Outlet) -> bool:
    """Whether the CMS declares a page static, unless the outlet's file says its address is an article's."""
    is_described = outlet.canonical_host is not None
    return bool(reading.get("static")) and not (is_described and outlet.is_article(url))


def _is_taken_down(canonical: str | None, visit: Visit, outlet: Outlet, duplicates: Duplicates) -> bool:
    """Whether a takedown covers the page or its canonical link; one to a non-article (home page) is an error."""
    if duplicates.is_taken_down(visit.url):
        return True
    if not canonical or (outlet.owns(canonical) and outlet.is_article(canonical) is False):
        return False
    return duplicates.is_taken_down(outlet.canonicalize(canonical))


def plausible_canonical(canonical: str | None, url: str, outlet: Outlet) -> str | None:
    """The canonical link of a page, normalized, if it differs from `url` and may be an article of the outlet."""
    if not canonical or not outlet.owns(canonical):
        return None
    folded = outlet.canonicalize(canonical)
    is_article = outlet.is_article(canonical)
    may_be = is_article or (is_article is None and not outlet.is_article(url))
    return folded if folded != url and may_be else None
