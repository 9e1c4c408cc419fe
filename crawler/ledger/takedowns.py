"""Stored takedowns: addresses and whole hosts that stay out of the corpus."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING

from crawler.ledger.taken_down_texts import TakenDownTexts
from crawler.storage.replacing import has_table
from crawler.urls import address_key, is_public_suffix, split

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

_TABLE = """
CREATE TABLE IF NOT EXISTS takedown_name (
  what TEXT NOT NULL,        -- a host, or the hash of an address
  request INTEGER NOT NULL,  -- the takedown that brought it
  at TEXT NOT NULL,
  PRIMARY KEY (what, request)
) WITHOUT ROWID
"""
_VARIANT_HOSTS = ("www.", "m.", "amp.", "mobile.")
_AMP_PATH = re.compile(r"^/amp(?=/.)|(?<=.)/amp$")
_AMP_PARAMETERS = ("amp", "amp=", "amp=1", "amp=true", "outputtype=amp")


def takedown_key(canonical: str) -> str:
    """The key of an address in a takedown, equal for the usual second addresses of a page; "" for an invalid one.

    It is without scheme, final slash, a leading www, m, amp or mobile, and the marks of AMP pages, and is composed
    Unicode. A takedown request means the page, and hardly any server has two pages under one key.

    >>> takedown_key("https://a.example/x/"), takedown_key("http://m.a.example/x/amp?id=1&amp=1"), takedown_key("tel:1")
    ('//a.example/x', '//a.example/x?id=1', '')
    """
    address = split(address_key(canonical))
    if address is None:
        return ""
    path = _AMP_PATH.sub("", address.path.rstrip("/")).rstrip("/") or "/"
    query = "&".join(one for one in (address.query or "").split("&") if one and one.lower() not in _AMP_PARAMETERS)
    return f"//{_main_host(address.host)}{path}" + (f"?{query}" if query else "")


def _main_host(host: str) -> str:
    for label in _VARIANT_HOSTS:
        rest = host.removeprefix(label)
        if rest != host and "." in rest and not is_public_suffix(rest.partition(":")[0]):
            return _main_host(rest)
    return host


def host_without_port(url: str) -> str:
    """The host of an address without its port; "" if it is not an http(s) address."""
    address = split(url)
    if address is None:
        return ""
    host, _, port = address.host.rpartition(":")
    return host if host and port.isdecimal() else address.host


def hosts_above(host: str) -> list[str]:
    """The host and its parent domains, any of which may have been taken down.

    >>> hosts_above("www.a.example")
    ['www.a.example', 'a.example', 'example']
    """
    labels = host.split(".")
    return [".".join(labels[at:]) for at in range(len(labels))]


def stored_name(name: str) -> str:
    """A host as it is, the key of an address as a hash: addresses often spell out the headline."""
    return "#" + blake2b(name.encode("utf-8", "replace"), digest_size=16).hexdigest() if "/" in name else name


def remember(db: sqlite3.Connection, names: Iterable[str], request: int, at: str) -> None:
    """Store the keys of addresses and the hosts of a takedown; one already stored keeps its date."""
    db.execute(_TABLE)
    rows = [(stored_name(name), request, at) for name in names]
    db.executemany("INSERT OR IGNORE INTO takedown_name (what, request, at) VALUES (?, ?, ?)", rows)


def request_of(db: sqlite3.Connection, names: Collection[str]) -> int:
    """The number of the first takedown of one of these names, or the next free number."""
    return min(_requests_of(db, names), default=_last_request(db) + 1)


def _requests_of(db: sqlite3.Connection, names: Collection[str]) -> set[int]:
    query = "SELECT request FROM takedown_name WHERE what = ?"
    if not has_table(db, "takedown_name"):
        return set()
    return {row[0] for name in names for row in db.execute(query, (stored_name(name),))}


def _last_request(db: sqlite3.Connection) -> int:
    if not has_table(db, "takedown_name"):
        return 0
    return int(db.execute("SELECT coalesce(max(request), 0) FROM takedown_name").fetchone()[0])


def forget(db: sqlite3.Connection, names: Collection[str]) -> int:
    """Forget the takedowns of these names, with all that they brought; returns how many there were."""
    requests = _requests_of(db, names)
    for request in requests:
        db.execute("DELETE FROM takedown_name WHERE request = ?", (request,))
        TakenDownTexts(db).forget(request)
    return len(requests)


def taken_down_since(db: sqlite3.Connection, names: Collection[str]) -> str | None:
    """When the first of these keys and hosts was taken down; None if none was."""
    if not has_table(db, "takedown_name"):
        return None
    query = "SELECT min(at) FROM takedown_name WHERE what = ?"
    found = (db.execute(query, (stored_name(name),)).fetchone()[0] for name in names if name)
    return min((str(at) for at in found if at), default=None)


def covering_keys(canonical: str) -> list[str]:
    """All takedown keys that cover a canonical address."""
    return [takedown_key(canonical), *hosts_above(host_without_port(canonical))]
