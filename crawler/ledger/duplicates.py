"""Two addresses, one page; two pages, one text: the part of the ledger that keeps records from doubling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.ledger.takedowns import names_of, taken_down_since
from crawler.storage.replacing import has_table
from crawler.urls import slash_variant
from crawler.urls.address_shape import address_shape

if TYPE_CHECKING:
    import sqlite3

    from crawler.ledger.lease import Lease

_INSERT = """
INSERT INTO address (url, canonical, outlet, kind, seed, depth, tier, priority, shape, state, holder)
VALUES (?, ?, ?, 'twin', ?, ?, 1, 0, ?, 'leased', ?)
"""
_BEARER = """
SELECT page.title_key FROM address JOIN address AS page ON page.id = coalesce(address.holder, address.id)
WHERE address.canonical IN (?1, ?2) ORDER BY address.canonical <> ?1 LIMIT 1
"""
_KNOWN = """
SELECT id, canonical, state, holder FROM address WHERE canonical IN (?1, ?2) ORDER BY canonical <> ?1 LIMIT 1
"""
# The second half: of pages that are in flight at the same time.
_TWIN = """
SELECT record FROM address WHERE outlet = ?1 AND content_hash = ?2 AND id <> ?3
UNION ALL SELECT record FROM address WHERE outlet = ?1 AND new_hash = ?2 AND id <> ?3 LIMIT 1
"""
# A twin that was an error does not count: there are servers that know one spelling only.
_SPELLED = """
SELECT canonical FROM address WHERE canonical IN (?1, ?2) AND (canonical = ?1 OR reason IS NOT 'http_error')
ORDER BY canonical <> ?1 LIMIT 1
"""


class Twins:
    """Which page bears which addresses and which text; works in the ledger's own transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._has_takedowns = has_table(db, "takedown")

    def claim(self, lease: Lease, url: str, canonical: str) -> bool:
        """Whether the leased page may also bear this address: it is the page's own, unknown or pending.

        From then on the address shares the page's fate. False when another page bears it.
        """
        row = self._known(canonical)
        if row is None:
            values = (url, canonical, lease.outlet, lease.seed, lease.depth, address_shape(canonical), lease.id)
            self._db.execute(_INSERT, values)
            return True
        page, _, state, holder = row
        if lease.id in (page, holder):
            return True
        if state != "pending":
            return False
        self._db.execute("UPDATE address SET state = 'leased', holder = ? WHERE id = ?", (lease.id, page))
        return True

    def bears(self, lease: Lease, canonical: str) -> bool:
        """Whether an address is the leased page's own, in any of its spellings."""
        row = self._known(canonical)
        return row is not None and lease.id in (row[0], row[3])

    def spelled(self, canonical: str) -> str:
        """The spelling under which an address is known, with or without its final slash; its own if neither is."""
        row = self._db.execute(_SPELLED, (canonical, slash_variant(canonical))).fetchone()
        return row[0] if row else canonical

    def is_waiting(self, lease: Lease, canonical: str) -> bool:
        """Whether an address waits to be fetched for its own sake, and is not just the page's in another spelling."""
        row = self._known(canonical)
        own = (lease.canonical, slash_variant(lease.canonical))
        return row is not None and row[2] == "pending" and row[1] not in own

    def is_taken_down(self, canonical: str) -> bool:
        """Whether a takedown covers an address; none comes while the ledger is open."""
        return self._has_takedowns and taken_down_since(self._db, names_of(canonical)) is not None

    def _known(self, canonical: str) -> tuple[int, str, str, int | None] | None:
        row: tuple[int, str, str, int | None] | None
        row = self._db.execute(_KNOWN, (canonical, slash_variant(canonical))).fetchone()
        return row

    def title_key(self, canonical: str) -> str | None:
        """The folded title of the page that bears an address, None where it has none or nobody bears it."""
        row = self._db.execute(_BEARER, (canonical, slash_variant(canonical))).fetchone()
        return row[0] if row else None

    def remember(self, lease: Lease, record: str, title_key: str, content_hash: str) -> str | None:
        """The address of another record of the outlet with this text, or None, and then this one is noted down.

        `record` is the address that the record is to bear.
        """
        twin = self._db.execute(_TWIN, (lease.outlet, content_hash, lease.id)).fetchone()
        if twin is not None:
            return str(twin[0])
        update = "UPDATE address SET record = ?, title_key = ?, new_hash = ? WHERE id = ?"
        self._db.execute(update, (record, title_key, content_hash, lease.id))
        return None

    def is_unchanged(self, lease: Lease, content_hash: str) -> bool:
        """Whether a page that is fetched again still has the text of its last record."""
        row = self._db.execute("SELECT content_hash FROM address WHERE id = ?", (lease.id,)).fetchone()
        return row is not None and row[0] == content_hash
