"""A committed output folder, read only: its lines, archived exchanges and ledger as of one commit.

The ledger holds the committed length of each data file; what a running or killed crawl wrote after it is ignored.
Nothing is locked or written, so a crawl may run meanwhile. Memory holds one line or record at a time.
"""

from __future__ import annotations

import fcntl
import json
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from crawler.errors import OutputError
from crawler.storage.older_lines import todays_line
from crawler.storage.replacing import UNFINISHED, pending_replacements
from crawler.storage.schema import type_problem_of
from crawler.urls import slash_variant
from crawler.warc.answers import Answer, Pointer, read_answer
from crawler.warc.captures import target
from crawler.warc.damage import Damaged
from crawler.warc.records import HEAD_BYTES, Record, read_fields, records

Json = dict[str, Any]

FILES = ARTICLES, REJECTED, EDGES = "articles.jsonl", "rejected.jsonl", "edges.jsonl"
SCHEMA_KINDS = {ARTICLES: "record", REJECTED: "rejected", EDGES: "edge"}
"""The schema's name for a line of each file."""
_COMMON = ("url", "outlet", "seed", "depth", "fetched_at", "warc")
_REQUIRED = {ARTICLES: (*_COMMON, "id", "text", "dropped"), REJECTED: (*_COMMON, "reason"), EDGES: ("from", "to")}
"""Fields that every line must have; lines of an older crawl may lack others."""
_LINE_BYTES = 256 * 1024 * 1024
"""A longer line counts as torn: a page of DOWNLOAD_MAXSIZE gives a small fraction of this."""

# A refusal has the address that responded; the ledger may know the page by its other spelling.
_PAGE = """
SELECT coalesce(holder, id) FROM address WHERE canonical IN (?1, ?2) ORDER BY canonical <> ?1 LIMIT 1
"""
_OUTLET_ROUNDS = """
SELECT outlet, coalesce(number, 1), began FROM (SELECT DISTINCT outlet FROM address) LEFT JOIN round USING (outlet)
ORDER BY outlet
"""


class DamagedLine(ValueError):
    """Raised for a line that no crawl writes; the message says which line and why."""


@dataclass(frozen=True, slots=True)
class StoredLine:
    """A line of a data file."""

    number: int
    """From 1."""
    offset: int
    data: bytes
    """With its line break; without one the line is torn, and the last that can be read."""

    @property
    def is_torn(self) -> bool:
        """Whether its end is missing, or lies after the committed length."""
        return not self.data.endswith(b"\n")

    def value(self) -> Any:
        """Its decoded JSON; raises DamagedLine."""
        if self.is_torn:
            raise self.damage("torn")
        try:
            return json.loads(self.data)
        except (ValueError, RecursionError) as error:
            raise self.damage(f"not valid JSON: {error}") from error

    def damage(self, problem: str) -> DamagedLine:
        """The error for a problem with this line."""
        return DamagedLine(f"line {self.number}: {problem}")


@dataclass(frozen=True, slots=True)
class ArchivedRecord:
    """A WARC record, read to its end, with the headers needed here; "" for a missing one."""

    kind: str
    """Its WARC-Type."""
    url: str
    offset: int
    length: int
    """Stored (compressed) size in bytes."""
    id: str
    concurrent: str
    """The id of the record it was written together with."""
    locations: tuple[str, ...]
    """The redirect targets of a response, as the server wrote them."""


@dataclass(frozen=True)
class CommittedFolder:
    """The ledger of a folder and the committed part of the files beside it."""

    path: Path
    db: sqlite3.Connection
    """The ledger; an empty database if there is none."""
    lengths: dict[str, int] = field(default_factory=dict)
    """Committed length of each file in bytes; a file that is missing here counts whole."""
    revisions: int = 0
    """Number of records written, revisions included, as of the same commit."""

    @classmethod
    def open(cls, path: Path, *, needs_ledger: bool = True) -> CommittedFolder:
        """Open a folder as of its last commit; `close` releases it.

        Raises OutputError for a folder whose takedown or upgrade was interrupted, and if no ledger can be read; with
        `needs_ledger=False` all files of a folder without a ledger count whole.
        """
        ledger = path / "ledger.sqlite"
        problem = f"{path}: no crawl there (no ledger.sqlite)"
        address = f"file:{quote(str(ledger.absolute()))}?mode=ro"
        # SQLite cannot create its -shm file in a read-only folder, so fall back to immutable.
        for uri in (address, f"{address}&immutable=1") if ledger.is_file() else ():
            try:
                with ExitStack() as opened:
                    db = opened.enter_context(closing(sqlite3.connect(uri, uri=True, isolation_level=None)))
                    db.execute("BEGIN")
                    folder = cls.of(path, db)
                    db.execute("COMMIT")
                    opened.pop_all()
                    return folder
            except sqlite3.Error as error:
                problem = f"{ledger}: cannot be read: {error}"
        if needs_ledger:
            raise OutputError(problem)
        return cls(path, sqlite3.connect(":memory:"))

    @classmethod
    def of(cls, path: Path, db: sqlite3.Connection) -> CommittedFolder:
        """The folder as seen by its ledger's open transaction; raises as `open` does, and sqlite3.Error."""
        if pending_replacements(db):
            raise OutputError(UNFINISHED.format(path))
        lengths = dict(db.execute("SELECT name, length FROM file ORDER BY name").fetchall())
        (revisions,) = db.execute("SELECT coalesce(sum(revision), 0) FROM address").fetchone()
        return cls(path, db, lengths, revisions)

    def close(self) -> None:
        """Close the ledger."""
        self.db.close()

    @property
    def archives(self) -> list[str]:
        """The names of the crawl's own archives, in order."""
        return [name for name in self.lengths if name.startswith("pages-")]

    def is_in_use(self) -> bool:
        """Whether a crawl or a takedown is writing there; briefly takes a shared lock."""
        try:
            with (self.path / "ledger.lock").open("rb") as stream:
                fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except FileNotFoundError:
            return False
        return False

    def too_short(self) -> Iterator[tuple[str, int | None, int]]:
        """Each file that lacks committed bytes: name, size (None if missing) and committed length."""
        for name, length in self.lengths.items():
            path = self.path / name
            size = path.stat().st_size if path.is_file() else None
            if (size or 0) < length:
                yield name, size, length

    def lines(self, name: str) -> Iterator[StoredLine]:
        """The committed lines of a data file, damaged or not; raises OSError."""
        number, offset, end = 0, 0, self.lengths.get(name, sys.maxsize)
        with (self.path / name).open("rb") as stream:
            while offset < end and (data := stream.readline(min(_LINE_BYTES, end - offset))):
                number += 1
                yield (line := StoredLine(number, offset, data))
                if line.is_torn:
                    return
                offset += len(data)

    def records(self) -> Iterator[Json]:
        """The records, those of an older schema in today's form; a torn last line is left out.

        Raises OutputError, naming the line, for one that is not a record, and for a folder without records.
        """
        return self._objects(ARTICLES)

    def rejections(self) -> Iterator[Json]:
        """The rejections, read like `records`; empty if the file is missing."""
        return self._objects(REJECTED) if (self.path / REJECTED).exists() else iter(())

    def edges(self) -> Iterator[Json]:
        """The edges, read like `rejections`."""
        return self._objects(EDGES) if (self.path / EDGES).exists() else iter(())

    def _objects(self, name: str) -> Iterator[Json]:
        try:
            for line in self.lines(name):
                if not line.is_torn:
                    yield _object(name, line)
        except DamagedLine as damage:
            raise OutputError(f"{self.path / name}: {damage}") from damage
        except OSError as error:
            raise OutputError(f"{self.path / name}: cannot be read: {error.strerror or error}") from error

    def archived(
        self, name: str, begin: int = 0, end: int | None = None, on_damage: Callable[[Damaged], None] | None = None
    ) -> Iterator[ArchivedRecord]:
        """The records of an archive that begin between two offsets (`end` None: the committed length).

        Damage is passed to `on_damage` and skipped; without `on_damage`, Damaged is raised. Raises UnsupportedFile
        for a file that is not WARC, and OSError.
        """
        last = self.lengths[name] if end is None else end

        def note(damage: Damaged) -> None:
            if on_damage is not None and damage.offset < last:
                on_damage(damage)

        with closing(records(self.path / name, _archived, begin, note if on_damage is not None else None)) as found:
            for record in found:
                if record.offset >= last:
                    return
                yield record
                if record.offset + record.length >= last:
                    return

    def exchange(self, pointer: Mapping[str, Any], limit: int = 0) -> Answer:
        """The response that the `warc` field of a line points to, its body cut to `limit` + 1 bytes (0: no limit).

        Raises Damaged if there is no response at that place, and OSError.
        """
        return read_answer(Pointer(self.path / pointer["file"], pointer["offset"], 0, "", pointer["length"]), limit)

    def page(self, canonical: str) -> int | None:
        """The id of an address's page, with or without its final slash; None for an unknown address."""
        row = self.db.execute(_PAGE, (canonical, slash_variant(canonical))).fetchone()
        return int(row[0]) if row else None

    def kind(self, canonical: str) -> str | None:
        """The kind of an address in the queue (`Found.kind`); None if the ledger does not know it."""
        try:
            row = self.db.execute("SELECT kind FROM address WHERE canonical = ?", (canonical,)).fetchone()
        except sqlite3.Error:
            return None
        return str(row[0]) if row else None

    def rounds(self) -> dict[str, tuple[int, str | None]]:
        """By outlet, sorted: the number of its current round, and when the first page of that round was fetched."""
        return {outlet: (number, began) for outlet, number, began in self.db.execute(_OUTLET_ROUNDS)}


def _object(name: str, line: StoredLine) -> Json:
    """The line's object in today's form; raises DamagedLine if it does not belong in the file, not even in another."""
    value = line.value()
    if not isinstance(value, dict):
        raise line.damage("not a record: not a JSON object")
    if missing := [required for required in _REQUIRED[name] if required not in value]:
        raise line.damage(f"not a record: {missing[0]!r} is missing")
    value = todays_line(SCHEMA_KINDS[name], value)
    problem = type_problem_of(value, SCHEMA_KINDS[name])
    if not isinstance(value.get("reason", ""), str):  # the schema only lists its values, without a type
        problem = "reason: is not of type 'string'"
    if problem:
        raise line.damage(f"not a record: {problem}")
    return value


def _archived(record: Record) -> ArchivedRecord:
    headers = record.headers
    kind, fields = headers.get("warc-type", ""), list[tuple[str, bytes]]()
    if kind == "response":
        record.readline(HEAD_BYTES)  # the status line
        fields = read_fields(record.readline) or fields
    record.finish()
    locations = tuple(value.decode("utf-8", "replace") for name, value in fields if name.lower() == "location")
    ids = headers.get("warc-record-id", ""), headers.get("warc-concurrent-to", "")
    return ArchivedRecord(kind, target(headers), record.offset, record.length, *ids, locations)
