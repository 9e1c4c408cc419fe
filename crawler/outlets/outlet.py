"""An outlet: which addresses are its own, which of them are articles, and where it announces them."""

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
from crawler.urls import MAX_LETTERS, canonicalize, looks_like_article, registrable_domain, split
from crawler.urls.path import in_letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from crawler.urls import Address

# Links of the pages in flight: each is asked about three times, by words, frontier and edges.
_REMEMBERED = 8192
# A year of daily sitemaps: more than a crawl reads in one round.
_MAX_SITEMAPS = 366
_Beginning = Annotated[
    str, Meta(pattern="^/.+/$", description="a path that begins and ends with a slash and names something")
]


class OutletFacts(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What an outlet's file says and a crawl uses as it is said.

    Mirrors serve the same paths and fold onto `canonical_host`; aliases are further hosts with pages of their
    own. Where `paths` are given, only addresses that begin with one of them are the outlet's (the Arabic part
    of a newsroom of many languages); aliases are its own whole. Feeds and sitemaps are whole addresses, `search`
    is a template. Article and other are shapes of a path, or of a path with its query. `listing_area` is the
    element of a section page that holds its list of articles. `why` says who forbids or blocks crawlers, `delay`
    is the pause in seconds that the outlet asks for.
    """

    name: Filled
    name_ar: Filled | None = None
    country: Filled | None = None
    canonical_host: Filled | None = None
    aliases: tuple[Filled, ...] = ()
    mirrors: tuple[Filled, ...] = ()
    paths: tuple[_Beginning, ...] = ()
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
    """One outlet: a described one owns its hosts and their www twins, a general one its whole domain.

    `dated_sitemaps` are templates, `listings` the first pages of `paged`, `posts` is the WordPress REST collection.
    `may_crawl` is False for an outlet that is known to forbid or to block crawlers. `checked` says what all this
    rests on, and since when.
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
        """Whether the address lies on this outlet."""
        address = split(url)
        if address is None:
            return False
        if self.canonical_host is None:
            return registrable_domain(url) == self.domain
        host = _bare(address.host)
        if host in {_bare(alias) for alias in self.aliases}:
            return True
        return host in self.same_paths() and self._within(address.path)

    def is_article(self, url: str) -> bool | None:
        """Whether the address is an article's, by the outlet's shapes, else by general rules."""
        return _is_article(self, url) if self.owns(url) else False

    def canonicalize(self, url: str) -> str:
        """The canonical form, with mirrors, www twins, AMP and print twins of a described outlet folded.

        Addresses of other outlets get the general form; "" for what is no http(s) address.
        """
        return _canonical(self, url) if len(url) <= MAX_LETTERS else canonicalize(url)

    def sitemaps_on(self, since: date, until: date, most: int = _MAX_SITEMAPS) -> tuple[str, ...]:
        """The dated sitemaps from `until` back to `since` (both included), newest first, at most `most`."""
        found = [
            pair
            for template in self.dated_sitemaps
            for pair in islice(dated_addresses(template, since, until), max(0, most))
        ]
        found.sort(key=lambda pair: pair[0], reverse=True)
        return tuple(dict.fromkeys(url for _, url in found[: max(0, most)]))

    def listing_after(self, url: str) -> str | None:
        """The next page of the listing or WordPress feed that `url` is a page of; None where none is known.

        That there is such a page is a guess: an answer without anything new ends a listing.
        """
        canonical = self.canonicalize(url)
        return next((after for each in (*self.paged, *self._paged_feeds()) if (after := each.after(canonical))), None)

    def _paged_feeds(self) -> Iterator[Listing]:
        """WordPress numbers the pages of its feeds."""
        for feed in self.feeds if self.posts else ():
            if feed.rstrip("/").endswith("/feed"):
                yield Listing(feed, f"{feed}?paged={{page}}")

    def search_for(self, query: str) -> str | None:
        """The address that searches the outlet for a query; None where its search is unknown or closed."""
        return search_address(self.search, query) if self.search else None

    def without_twin(self, address: Address) -> str:
        """The address, or the article's where it is that of a twin."""
        folded = next((path for twin in self.twins if (path := twin.fold(address)) is not None), None)
        return str(address) if folded is None else canonicalize(f"https://{address.host}{folded}")

    def _within(self, path: str) -> bool:
        return not self.paths or any(path.startswith(own) or path == own.rstrip("/") for own in self.paths)

    def same_paths(self) -> set[str]:
        """The bare hosts that serve the same paths."""
        own = (self.canonical_host,) if self.canonical_host else ()
        return {_bare(host) for host in (self.domain, *own, *self.mirrors)}


@lru_cache(maxsize=_REMEMBERED)
def _canonical(outlet: Outlet, url: str) -> str:
    canonical = canonicalize(url)
    address = split(canonical)
    if address is None or outlet.canonical_host is None or ":" in address.host:
        return canonical
    bare = _bare(address.host)
    if bare in outlet.same_paths():
        return outlet.without_twin(address._replace(scheme="https", host=outlet.canonical_host))
    aliases = {_bare(alias): alias for alias in outlet.aliases}
    return str(address._replace(scheme="https", host=aliases[bare])) if bare in aliases else canonical


@lru_cache(maxsize=_REMEMBERED)
def _is_article(outlet: Outlet, url: str) -> bool | None:
    """Whether an address of its own is an article's."""
    canonical = outlet.canonicalize(url)
    address = split(canonical)
    if address is None:
        return False
    places = _places(address)
    if any(shape.search(place) for shape in outlet.other for place in places):
        return False
    if any(shape.search(place) for shape in outlet.article for place in places):
        return True
    return looks_like_article(canonical)


def _places(address: Address) -> tuple[str, ...]:
    """What shapes are held against: the path in letters, and the path with its query where it has one."""
    path = in_letters(address.path)
    return (path, f"{path}?{unquote(address.query)}") if address.query else (path,)


def _bare(host: str) -> str:
    return host.removeprefix("www.")


def general_outlet(url: str) -> Outlet:
    """The outlet of an address that no file describes: its registrable domain, with general rules."""
    domain = registrable_domain(url)
    return Outlet(domain=domain, name=domain)


def outlet_of(url: str, outlets: Mapping[str, Outlet]) -> Outlet:
    """The outlet that an address belongs to: a listed one, else its registrable domain."""
    return next((outlet for outlet in outlets.values() if outlet.owns(url)), None) or general_outlet(url)
