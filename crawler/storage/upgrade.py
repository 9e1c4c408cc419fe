"""Rewrite the data files of a crawl with an older schema in today's, so that a crawl can go on in its folder.

The new files are written beside the old ones; one commit of the ledger makes them count; then they are renamed. If this
is killed in between, opening the folder next time finishes it (`replacing.py`).
"""

from __future__ import annotations

import json
import logging
import sqlite3
from typing import TYPE_CHECKING

from crawler.errors import OutputError
from crawler.near_duplicates.fingerprint import fingerprint_of
from crawler.near_duplicates.index import NearDuplicates
from crawler.storage.committed import ARTICLES, REJECTED, SCHEMA_KINDS, CommittedFolder, DamagedLine
from crawler.storage.older_lines import todays_line
from crawler.storage.replacing import finish_replacements, schedule_replacement, sync_folder, write_successor
from crawler.storage.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.storage.committed import StoredLine

logger = logging.getLogger(__name__)

_GET_VERSION = "SELECT CAST(value AS INTEGER) FROM about WHERE name = 'schema'"
_SET_VERSION = "INSERT OR REPLACE INTO about VALUES ('schema', ?)"
_OLDEST = 1
"""Of a ledger that names none."""
_VERSIONED = (ARTICLES, REJECTED)
"""Files whose lines name their schema."""


def lines_version(db: sqlite3.Connection) -> int:
    """The schema version that all lines of a folder have at least, by its ledger."""
    row = db.execute(_GET_VERSION).fetchone()
    return int(row[0]) if row else _OLDEST


def note_todays_version(db: sqlite3.Connection) -> None:
    """Note in the ledger that all lines of its folder have today's schema, once this is committed."""
    db.execute(_SET_VERSION, (str(SCHEMA_VERSION),))


def bring_lines_up_to_date(db: sqlite3.Connection, path: Path) -> None:
    """Rewrite the lines of an older schema in a folder, commit that, and begin a transaction.

    A folder without lines only gets a note in its ledger; damaged lines stay as they are, for `scrapy ledger check` to
    report. Raises OutputError for a folder of a newer schema, and where the new files cannot be written: nothing is
    changed then.
    """
    version = lines_version(db)
    if version > SCHEMA_VERSION:
        raise OutputError(f"{path}: its lines have schema {version}, which needs a newer version of this program")
    if version == SCHEMA_VERSION:
        return
    lengths = dict(db.execute("SELECT name, length FROM file").fetchall())
    names = [name for name in _VERSIONED if lengths.get(name)]
    if names:
        logger.info("%s: its lines have schema %d, and are rewritten in schema %d", path, version, SCHEMA_VERSION)
    try:
        folder = CommittedFolder(path, db, lengths)
        new = {name: write_successor(path / name, _todays_lines(folder, name)) for name in names}
        sync_folder(path)
    except OSError as error:
        raise OutputError(f"{path}: its lines cannot be rewritten in today's schema: {error}") from error
    note_todays_version(db)
    if new:
        db.executemany("INSERT OR REPLACE INTO file (name, length) VALUES (?, ?)", sorted(new.items()))
        schedule_replacement(db, new)
        db.execute("COMMIT")
        db.execute("BEGIN IMMEDIATE")
        finish_replacements(db, path)
        db.execute("COMMIT")
        db.execute("BEGIN IMMEDIATE")


def _todays_lines(folder: CommittedFolder, name: str) -> Iterator[bytes]:
    index = NearDuplicates(folder.db)
    for line in folder.lines(name):
        yield _todays_bytes(name, line, index)


def _todays_bytes(name: str, line: StoredLine, index: NearDuplicates) -> bytes:
    try:
        value = line.value()
    except DamagedLine:
        return line.data
    today = todays_line(SCHEMA_KINDS[name], value) if isinstance(value, dict) else value
    if today is not value and name == ARTICLES and all(isinstance(today.get(one), str) for one in ("url", "text")):
        today["cluster"] = index.add(today["url"], fingerprint_of(today["text"]))
    return line.data if today is value else json.dumps(today, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
