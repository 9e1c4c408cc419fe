"""The ledger's addresses after a repair: pages whose line or exchange is gone, or is not known, are pending."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.ledger.lease import Tier
from crawler.ledger.statements import INSERT_ADDRESS
from crawler.urls import slash_variant
from crawler.urls.address_shape import address_shape

if TYPE_CHECKING:
    import sqlite3

    from crawler.checkup.repaired_lines import FoundLines

# Records to be written again: whether their edges are kept, and whether only their exchange is lost.
_REPAIRED_TABLE = """
CREATE TABLE IF NOT EXISTS repaired (
  url TEXT PRIMARY KEY, has_edges INTEGER NOT NULL, lost INTEGER NOT NULL
) WITHOUT ROWID
"""
_MARK = "INSERT OR REPLACE INTO repaired VALUES (?1, EXISTS (SELECT 1 FROM found_edge WHERE url = ?1), ?2)"
_MARK_EDGES = """
INSERT OR REPLACE INTO repaired SELECT url, 1, 0 FROM found_edge WHERE url NOT IN (SELECT url FROM found_record)
"""
_ANEW = "state = 'pending', reason = NULL, etag = NULL, modified = NULL, new_hash = NULL"
_GONE = """
SELECT id FROM address WHERE content_hash IS NOT NULL AND record NOT IN (SELECT url FROM found_record)
"""
_FORGET_RECORD = f"""
UPDATE address SET {_ANEW}, content_hash = NULL, record = NULL, title_key = NULL, revision = 0, fetched_at = NULL
WHERE id = ?
"""
_KNOWN_RECORDS = """
SELECT address.id, found.url, found.revision, found.content_hash, found.title_key, found.fetched_at, found.lost,
  address.revision
FROM found_record AS found JOIN address ON address.record = found.url AND address.content_hash IS NOT NULL
WHERE found.lost OR found.revision <> address.revision
"""
_UNKNOWN_RECORDS = """
SELECT url, revision, content_hash, title_key, fetched_at, lost, outlet, seed, depth FROM found_record
WHERE url NOT IN (SELECT record FROM address WHERE content_hash IS NOT NULL AND record IS NOT NULL)
"""
_SET_RECORD = f"""
UPDATE address SET {_ANEW}, record = ?2, revision = ?3, content_hash = ?4, title_key = ?5, fetched_at = ?6,
  holder = NULL, kind = CASE WHEN kind IN ('twin', 'named') THEN 'page' ELSE kind END
WHERE id = ?1
"""
_UNKNOWN_REJECTIONS = "SELECT url, reason, outlet, seed, depth FROM found_rejection WHERE is_new"
_ROW = "SELECT id, state FROM address WHERE canonical IN (?1, ?2) ORDER BY canonical <> ?1 LIMIT 1"
_REFUSED_WITHOUT_LINE = f"""
UPDATE address SET {_ANEW} WHERE state = 'refused' AND holder IS NULL AND id NOT IN (
  SELECT coalesce(address.holder, address.id) FROM found_rejection JOIN address ON canonical = found_rejection.url
)
"""


def mend_rows(db: sqlite3.Connection, found: FoundLines) -> list[str]:
    """Make the addresses agree with the lines that were found; returns what will be fetched again, a line each."""
    db.execute(_REPAIRED_TABLE)
    db.execute(_MARK_EDGES)
    found.forget_lost_texts()
    counts = {
        "records are gone; their pages will be fetched again": _forget_lost_records(db),
        "records lost a later revision or their exchange; their pages will be fetched again": _mend_known_records(db),
        "records that the ledger does not know are kept; their pages will be fetched again for their links": (
            _adopt_records(db)
        ),
        "refused pages that the ledger does not know will be fetched again": _adopt_rejections(db),
        "refused pages whose line is gone will be fetched again": (
            db.execute(_REFUSED_WITHOUT_LINE).rowcount if found.has_lost_rejections else 0
        ),
    }
    return [f"{number} {what}" for what, number in counts.items() if number]


def _forget_lost_records(db: sqlite3.Connection) -> int:
    gone = db.execute(_GONE).fetchall()
    db.executemany(_FORGET_RECORD, gone)
    return len(gone)


def _mend_known_records(db: sqlite3.Connection) -> int:
    rows = db.execute(_KNOWN_RECORDS).fetchall()
    for page, url, revision, content_hash, title_key, fetched_at, lost, known in rows:
        db.execute(_SET_RECORD, (page, url, revision, content_hash, title_key, fetched_at))
        if lost or revision < known:
            db.execute(_MARK, (url, lost))
    return len(rows)


def _adopt_records(db: sqlite3.Connection) -> int:
    rows = db.execute(_UNKNOWN_RECORDS).fetchall()
    for url, revision, content_hash, title_key, fetched_at, lost, *place in rows:
        page, _ = _row_of(db, url, place)
        db.execute(_SET_RECORD, (page, url, revision, content_hash, title_key, fetched_at))
        if lost:
            db.execute(_MARK, (url, lost))
    return len(rows)


def _adopt_rejections(db: sqlite3.Connection) -> int:
    """Enter the reasons of unknown rejections: a page that is refused again for the same reason gets no second line."""
    number = 0
    for url, reason, *place in db.execute(_UNKNOWN_REJECTIONS).fetchall():
        page, state = _row_of(db, url, place)
        if state == "pending":
            number += db.execute("UPDATE address SET reason = ? WHERE id = ?", (reason, page)).rowcount
    return number


def _row_of(db: sqlite3.Connection, url: str, place: list[Any]) -> tuple[int, str]:
    """The id and state of an address, which is entered as pending if it is not known; place: outlet, seed, depth."""
    row = db.execute(_ROW, (url, slash_variant(url))).fetchone()
    if row is None:
        outlet, seed, depth = place
        values = (url, url, outlet, "page", seed, depth, Tier.ARTICLE, 0, address_shape(url), False, "pending")
        row = (db.execute(INSERT_ADDRESS, values).lastrowid, "pending")
    return int(row[0]), str(row[1])
