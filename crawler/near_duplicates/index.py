"""The index of texts by which a copy finds its original, in the tables of a SQLite database."""

from __future__ import annotations

import struct
from collections import Counter
from typing import TYPE_CHECKING

from crawler.near_duplicates.fingerprint import Fingerprint, bands_of, resemblance

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_TABLES = """
CREATE TABLE IF NOT EXISTS near_text (
  id INTEGER PRIMARY KEY,
  record TEXT NOT NULL UNIQUE,
  cluster TEXT NOT NULL,
  words INTEGER NOT NULL,
  signature BLOB NOT NULL,
  paragraphs BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS near_key (
  key INTEGER NOT NULL, text INTEGER NOT NULL, PRIMARY KEY (key, text)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS near_cluster ON near_text (cluster)
"""
_INSERT = "INSERT INTO near_text (record, cluster, words, signature, paragraphs) VALUES (?, ?, ?, ?, ?)"
_REMOVE = "DELETE FROM near_text WHERE record = ? RETURNING id, cluster, signature, paragraphs"
_LEAST_RESEMBLANCE = 0.6
"""Estimated share of common runs of three words from which two texts are copies; see `fingerprint.py`."""
_LEAST_SHARE = 0.6
"""Share of the words of both texts in common paragraphs from which they are copies: wire copy with own additions."""
_MOST_CANDIDATES = 50
"""Texts looked at for one key: what more share is a formula of its outlet."""
_WITH_KEY = f"SELECT text FROM near_key WHERE key = ? LIMIT {_MOST_CANDIDATES + 1}"


class NearDuplicates:
    """The texts recorded so far and their clusters; works in the transaction of its database."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        for statement in _TABLES.split(";\n"):
            db.execute(statement)

    def add(self, record: str, text: Fingerprint) -> str:
        """Add a record's text and return the id of the first record of its cluster, its own if it is no copy.

        Copies are found among the records added before; a text joins the cluster of its best match. The new text of a
        known record replaces the old one and stays in its cluster.
        """
        known = self._remove(record)
        cluster = known or self.cluster_of(text) or record
        paragraphs = struct.pack(f"<{len(text.paragraphs)}q", *text.paragraphs)
        row = (record, cluster, text.words, text.signature, paragraphs)
        number = self._db.execute(_INSERT, row).lastrowid
        keys = sorted({*bands_of(text.signature), *text.paragraphs})
        self._db.executemany("INSERT OR IGNORE INTO near_key VALUES (?, ?)", [(key, number) for key in keys])
        return cluster

    def forget(self, record: str) -> None:
        """Remove a record's text; the others of its cluster keep its name."""
        self._remove(record)

    def _remove(self, record: str) -> str | None:
        """Remove a record's rows and return its cluster; None if it is not known."""
        row = self._db.execute(_REMOVE, (record,)).fetchone()
        if row is None:
            return None
        number, cluster, signature, paragraphs = row
        keys = [*bands_of(signature), *struct.unpack(f"<{len(paragraphs) // 8}q", paragraphs)]
        self._db.executemany("DELETE FROM near_key WHERE key = ? AND text = ?", [(key, number) for key in keys])
        return str(cluster)

    def cluster_of(self, text: Fingerprint) -> str | None:
        """The cluster of the text that a text most resembles, if it is a copy; of several, the first added."""
        best: tuple[float, int] | None = None
        cluster: str | None = None
        shared = self._shared_paragraphs(text)
        for number, first, words, signature in self._candidates(text, shared):
            common = shared[number]
            alike = resemblance(text.signature, signature)
            share = common / max(words, text.words)
            if (alike >= _LEAST_RESEMBLANCE or share >= _LEAST_SHARE) and (best is None or (alike, -number) > best):
                best, cluster = (alike, -number), first
        return cluster

    def _shared_paragraphs(self, text: Fingerprint) -> Counter[int]:
        """Words in paragraphs that each indexed text shares with a text."""
        shared: Counter[int] = Counter()
        for key, words in text.paragraphs.items():
            for number in self._texts_with(key):
                shared[number] += words
        return shared

    def _candidates(self, text: Fingerprint, shared: Counter[int]) -> Iterator[tuple[int, str, int, bytes]]:
        near = {number for key in bands_of(text.signature) for number in self._texts_with(key)}
        near |= {number for number, words in shared.items() if words >= _LEAST_SHARE * text.words}
        for number in sorted(near):
            row: tuple[int, str, int, bytes] = self._db.execute(
                "SELECT id, cluster, words, signature FROM near_text WHERE id = ?", (number,)
            ).fetchone()
            yield row

    def _texts_with(self, key: int) -> list[int]:
        """The texts with a key, none if too many have it."""
        rows = self._db.execute(_WITH_KEY, (key,)).fetchall()
        return [number for (number,) in rows] if len(rows) <= _MOST_CANDIDATES else []
