"""An output folder as its ledger has committed it. Nothing is locked or written."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from crawler.errors import OutputError
from crawler.ledger.switch import UNFINISHED, promised
from crawler.ledger.twins import other_spelling

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A refusal's address is the one that answered; the page may be known by the other spelling of it.
_PAGE = """
SELECT coalesce(holder, id) FROM address WHERE canonical IN (?1, ?2) ORDER BY canonical <> ?1 LIMIT 1
"""


@dataclass(frozen=True)
class Folder:
    """What the ledger says of the files beside it."""

    path: Path
    db: sqlite3.Connection
    lengths: dict[str, int] = field(default_factory=dict)
    """How many bytes of each file count."""
    records: int = 0
    """How many records were written, revisions too, as of the same commit."""

    def page(self, canonical: str) -> int | None:
        """The page that bears an address, in either spelling of its final slash; None for an unknown address."""
        row = self.db.execute(_PAGE, (canonical, other_spelling(canonical))).fetchone()
        return int(row[0]) if row else None

    def lines(self, name: str) -> Iterator[tuple[int, bytes]]:
        """The lines of a file as far as they count, with their numbers; the last one may be torn."""
        left = self.lengths.get(name, 0)
        with (self.path / name).open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if left <= 0:
                    return
                yield number, line[:left]
                left -= len(line)


def open_folder(path: Path) -> Folder:
    """The folder; its connection is the caller's to close.

    Raises OutputError where there is no ledger to be read, and for a folder whose takedown was interrupted.
    """
    ledger = path / "ledger.sqlite"
    if not ledger.is_file():
        raise OutputError(f"{path}: no crawl there (no ledger.sqlite)")
    address = f"file:{quote(str(ledger.absolute()))}?mode=ro"
    # A folder that cannot be written to has no room for what reading beside a writer needs.
    for uri in (address, f"{address}&immutable=1"):
        db = sqlite3.connect(uri, uri=True, isolation_level=None)
        try:
            return _read(path, db)
        except OutputError:
            db.close()
            raise
        except sqlite3.Error as error:
            db.close()
            problem = error
    raise OutputError(f"{ledger}: cannot be read: {problem}")


def _read(path: Path, db: sqlite3.Connection) -> Folder:
    db.execute("BEGIN")
    if promised(db):
        raise OutputError(UNFINISHED.format(path))
    lengths = dict(db.execute("SELECT name, length FROM file ORDER BY name").fetchall())
    (records,) = db.execute("SELECT coalesce(sum(revision), 0) FROM address").fetchone()
    db.execute("COMMIT")
    return Folder(path, db, lengths, records)
