"""Opening a ledger's file: one process at a time, one kind of answers, leases of a dead run taken back."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from pathlib import Path
from typing import IO

from crawler.errors import OutputError
from crawler.storage.recovery import require_own_tails
from crawler.storage.replacing import finish

_FORMAT = "2"
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
  shape TEXT NOT NULL,
  vouched INTEGER NOT NULL DEFAULT 0,  -- whether an article's related block links it
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'leased', 'done', 'refused', 'parked')),
  reason TEXT,
  asked INTEGER NOT NULL DEFAULT 0,    -- how often its page was fetched
  led_to INTEGER NOT NULL DEFAULT 0,   -- how many new pages to try it has led to
  pointed_to INTEGER NOT NULL DEFAULT 0,   -- how many pages to try it linked, known ones too
  fetched_at TEXT,
  etag TEXT,
  modified TEXT,
  holder INTEGER,      -- the page that turned out to bear this address too
  record TEXT,         -- of a page that became one: the record's address, folded title, hash of the text
  title_key TEXT,
  content_hash TEXT,
  new_hash TEXT,       -- of a page in flight; it counts when its lease ends well
  revision INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX address_next ON address (outlet, tier, priority, depth, id) WHERE state = 'pending';
CREATE INDEX address_content ON address (outlet, content_hash) WHERE content_hash IS NOT NULL;
CREATE INDEX address_new_content ON address (outlet, new_hash) WHERE new_hash IS NOT NULL;
CREATE INDEX address_holder ON address (holder) WHERE holder IS NOT NULL;
CREATE INDEX address_seed ON address (seed) WHERE kind = 'start';
CREATE INDEX address_again ON address (outlet, kind) WHERE kind IN ('feed', 'sitemap', 'listing', 'start', 'bridge');
CREATE TABLE budget (
  outlet TEXT NOT NULL,
  tier INTEGER NOT NULL,
  shape TEXT NOT NULL,
  barren INTEGER NOT NULL,   -- pages in a row that yielded nothing
  yielded INTEGER NOT NULL,
  PRIMARY KEY (outlet, tier, shape)
) WITHOUT ROWID;
CREATE TABLE round (outlet TEXT PRIMARY KEY, number INTEGER NOT NULL, began TEXT, before TEXT) WITHOUT ROWID;
CREATE TABLE word (stem TEXT PRIMARY KEY, headlines INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE topic (start TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL) WITHOUT ROWID;
"""
# Leases of a dead run. Addresses that only their pages had named are forgotten; the second half of the other
# statement is what SQLite may leave of leases when the disk was full.
_FORGET = "DELETE FROM address WHERE kind = 'twin' AND state = 'leased'"
_TAKE_BACK = """
UPDATE address SET state = 'pending', holder = NULL, new_hash = NULL
WHERE state = 'leased' OR state = 'pending' AND coalesce(new_hash, holder) IS NOT NULL
"""
# Bridges may be left over: an outlet has more of them than its budget.
_UNDER_WAY = "SELECT 1 FROM address WHERE state = 'leased' OR state = 'pending' AND tier < 2 LIMIT 1"


def lock(path: Path) -> IO[str]:
    """The open lock file; it is ours until it is closed or the process ends.

    Raises OutputError when another process has it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+", encoding="ascii")
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

    Raises OutputError for a file that is no ledger, damaged, held by another program, of another format, older than
    the data files beside it, or made with other answers: a live crawl and a rehearsal never mix, and a recording's
    unfinished round is not continued on another recording.
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
        _check_order(db, path)
        _check(db, path, answers)
        require_own_tails(db, path)
        db.execute(_FORGET)
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
        raise _unusable(path, error) from error
    return db


def _unusable(path: Path, error: sqlite3.Error) -> OutputError:
    """The error to raise for a ledger that SQLite cannot work with: held by another program, damaged, or none."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest says where it happened
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return OutputError(f"{path}: another program holds it; close that and try again")
    if code == sqlite3.SQLITE_CORRUPT:
        return damaged(path, str(error))
    return OutputError(f"{path}: not a ledger that can be used: {error}")


def damaged(path: Path, problem: str) -> OutputError:
    """The error to raise for a ledger that has lost its order: what it says must not be acted upon."""
    return OutputError(
        f"{path}: damaged ({problem}); what was crawled is left as it is: restore a copy of the whole folder, or use "
        "another OUTPUT_DIR; `scrapy ledger check` says what is whole"
    )


def _check_order(db: sqlite3.Connection, path: Path) -> None:
    """Raise OutputError for a damaged file, before its word is taken on how much of the data files counts."""
    (verdict,) = db.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise damaged(path, " ".join(str(verdict).split()))


def _check(db: sqlite3.Connection, path: Path, answers: str | None) -> None:
    about = dict(db.execute("SELECT name, value FROM about").fetchall())
    if about.get("format") != _FORMAT:
        raise OutputError(f"{path}: ledger of another format ({about.get('format')}); use another OUTPUT_DIR")
    was = about.get("answers", "")
    if answers is None or was == answers:
        return
    # A later recording of the same outlets begins the next round; it cannot go on with a round of another one.
    under_way = db.execute(_UNDER_WAY).fetchone()
    if "live" in (was, answers) or under_way:
        raise OutputError(
            f"{path} was made from {_described(was)}, this crawl asks {_described(answers)}; use another OUTPUT_DIR"
        )
    db.execute("UPDATE about SET value = ? WHERE name = 'answers'", (answers,))


def _described(answers: str) -> str:
    known = {"live": "the live network", "archive": "given archives (crawl archive)"}
    return known.get(answers) or f"a recording ({answers[:24]}…)"
