"""The texts of records that the index of copies does not know: of an older ledger, or under another algorithm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.near_duplicates.fingerprint import fingerprint_of
from crawler.near_duplicates.index import NearDuplicates, has_index
from crawler.storage.committed import ARTICLES, CommittedFolder, DamagedLine
from crawler.urls import article_id

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


def index_records(db: sqlite3.Connection, path: Path) -> None:
    """Add the records of a folder to the index of copies, in their clusters, if there is none; uncommitted.

    Damaged lines are left out, for `scrapy ledger check` to report.
    """
    lengths = dict(db.execute("SELECT name, length FROM file").fetchall())
    if has_index(db) or not lengths.get(ARTICLES):
        return
    index = NearDuplicates(db)
    for line in CommittedFolder(path, db, lengths).lines(ARTICLES):
        try:
            record = line.value()
            url, text = str(record["url"]), str(record["text"])
        except (DamagedLine, KeyError, TypeError):
            continue
        index.restore(url, str(record.get("cluster") or article_id(url)), fingerprint_of(text))
