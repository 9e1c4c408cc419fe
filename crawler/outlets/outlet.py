"""An outlet: which addresses belong to it, which of them are articles, and where it announces them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Annotated
from urllib.parse import unquote

from msgspec import Meta, Struct

from cleaners.data_files import CssSelector, Filled
from crawler.outlets.parts import Expectation, Listing, Twin
from crawler.outlets.templates import dated_addresses, search_address
from crawler.urls import MAX_LETTERS, canonicalize, classify_address, registrable_domain, split
from crawler.urls.path import decode_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from crawler.urls import Address

# Links of the pages in flight: each is looked up three times, for term counts, outlinks and edges.
_CACHE_SIZE = 8192
# A year of daily sitemaps: more than a crawl reads in one round.
_MAX_DATED_SITEMAPS = 366
_PathPrefix = Annotated[
    str, Meta(pattern=r"^/.+/\Z", description="a path that begins and ends with a slash and names something")
]


class OutletFacts(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What an outlet's file says and a crawl uses unchanged.

    `mirrors` serve the same paths and are folded into `canonical_host`; `aliases` are further hosts with pages of their
    own. If `paths` are given, only addresses with one of these prefixes belong to the outlet (the Arabic part of a
    multilingual newsroom); aliases belong to it whole. Feeds and sitemaps are whole addresses, `search` is a template.
    `article` and `other` are shapes of a path, or of a path with its query. `listing_area` is the element of a section
    page that holds its list of articles. `why` says who forbids or blocks crawlers, `delay` is the pause in seconds
    that the outlet asks for.
    """

    name: Filled
    name_ar: Filled | None = None
    country: Filled | None = None
    canonical_host: Filled | None = None
    aliases: tuple[Filled, ...] = ()
    mirrors: tuple[Filled, ...] = ()
    paths: tuple[_PathPrefix, ...] = ()
    feeds: tuple[Filled, ...] = ()
    sitemaps: tuple[Filled, ...] = ()
    search: Filled | None = None
    listing_area: CssSelector | None = None
    article: tuple[re.Pattern[str], ...] = ()
    other: tuple[re.Pattern[str], ...] = ()
    twins: tuple[Twin, ...] = ()
    why: Filled | None = None
    delay: Annotated[float, Meta(ge=0, le=3600)] | None = None
    obstacles: tuple[Filled, ...] = ()
    expect: Expectation | None = None


class Outlet(OutletFacts, frozen=True, kw_only=True, cache_hash=True):
    """One outlet: a described one owns its hosts with and without www, a general one its whole domain.

    `dated_sitemaps` are templates, `listings` the first pages of `paged`, `posts` is the WordPress REST collection.
    `may_crawl` is False for an outlet known to forbid or block crawlers. `checked` says when and how all this was
    verified.
    """

    domain: str
    dated_sitemaps: tuple[str, ...] = ()
    paged: tuple[Listing, ...] = ()
    posts: str | None = None
    may_crawl: bool = True
    checked: str | None = None

    @property
    def listings(self) -> tuple[str, ...]:
        """The first pages of the listings."""
        return tuple(listing.url for listing in self.paged)

    def owns(self, url: str) -> bool:
        """Whether the address belongs to this outlet."""
        return _owns(self, url) if len(url) <= MAX_LETTERS else self._owns(url)

    def _owns(self, url: str) -> bool:
        address = split(url)
        if address is None:
            return False
        if self.canonical_host is None:
            return registrable_domain(url) == self.domain
        host = _without_www(address.host)
        if host in {_without_www(alias) for alias in self.aliases}:
            return True
        return host in self.mirror_hosts() and self._is_on_paths(address.path)

    def is_article(self, url: str) -> bool | None:
        """Whether the address is an article's, by the outlet's shapes, then by general rules; None if unknown."""
        return _classify(self, url)[0] if self.owns(url) else False

    def address_rule(self, url: str) -> str:
        """The rule behind `is_article`, in words: one of the outlet's file, or of `urls/rules.toml`."""
        return _classify(self, url)[1] if self.owns(url) else "another outlet's"

    def canonicalize(self, url: str) -> str:
        """The canonical form, with mirrors, www hosts, AMP and print pages of a described outlet folded.

        Addresses of other outlets get the general form; "" if it is not an http(s) address.
        """
        return _canonicalize_for(self, url) if len(url) <= MAX_LETTERS else canonicalize(url)

    def sitemaps_on(self, since: date, until: date, most: int = _MAX_DATED_SITEMAPS) -> tuple[str, ...]:
        """The dated sitemaps from `until` back to `since` (both included), newest first, at most `most`."""
        found = [
            pair
            for template in self.dated_sitemaps
            for pair in islice(dated_addresses(template, since, until), max(0, most))
        ]
        found.sort(key=lambda pair: pair[0], reverse=True)
        return tuple(dict.fromkeys(url for _, url in found[: max(0, most)]))

    def listing_after(self, url: str) -> str | None:
        """The page after `url` in its listing or WordPress feed; None if none is known.

        The page may not exist: an answer without anything new ends a listing.
        """
        canonical = self.canonicalize(url)
        return next((after for each in (*self.paged, *self._paged_feeds()) if (after := each.after(canonical))), None)

    def _paged_feeds(self) -> Iterator[Listing]:
        """The feeds as listings, because WordPress numbers the pages of its feeds."""
        for feed in self.feeds if self.posts else ():
            if feed.rstrip("/").endswith("/feed"):
                yield Listing(feed, f"{feed}?paged={{page}}")

    def search_for(self, query: str) -> str | None:
        """The address that searches the outlet for a query; None if its search is unknown or closed."""
        return search_address(self.search, query) if self.search else None

    def without_twin(self, address: Address) -> str:
        """The article's address if this is one of its twins, otherwise the address itself."""
        folded = next((path for twin in self.twins if (path := twin.fold(address)) is not None), None)
        return str(address) if folded is None else canonicalize(f"https://{address.host}{folded}")

    def _is_on_paths(self, path: str) -> bool:
        return not self.paths or any(path.startswith(own) or path == own.rstrip("/") for own in self.paths)

    def mirror_hosts(self) -> set[str]:
        """The hosts that serve the same paths, without www."""
        own = (self.canonical_host,) if self.canonical_host else ()
        return {_without_www(host) for host in (self.domain, *own, *self.mirrors)}


@lru_cache(maxsize=_CACHE_SIZE)
def _owns(outlet: Outlet, url: str) -> bool:
    return outlet._owns(url)


@lru_cache(maxsize=_CACHE_SIZE)
def _canonicalize_for(outlet: Outlet, url: str) -> str:
    canonical = canonicalize(url)
    address = split(canonical)
    if address is None or outlet.canonical_host is None or ":" in address.host:
        return canonical
    bare = _without_www(address.host)
    if bare in outlet.mirror_hosts():
        return outlet.without_twin(address._replace(scheme="https", host=outlet.canonical_host))
    aliases = {_without_www(alias): alias for alias in outlet.aliases}
    return str(address._replace(scheme="https", host=aliases[bare])) if bare in aliases else canonical


@lru_cache(maxsize=_CACHE_SIZE)
def _classify(outlet: Outlet, url: str) -> tuple[bool | None, str]:
    """Whether an address of the outlet is an article's (None if unknown), and the rule that says so."""
    canonical = outlet.canonicalize(url)
    address = split(canonical)
    if address is None:
        return False, "no address"
    paths = _matched_paths(address)
    for name, is_article in (("other", False), ("article", True)):
        shapes = getattr(outlet, name)
        if found := next((shape for shape in shapes if any(map(shape.search, paths))), None):
            return is_article, f"{name} = {found.pattern!r} of {outlet.domain}.toml"
    return classify_address(canonical)


def _matched_paths(address: Address) -> tuple[str, ...]:
    """What shapes are matched against: the decoded path, also with its query if there is one."""
    path = decode_path(address.path)
    return (path, f"{path}?{unquote(address.query)}") if address.query else (path,)


def _without_www(host: str) -> str:
    return host.removeprefix("www.")


def general_outlet(url: str) -> Outlet:
    """The outlet of an address not covered by a file: its registrable domain, with general rules."""
    return _general(registrable_domain(url))


@lru_cache(maxsize=1024)  # one object per domain: the caches above compare outlets, which differ in no field
def _general(domain: str) -> Outlet:
    return Outlet(domain=domain, name=domain)


def outlet_of(url: str, outlets: Mapping[str, Outlet]) -> Outlet:
    """The outlet that an address belongs to: a described one, otherwise its registrable domain."""
    address = split(url)
    host = _without_www(address.host) if address is not None else ""
    near = (one for one in outlets.values() if one.canonical_host is None or host in _hosts_of(one))
    return next((outlet for outlet in near if outlet.owns(url)), None) or general_outlet(url)


@lru_cache(maxsize=1024)
def _hosts_of(outlet: Outlet) -> frozenset[str]:
    """All hosts of a described outlet, without www."""
    return frozenset(outlet.mirror_hosts() | set(map(_without_www, outlet.aliases)))
