"""Two addresses, one page; two pages, one text: the part of the ledger that keeps records from doubling."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from crawler.ledger.lease import Lease

_INSERT = """
INSERT INTO address (url, canonical, outlet, kind, seed, depth, tier, priority, state, holder)
VALUES (?, ?, ?, ?, ?, ?, 1, 0, 'leased', ?)
"""
_BEARER = """
SELECT page.title_key FROM address JOIN address AS page ON page.id = coalesce(address.holder, address.id)
WHERE address.canonical = ?
"""


class Twins:
    """Which page bears which addresses and which text; works in the ledger's own transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def claim(self, lease: Lease, url: str, canonical: str) -> bool:
        """Whether the leased page may also bear this address: it is the page's own, unknown or pending.

        From then on the address shares the page's fate. False when another page bears it.
        """
        query = "SELECT id, state, holder FROM address WHERE canonical = ?"
        row = self._db.execute(query, (canonical,)).fetchone()
        if row is None:
            values = (url, canonical, lease.outlet, lease.kind, lease.seed, lease.depth, lease.id)
            self._db.execute(_INSERT, values)
            return True
        page, state, holder = row
        if lease.id in (page, holder):
            return True
        if state != "pending":
            return False
        self._db.execute("UPDATE address SET state = 'leased', holder = ? WHERE id = ?", (lease.id, page))
        return True

    def title_key(self, canonical: str) -> str | None:
        """The folded title of the page that bears an address, None where it has none or nobody bears it."""
        row = self._db.execute(_BEARER, (canonical,)).fetchone()
        return row[0] if row else None

    def remember(self, lease: Lease, record: str, title_key: str, content_hash: str) -> str | None:
        """The address of another record of the outlet with this text, or None, and then this one is noted down.

        `record` is the address that the record is to bear.
        """
        query = "SELECT record FROM address WHERE outlet = ? AND content_hash = ? AND id <> ?"
        twin = self._db.execute(query, (lease.outlet, content_hash, lease.id)).fetchone()
        if twin is not None:
            return str(twin[0])
        update = "UPDATE address SET record = ?, title_key = ?, content_hash = ? WHERE id = ?"
        self._db.execute(update, (record, title_key, content_hash, lease.id))
        return None
