"""The records and pointers that a check has met, kept on the disk: a corpus may not fit into memory."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class Register:
    """The owner of a temporary database."""

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
        """Whether a record has not been seen yet; it has from now on."""
        query = "INSERT OR IGNORE INTO record VALUES (?, ?)"
        return bool(self._db.execute(query, (record["id"], record["revision"])).rowcount)

    def records(self) -> int:
        """The number of different records and revisions."""
        return int(self._db.execute("SELECT count(*) FROM record").fetchone()[0])

    def point(self, line: str, url: str, warc: dict[str, Any]) -> None:
        """Note where the page of a line stands."""
        values = (warc["file"], warc["offset"], line, warc["length"], url)
        self._db.execute("INSERT OR IGNORE INTO pointer VALUES (?, ?, ?, ?, ?)", values)

    def files(self) -> list[str]:
        """The archives that anything points to."""
        return [row[0] for row in self._db.execute("SELECT DISTINCT file FROM pointer ORDER BY file")]

    def take(self, file: str, offset: int) -> list[tuple[str, int, str]]:
        """The lines that point to a record, with the length and address that they give for it; they are done with."""
        query = "DELETE FROM pointer WHERE file = ? AND offset = ? RETURNING line, length, url"
        return self._db.execute(query, (file, offset)).fetchall()

    def left(self, file: str) -> Iterator[tuple[str, int]]:
        """The lines whose pointers into an archive were not taken, and the offsets."""
        query = "SELECT line, offset FROM pointer WHERE file = ? ORDER BY offset, line"
        yield from self._db.execute(query, (file,))

    def close(self) -> None:
        """Remove it."""
        self._db.close()
