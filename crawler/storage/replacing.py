"""Data files that are replaced together with a commit: written beside the old ones, switched after it.

`take_down` writes NAME.new files, then commits the new lengths and the names together. What a kill leaves between
that commit and the renames is finished when the ledger is opened next, before anybody reads a length.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from pathlib import Path

UNFINISHED = "{}: a takedown was interrupted there; give it again, which finishes it"


def has_table(db: sqlite3.Connection, name: str) -> bool:
    """Whether a ledger has a table; those of takedowns are made by the first one."""
    return db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)).fetchone() is not None


def beside(path: Path) -> Path:
    """Where the successor of a data file is written."""
    return path.with_name(f"{path.name}.new")


def note(db: sqlite3.Connection, names: Iterable[str]) -> None:
    """Have files switched after the next commit; their successors must be on the disk by now."""
    db.execute("CREATE TABLE IF NOT EXISTS switch (name TEXT PRIMARY KEY) WITHOUT ROWID")
    db.executemany("INSERT OR REPLACE INTO switch (name) VALUES (?)", [(name,) for name in names])


def promised(db: sqlite3.Connection) -> list[str]:
    """The data files that the last commit has replaced, and whose successors nobody has put in their places yet."""
    if not has_table(db, "switch"):
        return []
    return [row[0] for row in db.execute("SELECT name FROM switch ORDER BY name")]


def finish(db: sqlite3.Connection, folder: Path) -> None:
    """Switch what a commit has promised; works inside the connection's transaction, which is to be committed next.

    Successors that no commit knows of are left by a run that was killed before it, and go.
    """
    names = promised(db)
    for name in names:
        if beside(folder / name).exists():
            beside(folder / name).replace(folder / name)
    for stale in [*folder.glob("*.jsonl.new"), *folder.glob("pages-*.warc.gz.new")]:
        stale.unlink()
    if names:
        sync_folder(folder)
        db.execute("DELETE FROM switch")


def sync_folder(folder: Path) -> None:
    """Bring the names of a folder's files to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
