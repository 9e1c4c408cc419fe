"""Take an address or a domain down: remove it from the corpus atomically, with its copies, and keep it out.

New files are written beside the old ones; one commit of the ledger makes them count; then they are renamed. If this
is killed in between, opening the folder next time finishes it (`storage/replacing.py`).
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from crawler.errors import OutputError
from crawler.leases.writer import unwritable
from crawler.ledger.older_formats import bring_up_to_date, compact
from crawler.ledger.takedowns import covering_keys, forget, hosts_above, remember, request_of, taken_down_since
from crawler.storage.committed import FILES, CommittedFolder
from crawler.storage.database import lock, open_database
from crawler.storage.replacing import (
    finish_replacements,
    schedule_replacement,
    successor_of,
    sync_folder,
    write_successor,
)
from crawler.storage.upgrade import note_todays_version
from crawler.takedown.articles import Covered, find_covered
from crawler.takedown.exchanges import copy_kept, kept_records
from crawler.takedown.files import removing_successors, unreadable
from crawler.takedown.ledger_rows import remove_rows
from crawler.takedown.lines import Moved, rewrite_lines
from crawler.takedown.pages import AnswerReader
from crawler.takedown.suggestions import nearest_name
from crawler.takedown.target import Target, target_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from crawler.outlets import Outlet

LEDGER = "ledger.sqlite"


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed."""

    files: dict[str, dict[str, int]] = field(default_factory=dict)
    """By file and name (`records`, `rejections`, `edges`, `mentions`, `exchanges`, `addresses`, `topics`), no zeros."""
    since: str | None = None
    """When this was first taken down; None if never before."""
    copies: int = 0
    """Records among them that were copies, not under the article's own addresses."""
    left: int = 0
    """Records of others that share shorter passages with an article, and stay."""
    nearest: str | None = None
    """If nothing matched: the known address or domain that is most like the one named."""

    @property
    def counts(self) -> dict[str, int]:
        """The sums over all files, by name."""
        return dict(sum(map(Counter, self.files.values()), Counter[str]()))

    @property
    def has_matched(self) -> bool:
        """Whether there was anything to remove, now or when it was first taken down."""
        return bool(self.files) or self.since is not None


def take_down(
    folder: Path, what: str, outlets: Mapping[str, Outlet], *, dry_run: bool = False, ahead: bool = False
) -> Removed:
    """Remove an address (with its scheme) or a domain from an output folder, and remember it.

    With `dry_run` nothing is written. What matches nothing is only remembered if `ahead` of its first crawl. Raises
    OutputError and leaves the folder as it was if that holds no crawl, is in use, damaged or not writable;
    DataFileError for a target that is neither an address nor a domain.
    """
    with _opened_folder(folder) as db:
        return _take_down(CommittedFolder.of(folder, db), what, outlets, dry_run, ahead)


def undo(folder: Path, what: str, outlets: Mapping[str, Outlet]) -> int:
    """Forget the takedowns that name an address or a domain, and return how many; what they removed stays removed.

    Raises as `take_down` does.
    """
    with _opened_folder(folder) as db:
        target = target_of(what, outlets)
        number = forget(db, target.keys | target.hosts)
        db.execute("COMMIT")
        return number


@contextmanager
def _opened_folder(folder: Path) -> Iterator[sqlite3.Connection]:
    path = folder / LEDGER
    if not path.is_file():
        raise OutputError(f"{folder}: no crawl there (no {LEDGER})")
    try:
        with closing(lock(path.with_suffix(".lock"))), closing(open_database(path, None)) as db:
            bring_up_to_date(db)
            yield db
    except (OSError, sqlite3.Error) as error:
        raise unwritable(folder, error) from error


def _take_down(
    folder: CommittedFolder, what: str, outlets: Mapping[str, Outlet], dry_run: bool, ahead: bool
) -> Removed:
    _require_whole(folder)
    db, named = folder.db, target_of(what, outlets)
    files: dict[str, Counter[str]] = {name: Counter() for name in (*FILES, *folder.archives, LEDGER)}
    db.execute("PRAGMA secure_delete = ON")  # otherwise deleted rows stay in the file's free pages
    since, request = taken_down_since(db, _covering(named, what)), request_of(db, named.keys | named.hosts)
    covered = find_covered(folder, named, request)
    with removing_successors(folder.path, folder.lengths):
        lengths = _write_successors(folder, covered, files, dry_run)
        files[LEDGER].update(remove_rows(db, covered))
        counts = {name: dict(found) for name, number in files.items() if (found := +number)}
        removed = Removed(counts, since, covered.copies, covered.left)
        if dry_run or not (removed.has_matched or ahead):
            nearest = None if removed.has_matched else nearest_name(db, what, named, outlets)
            for name in lengths if not dry_run else ():
                successor_of(folder.path / name).unlink(missing_ok=True)
            return replace(removed, nearest=nearest)
        _commit(folder, covered.target, request, lengths)
    db.execute("BEGIN IMMEDIATE")
    finish_replacements(db, folder.path)
    db.execute("COMMIT")
    _remove_uncommitted(folder, folder.lengths | lengths)
    compact(db)
    return removed


def _covering(named: Target, what: str) -> set[str]:
    """The names under which a target may have been taken down before: its own, and the hosts above it."""
    above = (one for host in named.hosts for one in hosts_above(host))
    return {*named.keys, *above} | set(covering_keys(named.canonicalize(what)) if named.keys else ())


def _require_whole(folder: CommittedFolder) -> None:
    for name, size, length in folder.too_short():
        short = f"{size} bytes, but the ledger has committed {length}"
        missing = f"is missing, but the ledger has committed {length} bytes of it"
        raise unreadable(folder.path / name, missing if size is None else short)


def _write_successors(
    folder: CommittedFolder, covered: Covered, files: dict[str, Counter[str]], dry_run: bool
) -> dict[str, int]:
    """Write the new versions of the files that change, and return their lengths in bytes."""
    lengths: dict[str, int] = {}
    moved: Moved = {}
    reader = AnswerReader(folder)
    for name in [name for name in folder.archives if folder.lengths[name]]:
        path, kept = folder.path / name, kept_records(folder, name, partial(covered.is_gone, name, reader=reader))
        if kept is not None:
            files[name]["exchanges"] += kept.answers
            moved[name] = kept.moved
            lengths[name] = write_successor(path, copy_kept(path, kept), dry_run)
    for name in [name for name in FILES if folder.lengths.get(name)]:
        lines = rewrite_lines(folder, name, covered, moved, files[name])
        lengths[name] = write_successor(folder.path / name, lines, dry_run)
    return lengths


def _commit(folder: CommittedFolder, target: Target, request: int, lengths: Mapping[str, int]) -> None:
    """Remember the takedown and make the new files count."""
    db, at = folder.db, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    sync_folder(folder.path)
    remember(db, sorted(target.keys | target.hosts), request, at)
    db.executemany("INSERT OR REPLACE INTO file (name, length) VALUES (?, ?)", sorted(lengths.items()))
    schedule_replacement(db, lengths)
    note_todays_version(db)  # of the lines that were rewritten, and there are no others
    db.execute("COMMIT")


def _remove_uncommitted(folder: CommittedFolder, lengths: Mapping[str, int]) -> None:
    """Remove what a killed crawl wrote after its last commit, as the next crawl would."""
    for path in (*folder.path.glob("pages-*.warc.gz"), *(folder.path / name for name in FILES)):
        length = lengths.get(path.name, 0)
        if path.is_file() and path.stat().st_size > length:
            os.truncate(path, length)
