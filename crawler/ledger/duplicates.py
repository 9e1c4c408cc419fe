"""Duplicate detection: several addresses of one page (aliases), several pages with one text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.ledger.takedowns import covering_keys, taken_down_since
from crawler.ledger.taken_down_texts import TakenDownTexts
from crawler.storage.replacing import has_table
from crawler.urls import slash_variant
from crawler.urls.address_shape import address_shape

if TYPE_CHECKING:
    import sqlite3

    from crawler.ledger.lease import Lease

_INSERT_ALIAS = """
INSERT INTO address (url, canonical, outlet, kind, seed, depth, tier, priority, shape, state, holder)
VALUES (?, ?, ?, 'twin', ?, ?, 1, 0, ?, 'leased', ?)
"""
_TITLE_KEY_OF = """
SELECT page.title_key FROM address JOIN address AS page ON page.id = coalesce(address.holder, address.id)
WHERE address.canonical IN (?1, ?2) ORDER BY address.canonical <> ?1 LIMIT 1
"""
_KNOWN = """
SELECT id, canonical, state, holder FROM address WHERE canonical IN (?1, ?2) ORDER BY canonical <> ?1 LIMIT 1
"""
# The second half covers pages that are in flight at the same time.
_SAME_TEXT = """
SELECT record FROM address WHERE outlet = ?1 AND content_hash = ?2 AND id <> ?3
UNION ALL SELECT record FROM address WHERE outlet = ?1 AND new_hash = ?2 AND id <> ?3 LIMIT 1
"""
# An alias that failed does not count: some servers know one spelling only.
_KNOWN_SPELLING = """
SELECT canonical FROM address WHERE canonical IN (?1, ?2) AND (canonical = ?1 OR reason IS NOT 'http_error')
ORDER BY canonical <> ?1 LIMIT 1
"""


class Duplicates:
    """The page that each address and each text belongs to; works in the ledger's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.has_takedowns = has_table(db, "takedown_name")
        self.taken_down_texts = TakenDownTexts(db)

    def claim(self, lease: Lease, url: str, canonical: str) -> bool:
        """Make an address an alias of the leased page; False if it belongs to another page.

        It can be claimed if it is the page's own, unknown or pending, and then ends as the page does.
        """
        row = self._known(canonical)
        if row is None:
            values = (url, canonical, lease.outlet, lease.seed, lease.depth, address_shape(canonical), lease.id)
            self._db.execute(_INSERT_ALIAS, values)
            return True
        page, _, state, holder = row
        if lease.id in (page, holder):
            return True
        if state != "pending":
            return False
        self._db.execute("UPDATE address SET state = 'leased', holder = ? WHERE id = ?", (lease.id, page))
        return True

    def has_claimed(self, lease: Lease, canonical: str) -> bool:
        """Whether an address already belongs to the leased page, with or without its final slash."""
        row = self._known(canonical)
        return row is not None and lease.id in (row[0], row[3])

    def known_spelling(self, canonical: str) -> str:
        """The spelling under which an address is known, with or without its final slash; unchanged if neither is."""
        row = self._db.execute(_KNOWN_SPELLING, (canonical, slash_variant(canonical))).fetchone()
        return row[0] if row else canonical

    def is_waiting(self, lease: Lease, canonical: str) -> bool:
        """Whether an address is pending and not just another spelling of the leased page's own."""
        row = self._known(canonical)
        own = (lease.canonical, slash_variant(lease.canonical))
        return row is not None and row[2] == "pending" and row[1] not in own

    def is_taken_down(self, canonical: str) -> bool:
        """Whether a takedown covers an address; none can be added while the ledger is open."""
        return self.has_takedowns and taken_down_since(self._db, covering_keys(canonical)) is not None

    def is_taken_down_text(self, text: str, content_hash: str) -> bool:
        """Whether a takedown covers a text: the same, or a copy of it."""
        texts = self.taken_down_texts
        return texts.has_hash(content_hash) or texts.shared_with(text).is_copy

    def _known(self, canonical: str) -> tuple[int, str, str, int | None] | None:
        row: tuple[int, str, str, int | None] | None
        row = self._db.execute(_KNOWN, (canonical, slash_variant(canonical))).fetchone()
        return row

    def title_key(self, canonical: str) -> str | None:
        """The folded title of the page that an address belongs to; None for an unknown address or untitled page."""
        row = self._db.execute(_TITLE_KEY_OF, (canonical, slash_variant(canonical))).fetchone()
        return row[0] if row else None

    def remember(self, lease: Lease, record: str, title_key: str, content_hash: str) -> str | None:
        """The address of another record of the outlet with the same text; if there is none, store this one.

        `record` is the address of the new record. Returns None once it is stored.
        """
        duplicate = self._db.execute(_SAME_TEXT, (lease.outlet, content_hash, lease.id)).fetchone()
        if duplicate is not None:
            return str(duplicate[0])
        update = "UPDATE address SET record = ?, title_key = ?, new_hash = ? WHERE id = ?"
        self._db.execute(update, (record, title_key, content_hash, lease.id))
        return None

    def is_unchanged(self, lease: Lease, content_hash: str) -> bool:
        """Whether a refetched page still has the text of its last record."""
        row = self._db.execute("SELECT content_hash FROM address WHERE id = ?", (lease.id,)).fetchone()
        return row is not None and row[0] == content_hash
