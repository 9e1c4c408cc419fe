"""Atomic replacement of data files: successors are written beside the old files, and renamed after a commit.

`take_down` writes NAME.new files, then commits their lengths and names together. If it is killed between that commit
and the renames, the next opening of the ledger finishes them before any length is read.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from pathlib import Path

UNFINISHED = "{}: a takedown was interrupted there; run it again to finish it, or crawl into the folder"


def has_table(db: sqlite3.Connection, name: str) -> bool:
    """Whether a ledger has a table; those for takedowns are created by the first one."""
    return db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)).fetchone() is not None


def successor_of(path: Path) -> Path:
    """The path where the successor of a data file is written."""
    return path.with_name(f"{path.name}.new")


def write_successor(path: Path, content: Iterable[bytes], dry_run: bool = False) -> int:
    """Write and sync a file's new version, and return its length; a dry run only counts."""
    if dry_run:
        return sum(map(len, content))
    with successor_of(path).open("wb") as stream:
        for block in content:
            stream.write(block)
        stream.flush()
        os.fsync(stream.fileno())
        return stream.tell()


def schedule_replacement(db: sqlite3.Connection, names: Iterable[str]) -> None:
    """Schedule the replacement of files after the next commit; their successors must be on disk."""
    db.execute("CREATE TABLE IF NOT EXISTS switch (name TEXT PRIMARY KEY) WITHOUT ROWID")
    db.executemany("INSERT OR REPLACE INTO switch (name) VALUES (?)", [(name,) for name in names])


def pending_replacements(db: sqlite3.Connection) -> list[str]:
    """The data files replaced by the last commit whose successors have not been renamed yet."""
    if not has_table(db, "switch"):
        return []
    return [row[0] for row in db.execute("SELECT name FROM switch ORDER BY name")]


def finish_replacements(db: sqlite3.Connection, folder: Path) -> None:
    """Finish the replacements of the last commit, inside the connection's transaction, which must be committed next.

    Successors unknown to any commit are left over from a run killed before it, and are deleted.
    """
    names = pending_replacements(db)
    for name in names:
        if successor_of(folder / name).exists():
            successor_of(folder / name).replace(folder / name)
    for stale in [*folder.glob("*.jsonl.new"), *folder.glob("pages-*.warc.gz.new")]:
        stale.unlink()
    if names:
        sync_folder(folder)
        db.execute("DELETE FROM switch")


def sync_folder(folder: Path) -> None:
    """Flush the directory entries of a folder to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
