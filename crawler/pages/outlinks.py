"""Outlinks of a page: its links → addresses to fetch, with priority, and edges. Pure functions."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from cleaners.data_files import Filled, read_toml
from cleaners.links import KIND_ORDER
from crawler.focus.priority import breadth, focused
from crawler.ledger.lease import Found, Lease, Tier
from crawler.outlets.judging import verdict_on
from crawler.urls import is_about_outlet, parts_of
from crawler.urls.address_shape import repeats_segments

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.focus.priority import Relevance
    from crawler.outlets import Outlet
    from crawler.storage.committed import Json

_ORDER = {"related": 0, "inline": 0, "latest": 1, "most_read": 1, "unlabelled": 1, "adjacent": 2, "body": 3}
"""Rank of the kinds of links that an editor or the outlet's software points at articles, best first."""
_OTHER_ORDER = 4
_AFTER_ARTICLES = 10
_HUB_ORDER = {"menu": 0, "body": 1, "other": 1, "tag": 2, "author": 3}
_EDITORIAL_KINDS = ("related", "inline")
"""Kinds of links that accompany an article because they are about the same subject."""
MAX_LINKED_BYTES = 500_000
"""Total bytes of the addresses of a page's links; links beyond are not followed. Real pages have up to 30,000."""
_ARTICLE_KINDS = ("related", "inline", "latest", "most_read", "unlabelled", "adjacent")


class _HubLimits(Struct, frozen=True, forbid_unknown_fields=True):
    """Which pages other than articles may be read for their links; `outlinks.toml` explains each list."""

    never: frozenset[Filled] = frozenset()
    endings: frozenset[Filled] = frozenset()
    parameters: frozenset[Filled] = frozenset()


@cache
def hub_limits() -> _HubLimits:
    """The limits of the project's own file."""
    return read_hub_limits(Path(__file__).with_name("outlinks.toml"))


def read_hub_limits(path: Path) -> _HubLimits:
    """The limits of one file; raises `DataFileError` for unknown keys and wrong types."""
    return read_toml(path, _HubLimits)


def links_to_follow(links: list[Json]) -> list[Json]:
    """The links of a page up to MAX_LINKED_BYTES, in page order; beyond that the most certain kinds, best first.

    They are weighed in the crawler's own process, which has no time limit.
    """
    sizes = [len(link["url"].encode("utf-8", "replace")) for link in links]
    if sum(sizes) <= MAX_LINKED_BYTES:
        return links
    surest = {kind: place for place, kind in enumerate(KIND_ORDER)}
    order = sorted(range(len(links)), key=lambda at: surest.get(links[at]["kind"], len(KIND_ORDER)))
    reach = accumulate(sizes[at] for at in order)
    return [links[at] for at, reached in zip(order, reach, strict=True) if reached <= MAX_LINKED_BYTES]


def outlinks_of(
    links: Iterable[Json],
    outlet: Outlet,
    lease: Lease,
    *,
    relevance: Relevance | None = None,
    title: str | None = None,
) -> tuple[Found, ...]:
    """The outlet's addresses that a page links, each once, one level deeper than the page.

    Addresses shaped like articles are articles. If only the page can tell, a link of a kind that points at articles
    makes its target a candidate article; other targets are hub pages if `may_be_hub`. With a `relevance` function the
    priority is by relevance, in which the page's `title` counts; without one, by depth.
    """
    parent = relevance(title) if relevance and title else None
    found: dict[str, Found] = {}
    for link in links:
        one = _outlink(link, outlet, lease, relevance, parent)
        if one is not None:
            known = found.get(one.canonical)
            found[one.canonical] = one if known is None else _better(one, known)
    return tuple(found.values())


def _better(one: Found, known: Found) -> Found:
    """The better of two links to one address, with the canonical spelling if either has it."""
    better = one if (one.tier, one.priority) < (known.tier, known.priority) else known
    better = replace(better, vouched=one.vouched or known.vouched)
    return replace(better, url=one.canonical) if one.canonical in (one.url, known.url) else better


def _outlink(
    link: Json, outlet: Outlet, lease: Lease, relevance: Relevance | None, parent: float | None
) -> Found | None:
    url, kind_of_link = link["url"], link["kind"]
    canonical, is_own, is_article = verdict_on(link, outlet)
    if not canonical or not is_own or repeats_segments(canonical):
        return None
    kind = {True: "article", None: "page", False: "bridge"}[is_article]
    tier, order = Tier.ARTICLE, _ORDER.get(kind_of_link, _OTHER_ORDER)
    if is_article is None and kind_of_link in _ARTICLE_KINDS:
        order += _OTHER_ORDER  # after certain articles of the same depth
    elif not is_article:
        if not may_be_hub(canonical):
            return None
        tier, order = Tier.BRIDGE, _HUB_ORDER.get(kind_of_link, 1)
    depth, is_editorial = lease.depth + 1, kind_of_link in _EDITORIAL_KINDS
    if relevance is None:
        priority = breadth(depth, order if tier is Tier.ARTICLE else order + _AFTER_ARTICLES)
    else:
        counted = parent if is_editorial else None
        priority = focused(depth, order, relevance(link["text"]), counted, is_hub=tier is Tier.BRIDGE)
    return Found(url.partition("#")[0], canonical, outlet.domain, kind, lease.seed, depth, tier, priority, is_editorial)


def may_be_hub(canonical: str) -> bool:
    """Whether a page may be a hub that links articles: not a file, form, search, feed or page about the outlet."""
    parts = parts_of(canonical)
    segments = [segment.lower() for segment in parts.path.split("/") if segment]
    names = {field.partition("=")[0] for field in parts.query.split("&") if field}
    _, dot, ending = (segments[-1] if segments else "").rpartition(".")
    known = hub_limits()
    if is_about_outlet(canonical):
        return False
    return not known.never.intersection(segments) and names <= known.parameters and (not dot or ending in known.endings)


def links_of_edges(links: Iterable[Json], outlet: Outlet) -> list[Json]:
    """The links that may be edges: all that a page has to say where none of its links is followed."""
    return [link for link in links if _may_be_edge(link, outlet)]


def _may_be_edge(link: Json, outlet: Outlet) -> bool:
    if link["kind"] not in _ORDER:
        return False
    to, is_own, is_article = verdict_on(link, outlet)
    return bool(to) and is_own and is_article is not False


def edges_of(canonical: str, links: Iterable[Json], outlet: Outlet) -> tuple[Json, ...]:
    """The edges from a record to the articles of the outlet that its page links, each once, by its best kind."""
    edges: dict[str, Json] = {}
    for link in sorted(links_of_edges(links, outlet), key=lambda link: _ORDER[link["kind"]]):
        to = verdict_on(link, outlet).canonical
        if to != canonical:
            edges.setdefault(to, {"from": canonical, "to": to, "kind": link["kind"], "anchor": link["text"]})
    return tuple(edges.values())
