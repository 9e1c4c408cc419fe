"""The index of texts by which a copy finds its original, in the tables of a SQLite database."""

from __future__ import annotations

import struct
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from crawler.near_duplicates.fingerprint import ALGORITHM, Fingerprint, bands_of, resemblance
from crawler.urls import article_id

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

_INDEX_TABLES = """
CREATE TABLE near_text (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,   -- the record's
  cluster TEXT NOT NULL,
  words INTEGER NOT NULL,
  signature BLOB NOT NULL,
  paragraphs BLOB NOT NULL
);
CREATE TABLE near_key (
  key INTEGER NOT NULL, text INTEGER NOT NULL, PRIMARY KEY (key, text)
) WITHOUT ROWID;
CREATE INDEX near_cluster ON near_text (cluster);
CREATE TABLE near_algorithm (name TEXT PRIMARY KEY) WITHOUT ROWID
"""
_URL_LISTS = ("near_text", "near_key", "near_algorithm")
_INSERT = "INSERT INTO near_text (url, cluster, words, signature, paragraphs) VALUES (?, ?, ?, ?, ?)"
_REMOVE = "DELETE FROM near_text WHERE url = ? RETURNING id, cluster, signature, paragraphs"
_LEAST_RESEMBLANCE = 0.6
"""Estimated share of common runs of three words from which two texts are copies; see `fingerprint.py`."""
_LEAST_SHARE = 0.6
"""Share of the words of both texts in common paragraphs from which they are copies: wire copy with own additions."""
_MOST_CANDIDATES = 50
"""Texts looked at: the first with a key, and those that share the most keys. A formula has many texts, and a copy of
one of them resembles the first as much as the last."""
_WITH_KEY = f"SELECT text FROM near_key WHERE key = ? ORDER BY text LIMIT {_MOST_CANDIDATES}"
_OPEN = 1 << 62
"""Added to the page of a record that is not written yet: it comes after all that are."""


class _Known(NamedTuple):
    """A text that a new one may be a copy of."""

    number: int
    cluster: str
    words: int
    signature: bytes


class _OpenText(NamedTuple):
    """A text whose record is not written yet."""

    url: str
    cluster: str
    text: Fingerprint


class NearDuplicates:
    """The texts of the records and their clusters; works in the transaction of its database.

    A record joins when it is decided, and is held in memory until it is written (`settle`) or refused (`withdraw`):
    records see each other from their decision on, and a killed crawl leaves none that was not written. Tables are
    made with the first text; those of another algorithm are emptied first, as its fingerprints cannot be compared.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._open: dict[int, _OpenText] = {}
        self._has_tables = has_index(db)

    def join(self, page: int, url: str, text: Fingerprint) -> str:
        """Add the text of a record, until `settle` or `withdraw` in memory alone, and return its cluster.

        That is the id of the first record of its cluster, its own if it is no copy: a text joins the cluster of its
        best match among those before it. The new text of a known record stays in its cluster. `page` is the number of
        its page in the ledger, `url` the record's address.
        """
        self._open.pop(page, None)
        cluster = self.cluster_at(url) or self.cluster_of(text) or article_id(url)
        self._open[page] = _OpenText(url, cluster, text)
        return cluster

    def settle(self, page: int) -> None:
        """Note that the record of a page is written."""
        if joined := self._open.pop(page, None):
            self.restore(*joined)

    def withdraw(self, page: int) -> None:
        """Forget the record of a page that is refused after all; others of its cluster keep its name."""
        self._open.pop(page, None)

    def add(self, url: str, text: Fingerprint) -> str:
        """Add the text of a written record; returns its cluster as `join` does."""
        cluster = self.join(-1, url, text)
        self.settle(-1)
        return cluster

    def restore(self, url: str, cluster: str, text: Fingerprint) -> None:
        """Add or replace the text of a record whose cluster is known."""
        self._make_tables()
        self._remove(url)
        paragraphs = struct.pack(f"<{len(text.paragraphs)}q", *text.paragraphs)
        number = self._db.execute(_INSERT, (url, cluster, text.words, text.signature, paragraphs)).lastrowid
        keys = sorted({*bands_of(text.signature), *text.paragraphs})
        self._db.executemany("INSERT OR IGNORE INTO near_key VALUES (?, ?)", [(key, number) for key in keys])

    def forget(self, urls: Iterable[str]) -> int:
        """Remove records with all that is known of their texts; returns how many there were."""
        return sum(self._remove(url) is not None for url in urls) if self._has_tables else 0

    def urls(self, clusters: Iterable[str] | None = None) -> list[str]:
        """The addresses of the records of some clusters, of all without any."""
        if not self._has_tables:
            return []
        if clusters is None:
            return [url for (url,) in self._db.execute("SELECT url FROM near_text ORDER BY id")]
        query = "SELECT url FROM near_text WHERE cluster = ? ORDER BY id"
        return [url for cluster in clusters for (url,) in self._db.execute(query, (cluster,))]

    def cluster_at(self, url: str) -> str | None:
        """The cluster of a record; None if it is not known."""
        row = self._has_tables and self._db.execute("SELECT cluster FROM near_text WHERE url = ?", (url,)).fetchone()
        return str(row[0]) if row else None

    def first_of(self, cluster: str, other_than: str) -> str | None:
        """The address of the first record of a cluster but one; None without any."""
        held = [one.url for one in self._open.values() if one.cluster == cluster]
        return next((url for url in (*self.urls([cluster]), *held) if url != other_than), None)

    def cluster_of(self, text: Fingerprint) -> str | None:
        """The cluster of the text that a text most resembles, if it is a copy; of several, the first added."""
        best: tuple[float, int] | None = None
        cluster: str | None = None
        for known, common in self._candidates(text):
            alike = resemblance(text.signature, known.signature)
            share = common / max(known.words, text.words)
            if (alike >= _LEAST_RESEMBLANCE or share >= _LEAST_SHARE) and (
                best is None or (alike, -known.number) > best
            ):
                best, cluster = (alike, -known.number), known.cluster
        return cluster

    def _candidates(self, text: Fingerprint) -> Iterator[tuple[_Known, int]]:
        """Texts that may be a text's originals, with the number of words in paragraphs that they share."""
        shared = Counter[int]()
        for key, words in text.paragraphs.items() if self._has_tables else ():
            for number in self._texts_with(key):
                shared[number] += words
        keys = bands_of(text.signature) if self._has_tables else ()
        bands = Counter(number for key in keys for number in self._texts_with(key))
        near = {number for number, _ in bands.most_common(_MOST_CANDIDATES)}
        near |= {number for number, words in shared.items() if words >= _LEAST_SHARE * text.words}
        for number in sorted(near):
            query = "SELECT id, cluster, words, signature FROM near_text WHERE id = ?"
            yield _Known(*self._db.execute(query, (number,)).fetchone()), shared[number]
        for page, (_, cluster, other) in self._open.items():
            common = sum(words for key, words in text.paragraphs.items() if key in other.paragraphs)
            yield _Known(_OPEN + page, cluster, other.words, other.signature), common

    def _texts_with(self, key: int) -> list[int]:
        return [number for (number,) in self._db.execute(_WITH_KEY, (key,))]

    def _remove(self, url: str) -> str | None:
        """Remove a record's rows and return its cluster; None if it is not known."""
        row = self._db.execute(_REMOVE, (url,)).fetchone()
        if row is None:
            return None
        number, cluster, signature, paragraphs = row
        keys = [*bands_of(signature), *struct.unpack(f"<{len(paragraphs) // 8}q", paragraphs)]
        self._db.executemany("DELETE FROM near_key WHERE key = ? AND text = ?", [(key, number) for key in keys])
        return str(cluster)

    def _make_tables(self) -> None:
        if self._has_tables:
            return
        for name in _URL_LISTS:
            self._db.execute(f"DROP TABLE IF EXISTS {name}")
        for statement in _INDEX_TABLES.split(";\n"):
            self._db.execute(statement)
        self._db.execute("INSERT INTO near_algorithm VALUES (?)", (ALGORITHM,))
        self._has_tables = True


def has_index(db: sqlite3.Connection) -> bool:
    """Whether a database has an index of today's algorithm."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'near_algorithm'").fetchone():
        return False
    return db.execute("SELECT 1 FROM near_algorithm WHERE name = ?", (ALGORITHM,)).fetchone() is not None
