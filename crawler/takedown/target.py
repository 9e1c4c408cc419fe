"""What to take down: one page under all its addresses, or everything on some hosts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cleaners.data_files import DataFileError
from crawler.ledger.takedowns import host_without_port, hosts_above, takedown_key
from crawler.outlets import outlet_of
from crawler.urls import is_public_suffix, split

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from crawler.outlets import Outlet

_URL_IN_TEXT = re.compile(r"https?://\S+")
_PAGES_OF_ROWS = """
SELECT DISTINCT coalesce(holder, id) FROM address WHERE id IN (SELECT value FROM json_each(?))
"""
_ADDRESSES_OF_PAGE = "SELECT canonical, url, record FROM address WHERE ?1 IN (id, holder)"


@dataclass(frozen=True, slots=True)
class Target:
    """Keys of addresses (`takedown_key`), or hosts with their subdomains; `canonicalize` folds outlets' mirrors."""

    canonicalize: Callable[[str], str]
    keys: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()

    def covers(self, url: str | None) -> bool:
        """Whether an address, in any spelling, is to be removed; False for None."""
        if not url:
            return False
        canonical = self.canonicalize(url)
        above = {*hosts_above(host_without_port(url)), *hosts_above(host_without_port(canonical))}
        return takedown_key(canonical) in self.keys or not self.hosts.isdisjoint(above - {""})

    def named_in(self, text: str | None) -> bool:
        """Whether a text mentions an address that is to be removed."""
        return any(map(self.covers, addresses_in(text)))

    def with_addresses(self, urls: Iterable[str]) -> Target:
        """The target with more addresses."""
        return replace(self, keys=self.keys | _keys_of(urls, self.canonicalize))

    def with_known_addresses(self, db: sqlite3.Connection) -> Target:
        """The target with all addresses that the ledger knows for the pages of its own ones."""
        return self.with_addresses(_same_page_as(self, db))


def addresses_in(text: str | None) -> list[str]:
    """The web addresses that a text mentions."""
    return [url.rstrip(",.;)") for url in _URL_IN_TEXT.findall(text or "")]


def target_of(what: str, outlets: Mapping[str, Outlet]) -> Target:
    """The target that the user names: an address with its scheme, or a domain.

    An outlet's domain covers all its hosts. Raises DataFileError for anything else.
    """

    def canonicalize(url: str) -> str:
        return outlet_of(url, outlets).canonicalize(url)

    if "://" in what:
        if not canonicalize(what):
            raise DataFileError(f"{what}: not an http or https address")
        return Target(canonicalize, frozenset((takedown_key(canonicalize(what)),)))
    domain = host_without_port(f"https://{what.strip().strip('.').lower().removeprefix('www.')}/")
    if not domain or "/" in what or split(f"https://{domain}/") is None:
        raise DataFileError(f"{what}: neither an address (https://…) nor a domain")
    if is_public_suffix(domain):
        raise DataFileError(f"{what}: a public suffix; everything under it would be removed")
    # A mirror serves the same pages, so naming it means the outlet.
    outlet = next((one for one in outlets.values() if domain in _hosts_of(one)), None)
    known = (*_hosts_of(outlet), *outlet.aliases) if outlet else ()
    return Target(canonicalize, hosts=frozenset({domain, *(host.removeprefix("www.") for host in known)}))


def _hosts_of(outlet: Outlet) -> frozenset[str]:
    """The hosts that serve an outlet's pages, mirrors included, without www."""
    hosts = (outlet.domain, outlet.canonical_host or outlet.domain, *outlet.mirrors)
    return frozenset(host.removeprefix("www.") for host in hosts)


def _keys_of(urls: Iterable[str], canonicalize: Callable[[str], str]) -> frozenset[str]:
    """The keys of addresses; invalid addresses are left out."""
    return frozenset(takedown_key(canonicalize(url)) for url in urls) - {""}


def rows_of(target: Target, db: sqlite3.Connection) -> list[int]:
    """The ids of the addresses in the ledger that a target covers, by address, spelling or resulting record."""
    rows = db.execute("SELECT id, canonical, url, record FROM address")
    return [row[0] for row in rows if any(target.covers(url) for url in row[1:])]


def _same_page_as(named: Target, db: sqlite3.Connection) -> set[str]:
    """All addresses of the pages that have one of the target's addresses."""
    ids = "[" + ",".join(map(str, rows_of(named, db))) + "]"
    pages = [row[0] for row in db.execute(_PAGES_OF_ROWS, (ids,))]
    return {url for page in pages for row in db.execute(_ADDRESSES_OF_PAGE, (page,)) for url in row if url}
