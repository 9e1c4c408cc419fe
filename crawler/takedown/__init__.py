"""Take an address or a domain down: remove it from the corpus atomically, and keep it out.

New files are written beside the old ones; one commit of the ledger makes them count; then they are renamed. If this
is killed in between, opening the folder next time finishes it (`storage/replacing.py`).
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.errors import OutputError
from crawler.leases.writer import unwritable
from crawler.ledger.takedowns import remember, taken_down_since
from crawler.storage.committed import FILES, CommittedFolder
from crawler.storage.database import lock, open_database
from crawler.storage.replacing import finish_replacements, schedule_replacement, sync_folder
from crawler.takedown.exchanges import copy_kept, kept_records
from crawler.takedown.files import removing_successors, unreadable, write_successor
from crawler.takedown.lines import Moved, rewrite_lines
from crawler.takedown.target import Target, rows_of, target_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crawler.outlets import Outlet


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed."""

    counts: dict[str, int] = field(default_factory=dict)
    """By name (`records`, `rejections`, `edges`, `links`, `exchanges`, `addresses`), without zeros."""
    since: str | None = None
    """When this was first taken down; None if never before."""


def take_down(folder: Path, what: str, outlets: Mapping[str, Outlet], *, dry_run: bool = False) -> Removed:
    """Remove an address (with its scheme) or a domain from an output folder, and remember it.

    With `dry_run` nothing is written. Raises OutputError and leaves the folder as it was if that holds no crawl, is in
    use, damaged or not writable; DataFileError for a target that is neither an address nor a domain.
    """
    path = folder / "ledger.sqlite"
    if not path.is_file():
        raise OutputError(f"{folder}: no crawl there (no ledger.sqlite)")
    try:
        with closing(lock(path.with_suffix(".lock"))), closing(open_database(path, None)) as db:
            return _take_down(CommittedFolder.of(folder, db), target_of(what, outlets, db), dry_run)
    except (OSError, sqlite3.Error) as error:
        raise unwritable(folder, error) from error


def _take_down(folder: CommittedFolder, target: Target, dry_run: bool) -> Removed:
    for name, size, length in folder.too_short():
        short = f"{size} bytes, but the ledger has committed {length}"
        missing = f"is missing, but the ledger has committed {length} bytes of it"
        raise unreadable(folder.path / name, missing if size is None else short)
    db, counts = folder.db, Counter[str]()
    with removing_successors(folder.path, folder.lengths):
        lengths = _write_successors(folder, target, counts, dry_run)
        rows = rows_of(target, db)
        counts["addresses"] += len(rows)
        since = taken_down_since(db, target.keys | target.hosts)
        if not dry_run:
            _enter_into_ledger(db, folder.path, target, rows, lengths)
    if not dry_run:
        db.execute("COMMIT")
        db.execute("BEGIN IMMEDIATE")
        finish_replacements(db, folder.path)
        db.execute("COMMIT")
    return Removed({name: number for name, number in counts.items() if number}, since)


def _write_successors(folder: CommittedFolder, target: Target, counts: Counter[str], dry_run: bool) -> dict[str, int]:
    """Write the new versions of the files that change, and return their lengths in bytes."""
    lengths: dict[str, int] = {}
    moved: Moved = {}
    for name in folder.archives:
        path, kept = folder.path / name, kept_records(folder, name, target) if folder.lengths[name] else None
        if kept is not None:
            counts["exchanges"] += kept.answers
            moved[name] = kept.moved
            lengths[name] = write_successor(path, copy_kept(path, kept), dry_run)
    for name in [name for name in FILES if folder.lengths.get(name)]:
        lengths[name] = write_successor(folder.path / name, rewrite_lines(folder, name, target, moved, counts), dry_run)
    return lengths


def _enter_into_ledger(
    db: sqlite3.Connection, folder: Path, target: Target, rows: Iterable[int], lengths: Mapping[str, int]
) -> None:
    """Enter the takedown into the ledger, uncommitted."""
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    names = sorted(target.keys | target.hosts)
    sync_folder(folder)
    db.execute("PRAGMA secure_delete = ON")  # otherwise deleted rows stay in the file's free pages
    remember(db, names, at)
    db.executemany("DELETE FROM address WHERE id = ?", [(row,) for row in rows])
    db.executemany("INSERT OR REPLACE INTO file (name, length) VALUES (?, ?)", sorted(lengths.items()))
    schedule_replacement(db, lengths)
