"""Taking down: an address or a domain leaves the corpus, in one step as far as anybody can tell.

New files are written beside the old; one commit of the ledger makes them count; then they are renamed, also by
whoever opens the folder next, should this be killed (`ledger/switch.py`).
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
from crawler.takedown.exchanges import copied, kept_of
from crawler.takedown.files import successors, unreadable, written
from crawler.takedown.lines import Moved, rewritten
from crawler.takedown.target import Target, rows_of, target_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crawler.outlets import Outlet


@dataclass(frozen=True, slots=True)
class Removed:
    """What went."""

    counts: dict[str, int] = field(default_factory=dict)
    """By name (`records`, `rejections`, `edges`, `links`, `exchanges`, `addresses`), those that are 0 left out."""
    since: str | None = None
    """When this was taken down first, where it was before."""


def take_down(folder: Path, what: str, outlets: Mapping[str, Outlet], *, dry_run: bool = False) -> Removed:
    """Remove an address (with its scheme) or a domain from an output folder, and remember it.

    Raises OutputError where the folder holds no crawl, is in use, damaged or cannot be written, which leaves it as
    it was; DataFileError for what is neither address nor domain. With `dry_run` nothing is written.
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
        there = f"{size} bytes, but the ledger has committed {length}"
        gone = f"is not there, but the ledger has committed {length} bytes of it"
        raise unreadable(folder.path / name, gone if size is None else there)
    db, counts = folder.db, Counter[str]()
    with successors(folder.path, folder.lengths):
        grown = _successors(folder, target, counts, dry_run)
        rows = rows_of(target, db)
        counts["addresses"] += len(rows)
        since = taken_down_since(db, target.keys | target.hosts)
        if not dry_run:
            _promise(db, folder.path, target, rows, grown)
    if not dry_run:
        db.execute("COMMIT")
        db.execute("BEGIN IMMEDIATE")
        finish_replacements(db, folder.path)
        db.execute("COMMIT")
    return Removed({name: number for name, number in counts.items() if number}, since)


def _successors(folder: CommittedFolder, target: Target, counts: Counter[str], dry_run: bool) -> dict[str, int]:
    """Write the files anew, and give their lengths."""
    grown: dict[str, int] = {}
    moved: Moved = {}
    for name in folder.archives:
        path, kept = folder.path / name, kept_of(folder, name, target) if folder.lengths[name] else None
        if kept is not None:
            counts["exchanges"] += kept.answers
            moved[name] = kept.moved
            grown[name] = written(path, copied(path, kept), dry_run)
    for name in [name for name in FILES if folder.lengths.get(name)]:
        grown[name] = written(folder.path / name, rewritten(folder, name, target, moved, counts), dry_run)
    return grown


def _promise(
    db: sqlite3.Connection, folder: Path, target: Target, rows: Iterable[int], lengths: Mapping[str, int]
) -> None:
    """Enter it all into the ledger, to count at the next commit."""
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    names = sorted(target.keys | target.hosts)
    sync_folder(folder)
    db.execute("PRAGMA secure_delete = ON")  # deleted rows would stand in the file's free pages for long
    remember(db, names, at)
    db.executemany("DELETE FROM address WHERE id = ?", [(row,) for row in rows])
    db.executemany("INSERT OR REPLACE INTO file (name, length) VALUES (?, ?)", sorted(lengths.items()))
    schedule_replacement(db, lengths)
