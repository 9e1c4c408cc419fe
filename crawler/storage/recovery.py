"""What stands in the data files behind the last commit: a dead run's, which is cut off, or what a ledger has forgotten.

A ledger that was put back from a copy, or that has lost its write-ahead log, is older than the files beside it; what it
does not know of must not be cut off. Each commit is counted in the ledger, and after it in the lock file beside it.
"""

from __future__ import annotations

import contextlib
import os
from itertools import islice
from typing import TYPE_CHECKING

from crawler.errors import OutputError
from crawler.storage.replacing import promised

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from pathlib import Path

GROUP = 50
"""Outcomes after which a commit does not wait any longer, and so the most lines that a dead run can leave."""
_OUTCOMES = ("articles.jsonl", "rejected.jsonl")
_DIGITS = 20
_COUNTED = "SELECT CAST(value AS INTEGER) FROM about WHERE name = 'commits'"
_COUNT = "INSERT OR REPLACE INTO about VALUES ('commits', ?)"


def _commits(db: sqlite3.Connection) -> int:
    """How many commits a ledger has seen; 0 for one of a time when they were not counted."""
    row = db.execute(_COUNTED).fetchone()
    return int(row[0]) if row else 0


def count(db: sqlite3.Connection) -> int:
    """Count the commit that comes next; gives its number."""
    number = _commits(db) + 1
    db.execute(_COUNT, (str(number),))
    return number


def note(lock: int, number: int) -> None:
    """Note in the open lock file how many commits there were; a full disk costs the note, and nothing else."""
    with contextlib.suppress(OSError):
        os.pwrite(lock, str(number).rjust(_DIGITS).encode("ascii") + b"\n", 0)


def _noted(path: Path) -> int:
    """How many commits a lock file tells of; 0 where it tells of none."""
    try:
        return int(path.read_bytes()[:_DIGITS])
    except (OSError, ValueError):
        return 0


def require_own_tails(db: sqlite3.Connection, path: Path) -> None:
    """Raise OutputError if cutting off what stands behind the last commit would harm what another one vouched for."""
    folder = path.parent
    lengths = dict(db.execute("SELECT name, length FROM file").fetchall())
    if not lengths or promised(db):  # without any, the files are refused one by one
        return
    tails = [name for name in sorted({*lengths, *_archives(folder)}) if _size(folder / name) > lengths.get(name, 0)]
    seen, known = _noted(path.with_suffix(".lock")), _commits(db)
    if tails and seen > known:
        raise _older(path, f"it has seen {known} commits of {seen}, and knows nothing of the end of {tails[0]}")
    lines = sum(_lines_behind(folder / name, lengths) for name in _OUTCOMES if name in lengths)
    if lines > GROUP:
        raise _older(path, f"it knows nothing of the last {lines} lines and more of {' and '.join(_OUTCOMES)}")


def _older(path: Path, why: str) -> OutputError:
    return OutputError(
        f"{path}: older than the files beside it: {why}; nothing was changed: put back the ledger that belongs to "
        "them, with its -wal file, or a copy of the whole folder, or use another OUTPUT_DIR"
    )


def _archives(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("pages-*.warc.gz")}


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _lines_behind(path: Path, lengths: Mapping[str, int]) -> int:
    """Whole lines behind the last commit, counted up to one more than a dead run leaves."""
    if _size(path) <= lengths[path.name]:
        return 0
    with path.open("rb") as stream:
        stream.seek(lengths[path.name])
        return sum(line.endswith(b"\n") for line in islice(stream, GROUP + 1))
