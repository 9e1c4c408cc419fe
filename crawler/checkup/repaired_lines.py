"""The lines of the data files that a repair keeps, and what they say of their pages."""

from __future__ import annotations

import json
import os
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from cleaners.text.normalize import comparison_key
from crawler.near_duplicates.fingerprint import fingerprint_of
from crawler.near_duplicates.index import NearDuplicates
from crawler.storage.committed import ARTICLES, EDGES, REJECTED, SCHEMA_KINDS, CommittedFolder, DamagedLine
from crawler.storage.older_lines import todays_line
from crawler.storage.replacing import successor_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from crawler.storage.committed import Json, StoredLine

_FOUND_TABLES = """
CREATE TEMP TABLE found_record (
  url TEXT PRIMARY KEY, revision INTEGER, content_hash TEXT, title_key TEXT, outlet TEXT, seed TEXT, depth INTEGER,
  fetched_at TEXT, lost INTEGER
) WITHOUT ROWID;
CREATE TEMP TABLE found_rejection (
  url TEXT PRIMARY KEY, reason TEXT, outlet TEXT, seed TEXT, depth INTEGER, is_new INTEGER
) WITHOUT ROWID;
CREATE TEMP TABLE found_edge (url TEXT PRIMARY KEY) WITHOUT ROWID
"""
_HAS_RECORD = "SELECT 1 FROM found_record WHERE url = ?"
_RECORD_FIELDS = {"id": str, "url": str, "outlet": str, "revision": int, "content_hash": str, "depth": int}
_FIELDS: dict[str, dict[str, type]] = {
    ARTICLES: _RECORD_FIELDS,
    REJECTED: {"url": str, "outlet": str, "reason": str, "depth": int},
    EDGES: {"from": str},
}


class FoundLines:
    """The whole lines of a folder, in temporary tables of the ledger's connection.

    `holds` says whether an archive of the crawl still holds the exchange at an offset.
    """

    def __init__(self, db: sqlite3.Connection, holds: Callable[[str, int], bool]) -> None:
        self._db = db
        self._holds = holds
        self.has_lost_rejections = False
        self._index = NearDuplicates(db)
        self._indexed = set[int]()
        for statement in _FOUND_TABLES.split(";\n"):
            db.execute(statement)

    def has_lost_exchange(self, value: Json) -> bool:
        """Whether a line points to an exchange that is gone."""
        place = value.get("warc")
        return isinstance(place, dict) and not self._holds(str(place.get("file")), _whole_number(place.get("offset")))

    def add(self, name: str, value: Json, *, lost: bool, is_new: bool) -> None:
        """Note a line; of several revisions of a record the last counts."""
        if name == EDGES:
            self._db.execute("INSERT OR IGNORE INTO found_edge VALUES (?)", (value["from"],))
            return
        page = value["outlet"], value.get("seed"), value["depth"]
        if name == REJECTED:
            values = (value["url"], value["reason"], *page, is_new)
            self._db.execute("INSERT OR REPLACE INTO found_rejection VALUES (?, ?, ?, ?, ?, ?)", values)
            return
        self._index_text(value)
        title = comparison_key(value.get("title") or "")
        record = (value["url"], value["revision"], value["content_hash"], title, *page, value.get("fetched_at"), lost)
        last = "WHERE excluded.revision > found_record.revision"
        self._db.execute(
            "INSERT INTO found_record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET"
            " revision = excluded.revision, content_hash = excluded.content_hash, title_key = excluded.title_key,"
            f" fetched_at = excluded.fetched_at, lost = excluded.lost {last}",
            record,
        )

    def _index_text(self, record: Json) -> None:
        """Let copies of a record be found whose text the index does not know; that of its last revision counts."""
        url, number = record["url"], hash(record["url"])
        if number in self._indexed or self._index.cluster_at(url) is None:
            self._indexed.add(number)
            cluster, text = str(record.get("cluster") or record["id"]), str(record.get("text") or "")
            self._index.restore(url, cluster, fingerprint_of(text))

    def forget_lost_texts(self) -> None:
        """Remove from the index the texts of records whose lines are gone."""
        lost = [url for url in self._index.urls() if not self._db.execute(_HAS_RECORD, (url,)).fetchone()]
        self._index.forget(lost)


@dataclass(slots=True)
class RepairedFile:
    """What a repair finds in a data file."""

    length: int = 0
    """Of what is kept, in bytes."""
    lost_exchanges: int = 0
    damaged: int = 0
    """Lines that no crawl writes; they are removed."""
    older: int = 0
    """Lines of an older schema; they are brought up to date."""
    new: int = 0
    """Whole lines that the ledger does not know."""
    told: list[str] = field(default_factory=list)

    @property
    def is_rewritten(self) -> bool:
        """Whether its kept lines are in its successor."""
        return bool(self.lost_exchanges or self.damaged or self.older)


def read_data_file(path: Path, committed: int, found: FoundLines, dry_run: bool) -> RepairedFile:
    """Read the whole lines of a data file; its successor is written beside it, unless this is a dry run."""
    data, reached = RepairedFile(), 0
    with ExitStack() as opened:
        out = None if dry_run else opened.enter_context(successor_of(path).open("wb"))
        source = CommittedFolder(path.parent, None)  # type: ignore[arg-type]  # only its lines are read
        for line in source.lines(path.name) if path.is_file() else ():
            if line.is_torn:
                break
            reached = line.offset + len(line.data)
            _keep(path.name, line, line.offset >= committed, data, found, out)
        if out is not None:
            out.flush()
            os.fsync(out.fileno())
    data.told = [f"{path.name}: {what}" for what in _told(path, committed, reached, data)]
    found.has_lost_rejections |= path.name == REJECTED and (reached < committed or bool(data.damaged))
    return data


def _keep(
    name: str, line: StoredLine, is_new: bool, data: RepairedFile, found: FoundLines, out: IO[bytes] | None
) -> None:
    """Note a line and write it to the successor: as it is, or without the pointer to an exchange that is gone."""
    try:
        value = line.value()
    except DamagedLine:
        value = None
    if not _is_stored_line(name, value):
        data.damaged += 1
        return
    today, lost = todays_line(SCHEMA_KINDS[name], value), found.has_lost_exchange(value)
    kept = today | {"warc": None} if lost else today
    whole = line.data if kept is value else json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    found.add(name, today, lost=lost, is_new=is_new)
    data.lost_exchanges += lost
    data.older += today is not value
    data.new += is_new
    data.length += len(whole)
    if out is not None:
        out.write(whole)


def _is_stored_line(name: str, value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(value.get(one), kind) for one, kind in _FIELDS[name].items())


def _told(path: Path, committed: int, reached: int, data: RepairedFile) -> list[str]:
    told = []
    if committed and not path.is_file():
        told.append(f"is missing, with {committed} committed bytes")
    elif reached < committed:
        told.append(f"whole up to byte {reached} of {committed} that were committed")
    if path.name == EDGES and reached < committed:
        told.append("the edges that are gone are not fetched again")
    if data.damaged:
        told.append(f"{data.damaged} damaged lines are removed")
    if data.lost_exchanges:
        told.append(f"the archived exchanges of {data.lost_exchanges} lines are gone; their `warc` becomes null")
    if data.older:
        told.append(f"{data.older} lines of an older schema are brought up to date")
    if data.new:
        told.append(f"{data.new} whole lines that the ledger does not know are kept")
    return told


def _whole_number(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < 2**63 else -1
