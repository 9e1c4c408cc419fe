"""Where a page leads: its links → found addresses in the order of their worth, and edges. Pure functions."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urlsplit

from msgspec import Struct

from cleaners.data_files import Filled, read_toml
from cleaners.links import ORDER
from crawler.focus.priority import breadth, focused
from crawler.ledger.lease import Found, Lease, Tier
from crawler.urls import is_about_outlet
from crawler.urls.address_shape import repeats_segments

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.focus.priority import Relevance
    from crawler.outlets import Outlet

_Json = dict[str, Any]

_ORDER = {"related": 0, "inline": 0, "latest": 1, "most_read": 1, "unlabelled": 1, "adjacent": 2, "body": 3}
"""Kinds of links that an editor or the outlet's own software set to point at articles, the best first."""
_OTHER = 4
_AFTER_ARTICLES = 10
_BRIDGE_ORDER = {"menu": 0, "body": 1, "other": 1, "tag": 2, "author": 3}
_EDITED = ("related", "inline")
"""Kinds of links that stand beside an article because they speak of the same."""
MAX_LINKED_BYTES = 500_000
"""Bytes of all addresses that a page links together; what is beyond is not followed. Real pages have up to 30,000."""
_POINTING = ("related", "inline", "latest", "most_read", "unlabelled", "adjacent")


class _Limits(Struct, frozen=True, forbid_unknown_fields=True):
    """Which pages that are no articles may be read for their links; `outlinks.toml` explains each list."""

    never: frozenset[Filled] = frozenset()
    endings: frozenset[Filled] = frozenset()
    parameters: frozenset[Filled] = frozenset()


@cache
def limits() -> _Limits:
    """The limits of the project's own file."""
    return read_limits(Path(__file__).with_name("outlinks.toml"))


def read_limits(path: Path) -> _Limits:
    """The limits of one file; raises `DataFileError` for unknown keys and wrong types."""
    return read_toml(path, _Limits)


def to_follow(links: list[_Json]) -> list[_Json]:
    """The links of a page as far as MAX_LINKED_BYTES goes, the surest kinds first where it does not go far enough.

    What becomes of them is found out in the crawler's own process, which has no time limit.
    """
    sizes = [len(link["url"].encode("utf-8", "replace")) for link in links]
    if sum(sizes) <= MAX_LINKED_BYTES:
        return links
    surest = {kind: place for place, kind in enumerate(ORDER)}
    order = sorted(range(len(links)), key=lambda at: surest.get(links[at]["kind"], len(ORDER)))
    reach = accumulate(sizes[at] for at in order)
    return [links[at] for at, reached in zip(order, reach, strict=True) if reached <= MAX_LINKED_BYTES]


def found_on(
    links: Iterable[_Json],
    outlet: Outlet,
    lease: Lease,
    *,
    relevance: Relevance | None = None,
    title: str | None = None,
) -> tuple[Found, ...]:
    """The outlet's own addresses that a page leads to, each once, one link deeper than the page.

    Addresses shaped like articles are articles. Where only the page can tell, a link that points at articles
    makes it one to try; any other link, and an address that is no article's, makes a bridge if worth reading.
    With a `relevance` the nearest to the topic come first, in a page with this `title`; without one, the
    nearest to the start.
    """
    parent = relevance(title) if relevance and title else None
    found: dict[str, Found] = {}
    for link in links:
        one = _found(link, outlet, lease, relevance, parent)
        if one is not None:
            found[one.canonical] = _better(one, found.get(one.canonical, one))
    return tuple(found.values())


def _better(one: Found, known: Found) -> Found:
    """The worthier of two links to one address, in the plain spelling if either has it."""
    better = one if (one.tier, one.priority) < (known.tier, known.priority) else known
    better = replace(better, vouched=one.vouched or known.vouched)
    return replace(better, url=one.canonical) if one.canonical in (one.url, known.url) else better


def _found(
    link: _Json, outlet: Outlet, lease: Lease, relevance: Relevance | None, parent: float | None
) -> Found | None:
    url, kind_of_link = link["url"], link["kind"]
    canonical = outlet.canonicalize(url)
    if not canonical or not outlet.owns(url) or repeats_segments(canonical):
        return None
    is_article = outlet.is_article(url)
    kind = {True: "article", None: "page", False: "bridge"}[is_article]
    tier, order = Tier.ARTICLE, _ORDER.get(kind_of_link, _OTHER)
    if is_article is None and kind_of_link in _POINTING:
        order += _OTHER  # after the certain ones of the same depth
    elif not is_article:
        if not worth_reading(canonical):
            return None
        tier, order = Tier.BRIDGE, _BRIDGE_ORDER.get(kind_of_link, 1)
    depth = lease.depth + 1
    if relevance is None:
        priority = breadth(depth, order if tier is Tier.ARTICLE else order + _AFTER_ARTICLES)
    else:
        lent = parent if kind_of_link in _EDITED else None
        own, is_bridge = relevance(link["text"]), tier is Tier.BRIDGE
        priority = focused(depth, order, own, lent, is_bridge=is_bridge)
    vouched = kind_of_link in _EDITED
    return Found(urldefrag(url).url, canonical, outlet.domain, kind, lease.seed, depth, tier, priority, vouched)


def worth_reading(canonical: str) -> bool:
    """Whether a page that is no article may lead to articles: no file, form, search, feed or page about the outlet."""
    parts = urlsplit(canonical)
    segments = [segment.lower() for segment in parts.path.split("/") if segment]
    names = {field.partition("=")[0] for field in parts.query.split("&") if field}
    _, dot, ending = (segments[-1] if segments else "").rpartition(".")
    known = limits()
    if is_about_outlet(canonical):
        return False
    return not known.never.intersection(segments) and names <= known.parameters and (not dot or ending in known.endings)


def edges_of(canonical: str, links: Iterable[_Json], outlet: Outlet) -> tuple[_Json, ...]:
    """The edges from a record to what its page points to on the same outlet, each address once, by its surest kind."""
    edges: dict[str, _Json] = {}
    for link in sorted(links, key=lambda link: _ORDER.get(link["kind"], _OTHER)):
        to = outlet.canonicalize(link["url"])
        if link["kind"] in _ORDER and to and to != canonical and outlet.owns(link["url"]):
            if outlet.is_article(link["url"]) is False:
                continue
            edges.setdefault(to, {"from": canonical, "to": to, "kind": link["kind"], "anchor": link["text"]})
    return tuple(edges.values())
