"""What is to be taken down: one page by all its addresses, or everything on some hosts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaners.data_files import DataFileError
from crawler.ledger.takedowns import host_without_port, hosts_above, takedown_key
from crawler.outlets import outlet_of
from crawler.urls import is_public_suffix, split

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from crawler.outlets import Outlet

_ADDRESS = re.compile(r"https?://\S+")
_GROUPS = """
SELECT DISTINCT coalesce(holder, id) FROM address WHERE id IN (SELECT value FROM json_each(?))
"""
_BORNE = "SELECT canonical, url, record FROM address WHERE ?1 IN (id, holder)"


@dataclass(frozen=True, slots=True)
class Target:
    """Keys of addresses (`takedown_key`), or hosts with all below them; `canonicalize` knows the outlets' mirrors."""

    canonicalize: Callable[[str], str]
    keys: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()

    def covers(self, url: str | None) -> bool:
        """Whether an address, in any spelling, is to go; None never is."""
        if not url:
            return False
        canonical = self.canonicalize(url)
        above = {*hosts_above(host_without_port(url)), *hosts_above(host_without_port(canonical))}
        return takedown_key(canonical) in self.keys or not self.hosts.isdisjoint(above - {""})

    def named_in(self, text: str | None) -> bool:
        """Whether an address in a line of text is to go."""
        return any(self.covers(url.rstrip(",.;)")) for url in _ADDRESS.findall(text or ""))


def target_of(what: str, outlets: Mapping[str, Outlet], db: sqlite3.Connection) -> Target:
    """The target that a person names: an address with its scheme, else a domain.

    An address stands for all that the ledger knows its page to bear; an outlet's domain for all its hosts. Raises
    DataFileError for what is neither.
    """

    def canonicalize(url: str) -> str:
        return outlet_of(url, outlets).canonicalize(url)

    if "://" in what:
        if not canonicalize(what):
            raise DataFileError(f"{what}: not an http or https address")
        named = Target(canonicalize, frozenset((takedown_key(canonicalize(what)),)))
        return Target(canonicalize, named.keys | _keys_of(_borne_with(named, db), canonicalize))
    domain = host_without_port(f"https://{what.strip().strip('.').lower().removeprefix('www.')}/")
    if not domain or "/" in what or split(f"https://{domain}/") is None:
        raise DataFileError(f"{what}: neither an address (https://…) nor a domain")
    if is_public_suffix(domain):
        raise DataFileError(f"{what}: not one outlet's domain; everything under it would go")
    # A mirror serves the same pages: who names it means the outlet.
    outlet = next((one for one in outlets.values() if domain in _hosts_of(one)), None)
    known = (*_hosts_of(outlet), *outlet.aliases) if outlet else ()
    return Target(canonicalize, hosts=frozenset({domain, *(host.removeprefix("www.") for host in known)}))


def _hosts_of(outlet: Outlet) -> frozenset[str]:
    """The hosts that serve the same pages of an outlet, without www."""
    hosts = (outlet.domain, outlet.canonical_host or outlet.domain, *outlet.mirrors)
    return frozenset(host.removeprefix("www.") for host in hosts)


def _keys_of(urls: Iterable[str], canonicalize: Callable[[str], str]) -> frozenset[str]:
    """The keys of addresses, those of junk left out."""
    return frozenset(takedown_key(canonicalize(url)) for url in urls) - {""}


def rows_of(target: Target, db: sqlite3.Connection) -> list[int]:
    """The ids of the ledger's addresses that a target covers, by address, by spelling or by the record they gave."""
    rows = db.execute("SELECT id, canonical, url, record FROM address")
    return [row[0] for row in rows if any(target.covers(url) for url in row[1:])]


def _borne_with(named: Target, db: sqlite3.Connection) -> set[str]:
    """All addresses of the pages that bear one of the named."""
    ids = "[" + ",".join(map(str, rows_of(named, db))) + "]"
    pages = [row[0] for row in db.execute(_GROUPS, (ids,))]
    return {url for page in pages for row in db.execute(_BORNE, (page,)) for url in row if url}
