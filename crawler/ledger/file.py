"""Opening a ledger's file: one process at a time, one kind of answers, leases of a dead run taken back."""

from __future__ import annotations

import fcntl
import sqlite3
from pathlib import Path
from typing import IO

from crawler.errors import OutputError
from crawler.ledger.switch import finish

_FORMAT = "1"
_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE file (name TEXT PRIMARY KEY, length INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE address (
  id INTEGER PRIMARY KEY,
  canonical TEXT NOT NULL UNIQUE,
  url TEXT NOT NULL,
  outlet TEXT NOT NULL,
  kind TEXT NOT NULL,
  seed TEXT,
  depth INTEGER NOT NULL,
  tier INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'leased', 'done', 'refused')),
  reason TEXT,
  holder INTEGER,      -- the page that turned out to bear this address too
  record TEXT,         -- of a page that became one: the record's address, folded title, hash of the text
  title_key TEXT,
  content_hash TEXT
);
CREATE INDEX address_next ON address (outlet, tier, depth, priority, id) WHERE state = 'pending';
CREATE INDEX address_content ON address (outlet, content_hash) WHERE content_hash IS NOT NULL;
CREATE INDEX address_holder ON address (holder) WHERE holder IS NOT NULL;
CREATE INDEX address_seed ON address (seed) WHERE kind = 'start';
"""
# Leases of a dead run; the second half is what SQLite may leave of them when the disk was full.
_TAKE_BACK = """
UPDATE address SET state = 'pending', holder = NULL, content_hash = NULL
WHERE state = 'leased' OR state = 'pending' AND coalesce(content_hash, holder) IS NOT NULL
"""


def lock(path: Path) -> IO[str]:
    """The open lock file; it is ours until it is closed or the process ends.

    Raises OutputError when another process has it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.open("a+", encoding="ascii")
    except OSError as error:
        raise OutputError(f"{path.parent}: cannot write there: {error.strerror}") from error
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        stream.close()
        raise OutputError(
            f"{path.parent}: another crawl is writing there; wait for it or use another OUTPUT_DIR"
        ) from error
    return stream


def open_database(path: Path, answers: str | None) -> sqlite3.Connection:
    """An open connection in a transaction; a file that is not there is made.

    `answers` None is for whoever does not crawl. Files that a commit has promised to replace are replaced.

    Raises OutputError for a file that is no ledger, of another format, or made with other answers.
    """
    try:
        db = sqlite3.connect(path, isolation_level=None)
    except sqlite3.Error as error:
        raise OutputError(f"{path}: cannot be opened: {error}") from error
    try:
        # WAL lets others read while we write; FULL, because a commit vouches for bytes in other files.
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("BEGIN IMMEDIATE")
        if not db.execute("SELECT 1 FROM sqlite_master").fetchone():
            for statement in _TABLES.split(";\n"):
                db.execute(statement)
            db.executemany("INSERT INTO about VALUES (?, ?)", [("format", _FORMAT), ("answers", answers)])
        _check(path, dict(db.execute("SELECT name, value FROM about").fetchall()), answers)
        db.execute(_TAKE_BACK)
        finish(db, path.parent)
        db.execute("COMMIT")
        db.execute("BEGIN IMMEDIATE")
    except OutputError:
        db.close()
        raise
    except OSError as error:
        db.close()
        raise OutputError(f"{path.parent}: cannot write there: {error}") from error
    except sqlite3.Error as error:
        db.close()
        raise OutputError(f"{path}: not a ledger that can be used: {error}") from error
    return db


def _check(path: Path, about: dict[str, str], answers: str | None) -> None:
    if about.get("format") != _FORMAT:
        raise OutputError(f"{path}: ledger of another format ({about.get('format')}); use another OUTPUT_DIR")
    was = about.get("answers", "")
    if answers is not None and was != answers:
        raise OutputError(
            f"{path} was made from {_described(was)}, this crawl asks {_described(answers)}; use another OUTPUT_DIR"
        )


def _described(answers: str) -> str:
    return "the live network" if answers == "live" else f"a recording ({answers[:24]}…)"
