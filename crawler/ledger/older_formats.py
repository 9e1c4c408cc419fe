"""Ledgers of earlier formats are brought up to date in place, without leaving what the new format no longer keeps."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from crawler.ledger.takedowns import remember, takedown_key
from crawler.ledger.term_counts import TermCounts, stems_of
from crawler.storage.replacing import has_table

if TYPE_CHECKING:
    import sqlite3

_NEW_FORMAT = "3"
_NEW_TOPIC = "CREATE TABLE topic (start TEXT PRIMARY KEY, stems TEXT NOT NULL) WITHOUT ROWID"
_OLD_LEAD_WORDS = 20


def bring_up_to_date(db: sqlite3.Connection) -> None:
    """Convert a ledger of format 2, commit that, and begin a transaction; does nothing for one of today's.

    Format 2 kept titles and texts of topics, and the addresses of takedowns in clear.
    """
    if db.execute("SELECT value FROM about WHERE name = 'format'").fetchone() == (_NEW_FORMAT,):
        return
    db.execute("PRAGMA secure_delete = ON")
    topics = db.execute("SELECT start, title, text FROM topic ORDER BY start").fetchall()
    db.execute("DROP TABLE topic")
    db.execute(_NEW_TOPIC)
    for start, title, text in topics:
        headline, body = stems_of(title), stems_of(text)
        TermCounts(db).begin_topic(start, headline or body[:_OLD_LEAD_WORDS], Counter((*headline, *body)))
    if has_table(db, "takedown"):
        _convert_takedowns(db)
    db.execute("UPDATE about SET value = ? WHERE name = 'format'", (_NEW_FORMAT,))
    db.execute("COMMIT")
    compact(db)


def _convert_takedowns(db: sqlite3.Connection) -> None:
    """What was taken down at the same second counts as one takedown."""
    rows = db.execute("SELECT what, at FROM takedown ORDER BY at, what").fetchall()
    requests = {at: number for number, at in enumerate(sorted({at for _, at in rows}), 1)}
    for what, at in rows:
        name = takedown_key(f"https:{what}") if what.startswith("//") else what
        remember(db, [name], requests[at], at)
    db.execute("DROP TABLE takedown")


def compact(db: sqlite3.Connection) -> None:
    """Rewrite the file without free pages and empty its write-ahead log, outside a transaction; then begin one."""
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.execute("BEGIN IMMEDIATE")
