"""Stored takedowns: addresses and whole hosts that stay out of the corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.storage.replacing import has_table
from crawler.urls import address_key, split

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable


def takedown_key(canonical: str) -> str:
    """The key of an address in a takedown: without scheme and final slash, Unicode composed; "" for an invalid one.

    A takedown request means the page, and hardly any server has two pages under one key.

    >>> takedown_key("https://a.example/x/"), takedown_key("http://a.example/x?id=1"), takedown_key("mailto:x")
    ('//a.example/x', '//a.example/x?id=1', '')
    """
    address = split(address_key(canonical))
    if address is None:
        return ""
    path = address.path.rstrip("/") or "/"
    return f"//{address.host}{path}" + (f"?{address.query}" if address.query else "")


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


def remember(db: sqlite3.Connection, names: Iterable[str], at: str) -> None:
    """Store keys of addresses and hosts; one already stored keeps its date."""
    db.execute("CREATE TABLE IF NOT EXISTS takedown (what TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID")
    db.executemany("INSERT OR IGNORE INTO takedown (what, at) VALUES (?, ?)", [(name, at) for name in names])


def taken_down_since(db: sqlite3.Connection, names: Collection[str]) -> str | None:
    """When the first of these keys and hosts was taken down; None if none was."""
    if not has_table(db, "takedown"):
        return None
    marks = ",".join("?" * len(names))
    row = db.execute(f"SELECT min(at) FROM takedown WHERE what IN ({marks}) AND what <> ''", list(names)).fetchone()
    return str(row[0]) if row[0] else None


def covering_keys(canonical: str) -> list[str]:
    """All takedown keys that cover a canonical address."""
    return [takedown_key(canonical), *hosts_above(host_without_port(canonical))]
