"""Given archives in the ledger: how far each was read, and where the last capture of an address stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.urls import slash_variant
from crawler.warc.captures import revisit_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from crawler.warc.captures import Capture

_TABLES = (
    "CREATE TABLE IF NOT EXISTS archive (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, position INTEGER NOT NULL)",
    """CREATE TABLE IF NOT EXISTS capture (
  id INTEGER PRIMARY KEY,
  archive INTEGER NOT NULL,
  offset INTEGER NOT NULL,
  length INTEGER NOT NULL,
  captured TEXT NOT NULL,
  url TEXT NOT NULL,
  page INTEGER NOT NULL,     -- a name of its canonical address
  original INTEGER,          -- of a revisit: the capture whose body it had
  state TEXT NOT NULL CHECK (state IN ('waiting', 'entered', 'unresolved'))
)""",
    "CREATE INDEX IF NOT EXISTS capture_page ON capture (page, captured, id)",
    "CREATE INDEX IF NOT EXISTS capture_state ON capture (state, id) WHERE state <> 'entered'",
    "CREATE TABLE IF NOT EXISTS capture_name (name INTEGER PRIMARY KEY, capture INTEGER NOT NULL) WITHOUT ROWID",
    """CREATE TABLE IF NOT EXISTS capture_reference (
  capture INTEGER NOT NULL, rank INTEGER NOT NULL, name INTEGER NOT NULL, PRIMARY KEY (capture, rank)
) WITHOUT ROWID""",
)
_INSERT = """
INSERT INTO capture (archive, offset, length, captured, url, page, state) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_LAST = """
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
class Captured:
    """Where the last capture of an address stands; `body_…` is elsewhere for a revisit."""

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
    """The part of the ledger that knows given archives; works in the ledger's own transaction.

    Its tables are made by `open`: the ledger of a crawl of the web has none.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def open(self) -> None:
        """Make the tables where they are not there yet."""
        for statement in _TABLES:
            self._db.execute(statement)

    def position(self, file: str) -> int:
        """How far an archive has been read: where its next record begins."""
        row = self._db.execute("SELECT position FROM archive WHERE name = ?", (file,)).fetchone()
        return int(row[0]) if row else 0

    def move(self, file: str, position: int) -> None:
        """Note how far an archive has been read."""
        query = "INSERT INTO archive (name, position) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET position = ?2"
        self._db.execute(query, (file, position))

    def add(self, file: str, capture: Capture, canonical: str) -> None:
        """Note a page's capture, or a revisit, of which only `resolve` can tell whether it is a page's."""
        (archive,) = self._db.execute("SELECT id FROM archive WHERE name = ?", (file,)).fetchone()
        state = "unresolved" if capture.is_revisit else "waiting"
        place = (archive, capture.offset, capture.length, capture.captured, capture.url, _page_of(canonical), state)
        own = self._db.execute(_INSERT, place).lastrowid
        names = [(one, own) for one in capture.keys]
        self._db.executemany("INSERT OR IGNORE INTO capture_name VALUES (?, ?)", names)
        references = [(own, rank, one) for rank, one in enumerate(capture.original_keys)]
        self._db.executemany("INSERT INTO capture_reference VALUES (?, ?, ?)", references)

    def resolve(self) -> int:
        """Find what the revisits refer to; gives the number of those that refer to nothing that is known."""
        # A revisit may refer to a revisit: each round resolves one link of such a chain.
        while self._db.execute(_RESOLVE).rowcount:
            pass
        return int(self._db.execute("SELECT count(*) FROM capture WHERE state = 'unresolved'").fetchone()[0])

    def waiting(self, after: int, number: int) -> list[tuple[int, str]]:
        """Captures that have not been entered, with their addresses, behind one of them."""
        query = "SELECT id, url FROM capture WHERE state = 'waiting' AND id > ? ORDER BY id LIMIT ?"
        return self._db.execute(query, (after, number)).fetchall()

    def enter(self, captures: Sequence[int]) -> None:
        """Note that the addresses of these captures stand in the ledger."""
        values = [(capture,) for capture in captures]
        self._db.executemany("UPDATE capture SET state = 'entered' WHERE id = ?", values)

    def last(self, canonical: str) -> Captured | None:
        """The last capture of an address, in either spelling of its final slash; of one moment, the one read last."""
        row = self._db.execute(_LAST, (_page_of(canonical),)).fetchone()
        return Captured(*row) if row else None


def _page_of(canonical: str) -> int:
    """What both spellings of an address, with and without the final slash, are called."""
    return revisit_key(min(canonical, slash_variant(canonical)))
