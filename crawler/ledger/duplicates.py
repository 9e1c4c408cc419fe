"""Duplicate detection: several addresses of one page (aliases), several pages with one text, copies of a text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from crawler.ledger.takedowns import covering_keys, taken_down_since
from crawler.ledger.taken_down_texts import TakenDownTexts
from crawler.near_duplicates.index import NearDuplicates
from crawler.storage.replacing import has_table
from crawler.urls import slash_variant
from crawler.urls.address_shape import address_shape

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from crawler.ledger.lease import Lease

_INSERT_ALIAS = """
INSERT INTO address (url, canonical, outlet, kind, seed, depth, tier, priority, shape, state, holder)
VALUES (?, ?, ?, ?, ?, ?, 1, 0, ?, 'leased', ?)
"""
_PAGE_OF = """
SELECT page.id, page.title_key, coalesce(page.record, page.canonical)
FROM address JOIN address AS page ON page.id = coalesce(address.holder, address.id)
WHERE address.canonical IN (?1, ?2) ORDER BY address.canonical <> ?1 LIMIT 1
"""
# Whatever named it: its page is about to be read.
_CLAIM_NAMED = "UPDATE address SET kind = 'twin', state = 'leased', holder = ? WHERE id = ?"
_KNOWN = """
SELECT id, canonical, state, holder, kind FROM address WHERE canonical IN (?1, ?2) ORDER BY canonical <> ?1 LIMIT 1
"""
# The second half covers pages that are in flight at the same time.
_SAME_TEXT = """
SELECT record FROM address WHERE outlet = ?1 AND content_hash = ?2 AND id <> ?3
UNION ALL SELECT record FROM address WHERE outlet = ?1 AND new_hash = ?2 AND id <> ?3 LIMIT 1
"""
_KNOWN_PLACES = """
SELECT canonical, kind, state, asked, reason FROM address WHERE canonical IN (SELECT value FROM json_each(?))
"""


class Duplicates:
    """The page that each address and each text belongs to; works in the ledger's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.has_takedowns = has_table(db, "takedown_name")
        self.taken_down_texts = TakenDownTexts(db)
        self.near = NearDuplicates(db)
        self._has_repairs = has_table(db, "repaired")

    def claim(self, lease: Lease, url: str, canonical: str) -> bool:
        """Make an address an alias of the leased page; False if it belongs to another page.

        It can be claimed if it is the page's own, unknown, pending, or only named by pages (`name`), and then ends as
        the page does. One that spells out a title taken down is not stored.
        """
        row = self._known(canonical)
        if row is None:
            self._insert_alias(lease, url, canonical, "twin")
            return True
        page, _, state, holder, kind = row
        if kind == "named":
            self._db.execute(_CLAIM_NAMED, (lease.id, page))
        elif lease.id not in (page, holder):
            if state != "pending":
                return False
            self._db.execute("UPDATE address SET state = 'leased', holder = ? WHERE id = ?", (lease.id, page))
        return True

    def name(self, lease: Lease, canonical: str) -> bool:
        """Note the address that a page names as its own; True if the page answered there, so that it may bear it.

        An unknown address becomes an alias of the page only until a link or a redirect leads to it: what is there may
        be another article, so it is fetched as any other.
        """
        row = self._known(canonical)
        if row is None:
            self._insert_alias(lease, canonical, canonical, "named")
        return row is not None and row[4] != "named" and lease.id in (row[0], row[3])

    def _insert_alias(self, lease: Lease, url: str, canonical: str, kind: str) -> None:
        if self.taken_down_texts.spelled_in(canonical):
            return
        shape = address_shape(canonical)
        self._db.execute(_INSERT_ALIAS, (url, canonical, lease.outlet, kind, lease.seed, lease.depth, shape, lease.id))

    def has_claimed(self, lease: Lease, canonical: str) -> bool:
        """Whether an address already belongs to the leased page, with or without its final slash."""
        row = self._known(canonical)
        return row is not None and lease.id in (row[0], row[3])

    def known_places(self, canonicals: Sequence[str]) -> dict[str, tuple[str, str, str, int]]:
        """Spelling, kind, state and number of fetches of each address that is known with or without its final slash."""
        spellings = {one: slash_variant(one) for one in canonicals}
        rows = self._db.execute(_KNOWN_PLACES, (json.dumps([*spellings, *spellings.values()]),))
        places = {place[0]: (place, reason) for *place, reason in rows}
        # An alias that failed does not count: some servers know one spelling only.
        others = {one: place for one, (place, reason) in places.items() if reason != "http_error"}
        found = {one: places[one][0] if one in places else others.get(variant) for one, variant in spellings.items()}
        return {one: (place[0], place[1], place[2], place[3]) for one, place in found.items() if place is not None}

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

    def _known(self, canonical: str) -> tuple[int, str, str, int | None, str] | None:
        row: tuple[int, str, str, int | None, str] | None
        row = self._db.execute(_KNOWN, (canonical, slash_variant(canonical))).fetchone()
        return row

    def namesake(self, lease: Lease, canonical: str, title_key: str) -> str | None:
        """The record's address of the page that an address belongs to, if that is another page of the same title."""
        row = self._db.execute(_PAGE_OF, (canonical, slash_variant(canonical))).fetchone()
        return row[2] if row is not None and row[0] != lease.id and title_key and row[1] == title_key else None

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
        """Whether a refetched page still has the text of its last record; not if that lost its exchange (a repair)."""
        query = "SELECT content_hash FROM address WHERE id = ? AND record NOT IN (SELECT url FROM repaired WHERE lost)"
        row = self._db.execute(query if self._has_repairs else query.partition(" AND ")[0], (lease.id,)).fetchone()
        return row is not None and row[0] == content_hash

    def take_repair(self, record: str) -> bool:
        """Whether a repair kept the edges of a record that is written now, so that they must not be written again."""
        if not self._has_repairs:
            return False
        row = self._db.execute("DELETE FROM repaired WHERE url = ? RETURNING has_edges", (record,)).fetchone()
        return row is not None and bool(row[0])
