"""An output folder as it was committed: its records and rejections, line by line. Nothing is locked or written."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from cleaners.errors import DataFileError
from crawler.ledger.switch import UNFINISHED
from crawler.schema import mistyped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Json = dict[str, Any]

ARTICLES = "articles.jsonl"
REJECTED = "rejected.jsonl"
_CLEANING = ("empty", "too_short", "not_arabic", "listing", "mostly_links", "bot_wall", "paywall", "stub")
_REJUDGED = frozenset((*_CLEANING, "opt_out", "timeout", "worker_killed"))
"""Reasons that the page's own reading gives; the others are of the crawl, and the page says nothing about them."""

_KINDS = {ARTICLES: "record", REJECTED: "rejected"}
_ALL = ("url", "outlet", "seed", "depth", "fetched_at", "warc")
_NEEDED = {ARTICLES: (*_ALL, "id", "text", "dropped"), REJECTED: (*_ALL, "reason")}
"""Fields without which a line says too little; those of an older crawl may lack others."""


@dataclass(frozen=True)
class Folder:
    """What reclean reads of an output folder; a crawl may be writing there."""

    path: Path
    lengths: dict[str, int] = field(default_factory=dict)
    """Bytes of each file that count, by the ledger; a file that is not in it counts whole."""

    def entries(self) -> Iterator[tuple[str, Json]]:
        """Records, then the rejections that today's cleaner may see otherwise, each with its file's name.

        Raises DataFileError for a folder without records, and for a line that is none of the file's.
        """
        yield from ((ARTICLES, line) for line in self._lines(ARTICLES))
        if (self.path / REJECTED).exists():
            for line in self._lines(REJECTED):
                if line.get("reason") in _REJUDGED and line.get("warc"):
                    yield REJECTED, line

    def is_bridge(self, url: str) -> bool | None:
        """Whether the crawl read a page for its links only; None where the ledger does not know."""
        rows = _ask(self.path, "SELECT kind FROM address WHERE canonical = ?", url)
        return rows[0][0] in ("bridge", "listing", "feed", "sitemap") if rows else None

    def _lines(self, name: str) -> Iterator[Json]:
        path, at = self.path / name, 0
        try:
            with path.open("rb") as stream:
                for number, line in enumerate(stream, 1):
                    at += len(line)
                    if at > self.lengths.get(name, at) or not line.endswith(b"\n"):
                        return
                    yield _object(path, number, line)
        except OSError as error:
            raise DataFileError(f"{path}: cannot be read: {error.strerror or error}") from error


def open_folder(path: Path) -> Folder:
    """The folder with the lengths that its ledger has committed; raises DataFileError after half a takedown."""
    if _ask(path, "SELECT name FROM switch"):
        raise DataFileError(UNFINISHED.format(path))
    return Folder(path, dict(_ask(path, "SELECT name, length FROM file")))


def _object(path: Path, number: int, line: bytes) -> Json:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DataFileError(f"{path}: line {number}: no JSON: {error}") from error
    if not isinstance(found, dict):
        raise DataFileError(f"{path}: line {number}: no record: no JSON object")
    if missing := [name for name in _NEEDED[path.name] if name not in found]:
        raise DataFileError(f"{path}: line {number}: no record: it has no {missing[0]!r}")
    problem = mistyped(found, _KINDS[path.name])
    if not isinstance(found.get("reason", ""), str):  # the schema lists the words that it may be, whatever their type
        problem = "reason: is not of type 'string'"
    if problem:
        raise DataFileError(f"{path}: line {number}: no record: {problem}")
    return found


def _ask(folder: Path, query: str, *values: str) -> list[Any]:
    """Rows of the ledger; none where there is no ledger that can be read."""
    address = f"file:{quote(str((folder / 'ledger.sqlite').absolute()))}?mode=ro"
    # A folder that cannot be written to has no room for what reading beside a writer needs.
    for uri in (address, f"{address}&immutable=1"):
        try:
            with closing(sqlite3.connect(uri, uri=True)) as db:
                return db.execute(query, values).fetchall()
        except sqlite3.Error:
            continue
    return []
