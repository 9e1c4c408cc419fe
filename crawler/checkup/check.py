"""Is an output folder whole? Every line, every pointer, every archived record, held against the ledger."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from crawler.checkup.archives import archive_problems
from crawler.checkup.lines import Register, line_problems
from crawler.storage.committed import FILES, CommittedFolder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from crawler.outlets import Outlet


def problems(path: Path, outlets: Mapping[str, Outlet]) -> Iterator[str]:
    """What is wrong with a folder, one line each, with the file's name first; nothing for one that is whole.

    A crawl may be writing there: what its ledger has not committed is not looked at. Takes memory for one line or
    record at a time. Raises OutputError where there is no ledger that can be read.
    """
    with closing(CommittedFolder.open(path)) as folder, closing(Register()) as register:
        yield from ledger_problems(folder)
        yield from file_problems(folder)
        try:
            for name in FILES:
                if name in folder.lengths and (path / name).is_file():
                    yield from line_problems(folder, name, register)
            written = register.records()
            if written != folder.revisions:
                yield f"articles.jsonl: {written} records, but the ledger has committed {folder.revisions}"
            yield from archive_problems(folder, register, outlets)
        except sqlite3.DatabaseError as error:
            yield f"ledger.sqlite: cannot be read further: {error}"


def ledger_problems(folder: CommittedFolder) -> Iterator[str]:
    """What SQLite finds wrong with the ledger."""
    try:
        for (row,) in folder.db.execute("PRAGMA integrity_check"):
            yield from (f"ledger.sqlite: {line}" for line in str(row).splitlines() if line != "ok")
    except sqlite3.DatabaseError as error:
        yield f"ledger.sqlite: {error}"


def file_problems(folder: CommittedFolder) -> Iterator[str]:
    """Files that are gone or shorter than committed, and archives that the ledger does not know."""
    for name, size, length in folder.too_short():
        yield f"{name}: {size or 0} bytes, but the ledger has committed {length}"
    known = max(folder.archives, default="")
    unknown = sorted(path.name for path in folder.path.glob("pages-*.warc.gz") if path.name not in folder.lengths)
    # One may have been begun since the last commit.
    yield from (f"{name}: the ledger does not know it" for name in unknown[1 if unknown[:1] > [known] else 0 :])
