"""Opening the ledger's database: one process at a time, one source of responses, stale leases released."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from pathlib import Path
from typing import IO

from crawler.errors import OutputError
from crawler.storage.recovery import require_up_to_date, require_whole
from crawler.storage.replacing import finish_replacements

_FORMAT = "3"
_CACHE_KIB = 65536
"""Memory for pages of the file: the index of copies is asked in random order, half a gigabyte of it per million."""
_OLDER_FORMATS = ("2",)
"""Brought up to date in place by `ledger/older_formats.py`."""
_LEDGER_TABLES = """
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
  vouched INTEGER NOT NULL DEFAULT 0,  -- whether an article's related block links to it
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'leased', 'done', 'refused', 'parked')),
  reason TEXT,
  asked INTEGER NOT NULL DEFAULT 0,    -- how often its page was fetched
  led_to INTEGER NOT NULL DEFAULT 0,   -- how many new candidate pages it has led to
  pointed_to INTEGER NOT NULL DEFAULT 0,   -- how many candidate pages it linked to, known ones too
  fetched_at TEXT,
  etag TEXT,
  modified TEXT,
  holder INTEGER,      -- of an alias: its page
  record TEXT,         -- of a page with a record: the record's address, folded title, hash of the text
  title_key TEXT,
  content_hash TEXT,
  new_hash TEXT,       -- of a page in flight; becomes content_hash when its lease ends well
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
CREATE TABLE topic (start TEXT PRIMARY KEY, stems TEXT NOT NULL) WITHOUT ROWID;
"""
# Release the leases of a killed run. Aliases known only from their pages are deleted; the second condition of the other
# statement covers what SQLite may leave of leases when the disk was full.
_DELETE_ALIASES = "DELETE FROM address WHERE kind IN ('twin', 'named') AND state = 'leased'"
_RELEASE_LEASES = """
UPDATE address SET state = 'pending', holder = NULL, new_hash = NULL
WHERE state = 'leased' OR state = 'pending' AND coalesce(new_hash, holder) IS NOT NULL
"""
# Hub pages may be left over: an outlet can have more of them than its budget.
_UNDER_WAY = "SELECT 1 FROM address WHERE state = 'leased' OR state = 'pending' AND tier < 2 LIMIT 1"


def lock(path: Path) -> IO[str]:
    """Lock a file, until it is closed or the process ends; returns it open.

    Raises OutputError if another process holds the lock.
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


def open_database(path: Path, answers: str | None, *, checked: bool = True) -> sqlite3.Connection:
    """Open a ledger, created if missing, in a transaction; pending file replacements are finished.

    `answers` is the source of responses; None if the caller does not crawl. With `checked=False` the ledger need not
    agree with the files beside it.

    Raises OutputError for a file that is not a ledger, damaged, held by another program, of another format, older than
    the data files beside it, with files shorter than committed, or made from another source: a live crawl and a replay
    never mix, and an unfinished round on one recording is not continued on another.
    """
    try:
        db = sqlite3.connect(path, isolation_level=None)
    except sqlite3.Error as error:
        raise OutputError(f"{path}: cannot be opened: {error}") from error
    try:
        _begin(db, answers)
        _check(db, path, answers, checked)
        _release(db, path)
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


def _begin(db: sqlite3.Connection, answers: str | None) -> None:
    """Begin a transaction, and fill a new file."""
    # WAL lets others read while we write; FULL, because a commit guarantees bytes in other files.
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    db.execute("BEGIN IMMEDIATE")
    if not db.execute("SELECT 1 FROM sqlite_master").fetchone():
        for statement in _LEDGER_TABLES.split(";\n"):
            db.execute(statement)
        db.executemany("INSERT INTO about VALUES (?, ?)", [("format", _FORMAT), ("answers", answers)])


def _check(db: sqlite3.Connection, path: Path, answers: str | None, checked: bool) -> None:
    """Raise OutputError for a ledger that may not be used, or not with the files beside it."""
    _check_integrity(db, path)
    _check_answers(db, path, answers)
    if checked:
        require_up_to_date(db, path)
    if answers is not None:
        require_whole(db, path.parent)


def _release(db: sqlite3.Connection, path: Path) -> None:
    """Finish what a killed run left, and begin another transaction."""
    db.execute(_DELETE_ALIASES)
    db.execute(_RELEASE_LEASES)
    finish_replacements(db, path.parent)
    db.execute("COMMIT")
    db.execute("BEGIN IMMEDIATE")


def _unusable(path: Path, error: sqlite3.Error) -> OutputError:
    """The error for a ledger that SQLite cannot use: held by another program, damaged, or not a ledger."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the higher bits are the extended code
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return OutputError(f"{path}: another program holds it; close that and try again")
    if code == sqlite3.SQLITE_CORRUPT:
        return damaged_ledger(path, str(error))
    return OutputError(f"{path}: not a ledger, or unreadable: {error}")


def damaged_ledger(path: Path, problem: str) -> OutputError:
    """The error for a corrupt ledger, whose contents must not be acted upon."""
    return OutputError(
        f"{path}: damaged ({problem}); the crawled data was not changed: restore a copy of the whole folder, or use "
        "another OUTPUT_DIR; `scrapy ledger check` says what is intact"
    )


def _check_integrity(db: sqlite3.Connection, path: Path) -> None:
    """Raise OutputError for a damaged file, before its committed lengths are trusted."""
    (verdict,) = db.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise damaged_ledger(path, " ".join(str(verdict).split()))


def _check_answers(db: sqlite3.Connection, path: Path, answers: str | None) -> None:
    about = dict(db.execute("SELECT name, value FROM about").fetchall())
    if about.get("format") not in (_FORMAT, *_OLDER_FORMATS):
        raise OutputError(f"{path}: ledger in another format ({about.get('format')}); use another OUTPUT_DIR")
    was = about.get("answers", "")
    if answers is None or was == answers:
        return
    # A later recording of the same outlets starts the next round; it cannot continue the round of another recording.
    under_way = db.execute(_UNDER_WAY).fetchone()
    if "live" in (was, answers) or under_way:
        raise OutputError(
            f"{path} was made from {_source_name(was)}, this crawl uses {_source_name(answers)}; use another OUTPUT_DIR"
        )
    db.execute("UPDATE about SET value = ? WHERE name = 'answers'", (answers,))


def _source_name(answers: str) -> str:
    known = {"live": "the live network", "archive": "archives (crawl archive)"}
    return known.get(answers) or f"a recording ({answers[:24]}…)"
