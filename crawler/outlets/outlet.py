"""An outlet: which addresses are its own, which of them are articles, and where it announces them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from crawler.urls import canonicalize, looks_like_article, registrable_domain, split

if TYPE_CHECKING:
    import re


@dataclass(frozen=True)
class Outlet:
    """One outlet: a described one owns its hosts and their www twins, a general one its whole domain.

    Mirrors serve the same paths and fold onto `canonical_host`; aliases are further hosts with pages of
    their own. Feeds, sitemaps and listings are whole addresses, article and other are shapes of a path.
    """

    domain: str
    name: str
    name_ar: str | None = None
    country: str | None = None
    canonical_host: str | None = None
    aliases: tuple[str, ...] = ()
    mirrors: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()
    article: tuple[re.Pattern[str], ...] = ()
    other: tuple[re.Pattern[str], ...] = ()
    checked: str | None = None
    obstacles: tuple[str, ...] = ()

    def owns(self, url: str) -> bool:
        """Whether the address lies on this outlet."""
        address = split(url)
        if address is None:
            return False
        if self.canonical_host is None:
            return registrable_domain(url) == self.domain
        return _bare(address.host) in {_bare(host) for host in self._hosts()}

    def is_article(self, url: str) -> bool | None:
        """Whether the address is an article's, by the outlet's shapes, else by general rules."""
        address = split(canonicalize(url))
        if address is None or not self.owns(url):
            return False
        path = unquote(address.path)
        if any(shape.search(path) for shape in self.other):
            return False
        if any(shape.search(path) for shape in self.article):
            return True
        return looks_like_article(url)

    def canonicalize(self, url: str) -> str:
        """The canonical form, with mirrors and www twins of a described outlet folded onto one https host.

        Addresses of other outlets get the general form; "" for what is no http(s) address.
        """
        canonical = canonicalize(url)
        address = split(canonical)
        if address is None or self.canonical_host is None or ":" in address.host:
            return canonical
        bare = _bare(address.host)
        if bare in {_bare(host) for host in (self.domain, self.canonical_host, *self.mirrors)}:
            return str(address._replace(scheme="https", host=self.canonical_host))
        return str(address._replace(scheme="https", host=bare)) if bare in self.aliases else canonical

    def _hosts(self) -> tuple[str, ...]:
        own = (self.canonical_host,) if self.canonical_host else ()
        return (self.domain, *own, *self.mirrors, *self.aliases)


def _bare(host: str) -> str:
    return host.removeprefix("www.")


def general_outlet(url: str) -> Outlet:
    """The outlet of an address that no file describes: its registrable domain, with general rules."""
    domain = registrable_domain(url)
    return Outlet(domain=domain, name=domain)
