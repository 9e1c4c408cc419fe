"""The index of ingested archives: how far each was read, and the last capture of each address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.urls import slash_variant
from crawler.warc.captures import revisit_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from crawler.warc.captures import Capture

_CAPTURE_TABLES = (
    "CREATE TABLE IF NOT EXISTS archive (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, position INTEGER NOT NULL)",
    """CREATE TABLE IF NOT EXISTS capture (
  id INTEGER PRIMARY KEY,
  archive INTEGER NOT NULL,
  offset INTEGER NOT NULL,
  length INTEGER NOT NULL,
  captured TEXT NOT NULL,
  url TEXT NOT NULL,
  page INTEGER NOT NULL,     -- hash of its canonical address
  original INTEGER,          -- of a revisit: the capture that has its body
  state TEXT NOT NULL CHECK (state IN ('waiting', 'entered', 'unresolved'))
)""",
    "CREATE INDEX IF NOT EXISTS capture_page ON capture (page, captured, id)",
    "CREATE INDEX IF NOT EXISTS capture_state ON capture (state, id) WHERE state <> 'entered'",
    "CREATE TABLE IF NOT EXISTS capture_name (name INTEGER PRIMARY KEY, capture INTEGER NOT NULL) WITHOUT ROWID",
    """CREATE TABLE IF NOT EXISTS capture_reference (
  capture INTEGER NOT NULL, rank INTEGER NOT NULL, name INTEGER NOT NULL, PRIMARY KEY (capture, rank)
) WITHOUT ROWID""",
)
_INSERT_CAPTURE = """
INSERT INTO capture (archive, offset, length, captured, url, page, state) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_LAST_CAPTURE = """
SELECT archive.name, own.offset, own.length, own.captured, own.url, body_archive.name, body.offset, body.length
FROM capture AS own JOIN archive ON archive.id = own.archive
JOIN capture AS body ON body.id = coalesce(own.original, own.id)
JOIN archive AS body_archive ON body_archive.id = body.archive
WHERE own.page = ? AND own.state <> 'unresolved' ORDER BY own.captured DESC, own.id DESC LIMIT 1
"""
_RESOLVE = """
UPDATE capture SET state = 'waiting', original = (
  SELECT coalesce(found.original, found.id) FROM capture_reference AS reference
  JOIN capture_name ON capture_name.name = reference.name
  JOIN capture AS found ON found.id = capture_name.capture
  WHERE reference.capture = capture.id AND found.state <> 'unresolved' ORDER BY reference.rank LIMIT 1
)
WHERE state = 'unresolved' AND EXISTS (
  SELECT 1 FROM capture_reference AS reference JOIN capture_name ON capture_name.name = reference.name
  JOIN capture AS found ON found.id = capture_name.capture
  WHERE reference.capture = capture.id AND found.state <> 'unresolved'
)
"""


@dataclass(frozen=True, slots=True)
class CaptureLocation:
    """Where the last capture of an address is stored; `body_…` is in another record for a revisit."""

    file: str
    """The archive's path from the output folder."""
    offset: int
    length: int
    captured: str
    url: str
    body_file: str
    body_offset: int
    body_length: int


class Captures:
    """The captures of ingested archives; works in the ledger's transaction.

    `open` creates its tables, so the ledger of a web crawl has none.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def open(self) -> None:
        """Create the tables if they do not exist."""
        for statement in _CAPTURE_TABLES:
            self._db.execute(statement)

    def position(self, file: str) -> int:
        """The offset up to which an archive has been read, where its next record begins; 0 for an unknown one."""
        row = self._db.execute("SELECT position FROM archive WHERE name = ?", (file,)).fetchone()
        return int(row[0]) if row else 0

    def move(self, file: str, position: int) -> None:
        """Store the offset up to which an archive has been read."""
        query = "INSERT INTO archive (name, position) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET position = ?2"
        self._db.execute(query, (file, position))

    def add(self, file: str, capture: Capture, canonical: str) -> None:
        """Store the capture of a page, or a revisit, which `resolve` must match to its page first."""
        (archive,) = self._db.execute("SELECT id FROM archive WHERE name = ?", (file,)).fetchone()
        state = "unresolved" if capture.is_revisit else "waiting"
        place = (archive, capture.offset, capture.length, capture.captured, capture.url, _page_of(canonical), state)
        own = self._db.execute(_INSERT_CAPTURE, place).lastrowid
        names = [(one, own) for one in capture.keys]
        self._db.executemany("INSERT OR IGNORE INTO capture_name VALUES (?, ?)", names)
        references = [(own, rank, one) for rank, one in enumerate(capture.original_keys)]
        self._db.executemany("INSERT INTO capture_reference VALUES (?, ?, ?)", references)

    def resolve(self) -> int:
        """Match revisits to the captures they refer to; returns the number that remain unresolved."""
        # A revisit may refer to a revisit: each pass resolves one link of such a chain.
        while self._db.execute(_RESOLVE).rowcount:
            pass
        return int(self._db.execute("SELECT count(*) FROM capture WHERE state = 'unresolved'").fetchone()[0])

    def waiting(self, after: int, number: int) -> list[tuple[int, str]]:
        """The ids and addresses of up to `number` captures after one id that are not yet in the queue."""
        query = "SELECT id, url FROM capture WHERE state = 'waiting' AND id > ? ORDER BY id LIMIT ?"
        return self._db.execute(query, (after, number)).fetchall()

    def enter(self, captures: Sequence[int]) -> None:
        """Mark captures whose addresses have been added to the queue."""
        values = [(capture,) for capture in captures]
        self._db.executemany("UPDATE capture SET state = 'entered' WHERE id = ?", values)

    def last(self, canonical: str) -> CaptureLocation | None:
        """The last capture of an address, with or without its final slash; of simultaneous ones, the one read last."""
        row = self._db.execute(_LAST_CAPTURE, (_page_of(canonical),)).fetchone()
        return CaptureLocation(*row) if row else None


def _page_of(canonical: str) -> int:
    """One key for both spellings of an address, with and without the final slash."""
    return revisit_key(min(canonical, slash_variant(canonical)))
