"""Repair of an output folder: make the ledger and the files agree again, keeping every whole line and record.

For files that were cut or lost, and for a ledger older than the files beside it. What is gone is fetched again: its
pages are pending; so are the pages of whole lines that the ledger does not know, because their links are not known.
"""

from __future__ import annotations

import os
import sqlite3
from array import array
from bisect import bisect_left
from contextlib import closing
from typing import TYPE_CHECKING

from crawler.checkup.repaired_lines import FoundLines, read_data_file
from crawler.checkup.repaired_rows import mend_rows
from crawler.errors import OutputError
from crawler.storage.committed import FILES, CommittedFolder
from crawler.storage.database import damaged_ledger, lock, open_database
from crawler.storage.recovery import catch_up, note_commits
from crawler.storage.replacing import finish_replacements, schedule_replacement, successor_of, sync_folder
from crawler.warc.damage import Damaged

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def repair(folder: Path, *, dry_run: bool = False) -> list[str]:
    """Repair a folder; returns what was lost and what will be fetched again, a line each, none for a whole folder.

    With `dry_run` no file changes. Raises OutputError for a folder without a readable ledger, in use or not writable,
    and for an archive that is not one of a crawl.
    """
    path = folder / "ledger.sqlite"
    if not path.is_file():
        raise OutputError(f"{folder}: no crawl there (no ledger.sqlite)")
    try:
        with closing(lock(path.with_suffix(".lock"))) as held, closing(open_database(path, None, checked=False)) as db:
            told, lengths = _mend(db, folder, dry_run)
            if dry_run or not told:
                db.rollback()
                return told
            number = catch_up(db, path)
            db.execute("COMMIT")
            note_commits(held.fileno(), number)
            db.execute("BEGIN IMMEDIATE")
            finish_replacements(db, folder)
            db.execute("COMMIT")
            _cut_tails(folder, lengths)
            return told
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_CORRUPT:
            raise damaged_ledger(path, str(error)) from error
        raise OutputError(f"{folder}: cannot be repaired: {error}") from error
    except OSError as error:
        raise OutputError(f"{folder}: cannot be repaired: {error}; the same command begins anew") from error


def _mend(db: sqlite3.Connection, folder: Path, dry_run: bool) -> tuple[list[str], dict[str, int]]:
    """What is told of a repair, and the new lengths of the files; the ledger's transaction holds the rest."""
    before = dict(db.execute("SELECT name, length FROM file").fetchall())
    told, lengths = list[str](), dict[str, int]()
    whole: dict[str, array[int]] = {}
    on_disk = {path.name for path in folder.glob("pages-*.warc.gz") if path.is_file()}
    for name in sorted(on_disk | {name for name in before if name.startswith("pages-")}):
        whole[name], end, damages = _intact_records(folder, name)
        told += _archive_lines(folder / name, before.get(name), end, damages)
        if end or name in on_disk:
            lengths[name] = end
    found = FoundLines(db, lambda file, offset: file not in whole or _has_record(whole[file], offset))
    replaced = []
    for name in FILES:
        data = read_data_file(folder / name, before.get(name, 0), found, dry_run)
        told += data.told
        lengths[name] = data.length
        replaced += [name] if data.is_rewritten else []
    told += mend_rows(db, found)
    db.execute("DELETE FROM file")
    db.executemany("INSERT INTO file (name, length) VALUES (?, ?)", sorted(lengths.items()))
    if replaced and not dry_run:
        sync_folder(folder)
        schedule_replacement(db, replaced)
    for name in set(FILES) - set(replaced):
        successor_of(folder / name).unlink(missing_ok=True)
    return told, lengths


def _intact_records(folder: Path, name: str) -> tuple[array[int], int, int]:
    """The offsets of an archive's whole records, the end of the last one, and the number of damaged stretches."""
    path, offsets, end = folder / name, array("Q"), 0
    size = path.stat().st_size if path.is_file() else 0
    if not size:
        return offsets, 0, 0
    damages: list[Damaged] = []
    with closing(sqlite3.connect(":memory:")) as none:
        try:
            for record in CommittedFolder(folder, none, {name: size}).archived(name, on_damage=damages.append):
                offsets.append(record.offset)
                end = record.offset + record.length
        except Damaged as damage:
            raise OutputError(
                f"{path}: not an archive of a crawl: {damage}; move it away, and repair again"
            ) from damage
    return offsets, end, sum(not damage.cut_off for damage in damages)


def _archive_lines(path: Path, committed: int | None, end: int, damages: int) -> list[str]:
    told = []
    if committed and not path.is_file():
        told.append(f"{path.name}: is missing, with {committed} committed bytes")
    elif end < (committed or 0):
        told.append(f"{path.name}: whole up to byte {end} of {committed} that were committed")
    elif end > (committed or 0):
        told.append(f"{path.name}: {end - (committed or 0)} bytes that the ledger does not know are kept")
    if damages:
        told.append(f"{path.name}: {damages} damaged places, which stay")
    return told


def _has_record(offsets: array[int], offset: int) -> bool:
    place = bisect_left(offsets, offset)
    return place < len(offsets) and offsets[place] == offset


def _cut_tails(folder: Path, lengths: Mapping[str, int]) -> None:
    """Cut off what follows the last whole line or record."""
    for name, length in lengths.items():
        if (folder / name).is_file() and (folder / name).stat().st_size > length:
            os.truncate(folder / name, length)
