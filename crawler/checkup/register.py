"""The records and pointers seen by a check, kept on disk because a corpus may not fit into memory."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class Register:
    """A temporary database of records and pointers."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("CREATE TABLE record (id TEXT, revision INTEGER, PRIMARY KEY (id, revision)) WITHOUT ROWID")
        # Many rejections may point to one exchange, so the line belongs to the key.
        self._db.execute(
            "CREATE TABLE pointer (file TEXT, offset INTEGER, line TEXT, length INTEGER, url TEXT,"
            " PRIMARY KEY (file, offset, line)) WITHOUT ROWID"
        )
        self._db.execute("BEGIN")

    def is_new(self, record: dict[str, Any]) -> bool:
        """Add a record; returns whether it was not there yet."""
        query = "INSERT OR IGNORE INTO record VALUES (?, ?)"
        return bool(self._db.execute(query, (record["id"], record["revision"])).rowcount)

    def records(self) -> int:
        """The number of distinct records and revisions."""
        return int(self._db.execute("SELECT count(*) FROM record").fetchone()[0])

    def add_pointer(self, line: str, url: str, warc: dict[str, Any]) -> None:
        """Add the pointer of a line to its archived page."""
        values = (warc["file"], warc["offset"], line, warc["length"], url)
        self._db.execute("INSERT OR IGNORE INTO pointer VALUES (?, ?, ?, ?, ?)", values)

    def files(self) -> list[str]:
        """The archives that pointers refer to."""
        return [row[0] for row in self._db.execute("SELECT DISTINCT file FROM pointer ORDER BY file")]

    def take_pointers(self, file: str, offset: int) -> list[tuple[str, int, str]]:
        """Remove and return the pointers to a record: line, stated length and address."""
        query = "DELETE FROM pointer WHERE file = ? AND offset = ? RETURNING line, length, url"
        return self._db.execute(query, (file, offset)).fetchall()

    def unresolved(self, file: str) -> Iterator[tuple[str, int]]:
        """The line and offset of each pointer into an archive that was not taken."""
        query = "SELECT line, offset FROM pointer WHERE file = ? ORDER BY offset, line"
        yield from self._db.execute(query, (file,))

    def close(self) -> None:
        """Delete the database."""
        self._db.close()
