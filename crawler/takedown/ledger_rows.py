"""Remove what a takedown covers from the ledger: addresses, topics, captures, titles, hashes of texts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from crawler.near_duplicates.index import NearDuplicates
from crawler.storage.replacing import has_table
from crawler.takedown.target import rows_of

if TYPE_CHECKING:
    import sqlite3

    from crawler.takedown.articles import Covered

_ROW_TABLES = (("capture", "id"), ("capture_name", "capture"), ("capture_reference", "capture"))


def remove_rows(db: sqlite3.Connection, covered: Covered) -> dict[str, int]:
    """Delete the rows that a takedown covers, uncommitted; returns their number by name (`addresses`, `topics`)."""
    counts = Counter[str]()
    rows = {*rows_of(covered.target, db), *_spellings(db, covered)}
    db.executemany("DELETE FROM address WHERE id = ?", [(row,) for row in sorted(rows)])
    counts["addresses"] += len(rows)
    starts = [start for (start,) in db.execute("SELECT start FROM topic") if covered.target.covers(start)]
    db.executemany("DELETE FROM topic WHERE start = ?", [(start,) for start in starts])
    counts["topics"] += len(starts)
    index = NearDuplicates(db)
    index.forget([url for url in index.urls() if covered.target.covers(url)])
    titles = db.execute("SELECT id, title_key FROM address WHERE title_key <> ''").fetchall()
    quoting = [(row,) for row, title in titles if covered.texts.quoted_in(title)]
    db.executemany("UPDATE address SET title_key = NULL WHERE id = ?", quoting)
    if has_table(db, "capture"):
        gone = [(row,) for row, url in db.execute("SELECT id, url FROM capture") if covered.target.covers(url)]
        for table, column in _ROW_TABLES:
            db.executemany(f"DELETE FROM {table} WHERE {column} = ?", gone)
        counts["captures"] += len(gone)
    return dict(counts)


def _spellings(db: sqlite3.Connection, covered: Covered) -> list[int]:
    """The addresses without a record that spell out a covered title."""
    query = "SELECT id, canonical FROM address WHERE content_hash IS NULL"
    return [row for row, url in db.execute(query) if covered.texts.spelled_in(url)]
