"""Protection of uncommitted bytes: a killed run's are truncated, but not those that an older ledger does not know.

A ledger restored from a copy, or without its write-ahead log, is older than the files beside it, and must not truncate
them. So each commit is counted in the ledger, and then in the lock file beside it.
"""

from __future__ import annotations

import contextlib
import os
from itertools import islice
from typing import TYPE_CHECKING

from crawler.errors import OutputError
from crawler.storage.replacing import pending_replacements, successor_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from pathlib import Path

GROUP = 50
"""Outcomes per commit at most, and so the most uncommitted lines that a killed run can leave."""
_OUTCOME_FILES = ("articles.jsonl", "rejected.jsonl")
_REPAIR = (
    "run `scrapy ledger repair`, which says what is lost and what will be fetched again, or use another OUTPUT_DIR"
)
_WAYS_OUT = f"nothing was changed: restore it, or {_REPAIR}"
_NUMBER_WIDTH = 20
_GET_COMMITS = "SELECT CAST(value AS INTEGER) FROM about WHERE name = 'commits'"
_SET_COMMITS = "INSERT OR REPLACE INTO about VALUES ('commits', ?)"


def _commits(db: sqlite3.Connection) -> int:
    """The number of commits counted in a ledger; 0 in one from before they were counted."""
    row = db.execute(_GET_COMMITS).fetchone()
    return int(row[0]) if row else 0


def count_commit(db: sqlite3.Connection) -> int:
    """Count the next commit in the ledger; returns its number."""
    number = _commits(db) + 1
    db.execute(_SET_COMMITS, (str(number),))
    return number


def catch_up(db: sqlite3.Connection, path: Path) -> int:
    """Count a commit that is newer than any the lock file knows; returns its number."""
    number = max(_commits(db), _noted_commits(path.with_suffix(".lock"))) + 1
    db.execute(_SET_COMMITS, (str(number),))
    return number


def note_commits(lock: int, number: int) -> None:
    """Write the number of commits to the open lock file; on a full disk only this note is lost."""
    with contextlib.suppress(OSError):
        os.pwrite(lock, str(number).rjust(_NUMBER_WIDTH).encode("ascii") + b"\n", 0)


def _noted_commits(path: Path) -> int:
    """The number of commits noted in a lock file; 0 if there is none."""
    try:
        return int(path.read_bytes()[:_NUMBER_WIDTH])
    except (OSError, ValueError):
        return 0


def require_up_to_date(db: sqlite3.Connection, path: Path) -> None:
    """Raise OutputError if truncating uncommitted bytes would destroy what a newer ledger has committed."""
    folder = path.parent
    lengths = dict(db.execute("SELECT name, length FROM file").fetchall())
    if not lengths or pending_replacements(db):  # without lengths, each file is refused by itself
        return
    tails = [name for name in sorted({*lengths, *_archives(folder)}) if _size(folder / name) > lengths.get(name, 0)]
    seen, known = _noted_commits(path.with_suffix(".lock")), _commits(db)
    if tails and seen > known:
        raise _older_ledger(path, f"it has {known} of {seen} commits, and does not know the end of {tails[0]}")
    lines = sum(_uncommitted_lines(folder / name, lengths) for name in _OUTCOME_FILES if name in lengths)
    if lines > GROUP:
        raise _older_ledger(path, f"it does not know the last {lines} lines or more of {' and '.join(_OUTCOME_FILES)}")


def require_whole(db: sqlite3.Connection, folder: Path) -> None:
    """Raise OutputError for a file that lacks committed bytes, before any file is changed."""
    lengths = dict(db.execute("SELECT name, length FROM file ORDER BY name").fetchall())
    renamed = set(pending_replacements(db))
    for name, length in lengths.items():
        successor = successor_of(folder / name)
        path = successor if name in renamed and successor.exists() else folder / name
        if _size(path) < length:
            size = f"{_size(path)} bytes" if path.exists() else "is missing"
            raise OutputError(f"{folder / name}: {size}, but the ledger committed {length}; {_WAYS_OUT}")


def _older_ledger(path: Path, why: str) -> OutputError:
    return OutputError(
        f"{path}: older than the files beside it: {why}; nothing was changed: restore the ledger that belongs to "
        f"them, with its -wal file, or a copy of the whole folder, or {_REPAIR}"
    )


def _archives(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("pages-*.warc.gz")}


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _uncommitted_lines(path: Path, lengths: Mapping[str, int]) -> int:
    """The number of complete uncommitted lines, counted up to one more than a killed run can leave."""
    if _size(path) <= lengths[path.name]:
        return 0
    with path.open("rb") as stream:
        stream.seek(lengths[path.name])
        return sum(line.endswith(b"\n") for line in islice(stream, GROUP + 1))
