"""The takedowns that a ledger remembers: addresses and whole hosts that stay out of the corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.urls import address_key, split

if TYPE_CHECKING:
    import sqlite3


def takedown_key(canonical: str) -> str:
    """The form in which an address is remembered: without scheme and final slash, its letters composed; "" for junk.

    Who asks for an address to be taken down means the page, and hardly a server has two pages there.

    >>> takedown_key("https://a.example/x/"), takedown_key("http://a.example/x?id=1"), takedown_key("mailto:x")
    ('//a.example/x', '//a.example/x?id=1', '')
    """
    address = split(address_key(canonical))
    if address is None:
        return ""
    path = address.path.rstrip("/") or "/"
    return f"//{address.host}{path}" + (f"?{address.query}" if address.query else "")


def host_of(url: str) -> str:
    """The host of an address without its port; "" for what is no http(s) address."""
    address = split(url)
    if address is None:
        return ""
    host, _, port = address.host.rpartition(":")
    return host if host and port.isdecimal() else address.host


def hosts_above(host: str) -> list[str]:
    """The host and all hosts above it, any of which may have been taken down.

    >>> hosts_above("www.a.example")
    ['www.a.example', 'a.example', 'example']
    """
    labels = host.split(".")
    return [".".join(labels[at:]) for at in range(len(labels))]


def taken_down(db: sqlite3.Connection, canonical: str) -> str | None:
    """The address or host that a takedown has named and that covers this canonical address, or None."""
    names = [takedown_key(canonical), *hosts_above(host_of(canonical))]
    marks = ",".join("?" * len(names))
    row = db.execute(f"SELECT what FROM takedown WHERE what IN ({marks}) AND what <> '' LIMIT 1", names).fetchone()
    return row[0] if row else None
