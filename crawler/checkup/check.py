"""Integrity check of an output folder: every line, pointer and archived record against the ledger."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from crawler.checkup.register import Register
from crawler.outlets import outlet_of
from crawler.storage.committed import EDGES, FILES, SCHEMA_KINDS, CommittedFolder, DamagedLine
from crawler.storage.older_lines import todays_line
from crawler.storage.schema import errors
from crawler.urls import canonicalize
from crawler.warc.damage import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from crawler.outlets import Outlet
    from crawler.storage.committed import ArchivedRecord

_RESPONSE_KINDS = ("response", "revisit", "resource")


def problems(path: Path, outlets: Mapping[str, Outlet]) -> Iterator[str]:
    """The problems of a folder, one line each, beginning with the file's name; empty for an intact folder.

    A crawl may be writing there: uncommitted data is ignored. Memory holds one line or record at a time.
    Raises OutputError if there is no readable ledger.
    """
    with closing(CommittedFolder.open(path)) as folder, closing(Register()) as register:
        yield from _ledger_problems(folder)
        yield from _file_problems(folder)
        try:
            for name in FILES:
                if name in folder.lengths and (path / name).is_file():
                    yield from _line_problems(folder, name, register)
            written = register.records()
            if written != folder.revisions:
                yield f"articles.jsonl: {written} records, but the ledger has committed {folder.revisions}"
            yield from _archive_problems(folder, register, outlets)
        except sqlite3.DatabaseError as error:
            yield f"ledger.sqlite: cannot be read further: {error}"


def _ledger_problems(folder: CommittedFolder) -> Iterator[str]:
    """The problems that SQLite finds in the ledger."""
    try:
        for (row,) in folder.db.execute("PRAGMA integrity_check"):
            yield from (f"ledger.sqlite: {line}" for line in str(row).splitlines() if line != "ok")
    except sqlite3.DatabaseError as error:
        yield f"ledger.sqlite: {error}"


def _file_problems(folder: CommittedFolder) -> Iterator[str]:
    """Files that are missing or shorter than committed, and archives that the ledger does not know."""
    for name, size, length in folder.too_short():
        yield f"{name}: {size or 0} bytes, but the ledger has committed {length}"
    known = max(folder.archives, default="")
    unknown = sorted(path.name for path in folder.path.glob("pages-*.warc.gz") if path.name not in folder.lengths)
    # One may have been started since the last commit.
    yield from (f"{name}: the ledger does not know it" for name in unknown[1 if unknown[:1] > [known] else 0 :])


def _line_problems(folder: CommittedFolder, name: str, register: Register) -> Iterator[str]:
    """The problems of the committed lines of one file."""
    for line in folder.lines(name):
        place = f"{name}: line {line.number}"
        try:
            found = line.value()
        except DamagedLine as damage:
            yield f"{name}: {damage}"
            continue
        if isinstance(found, dict):
            found = todays_line(SCHEMA_KINDS[name], found)
        if invalid := errors(found, SCHEMA_KINDS[name]):
            yield from (f"{place}: {one}" for one in invalid)
        elif name != EDGES:
            yield from _unknown_addresses(folder, found, place, register)


def _unknown_addresses(folder: CommittedFolder, line: dict[str, Any], place: str, register: Register) -> Iterator[str]:
    """Check a line against the ledger and for repetition, and register its pointer."""
    if "id" in line and not register.is_new(line):
        yield f"{place}: record {line['id']}, revision {line['revision']}, occurs twice"
    if folder.page(line["url"]) is None:
        yield f"{place}: the ledger does not know {line['url']}"
    if line["warc"] is not None:
        register.add_pointer(place, line["url"], line["warc"])


def _archive_problems(folder: CommittedFolder, register: Register, outlets: Mapping[str, Outlet]) -> Iterator[str]:
    """The problems of a folder's own archives, and of archives elsewhere that lines point to."""
    for name in folder.archives:
        if folder.lengths[name] and (folder.path / name).is_file():
            yield from _record_problems(folder, register, outlets, name)
    for name in [name for name in register.files() if name not in folder.archives]:
        for offset in sorted({at for _, at in register.unresolved(name)}):
            yield from _record_problems(folder, register, outlets, name, offset)
    for name in register.files():
        yield from (f"{line}: no record begins at byte {at} of {name}" for line, at in register.unresolved(name))


def _record_problems(
    folder: CommittedFolder, register: Register, outlets: Mapping[str, Outlet], name: str, only: int | None = None
) -> Iterator[str]:
    """The problems of an archive's records (or of the `only` one at an offset) and of pointers to them."""
    damages: list[Damaged | str] = []
    found = folder.archived(name, on_damage=damages.append) if only is None else folder.archived(name, only, only + 1)
    try:
        for record in found:
            yield from _pointer_problems(folder, register, outlets, name, record)
    except Damaged as damage:
        damages.append(damage)
    except OSError as error:
        damages.append(f"cannot be read: {error.strerror or error}")
    yield from (f"{name}: {damage}" for damage in damages)


def _pointer_problems(
    folder: CommittedFolder, register: Register, outlets: Mapping[str, Outlet], name: str, record: ArchivedRecord
) -> Iterator[str]:
    """The problems of the lines that point to a record."""
    for line, stated, own in register.take_pointers(name, record.offset):
        where = f"{line}: its record at byte {record.offset} of {name}"
        if record.kind not in _RESPONSE_KINDS:
            yield f"{where} is not a response, but a {record.kind}"
        elif stated != record.length:
            yield f"{where} has {record.length} bytes, not {stated}"
        elif not _may_be_page_of(folder, outlets, record.url, own):
            yield f"{where} is the response of {record.url}, not of {own}"


def _may_be_page_of(folder: CommittedFolder, outlets: Mapping[str, Outlet], fetched: str, own: str) -> bool:
    """Whether a page fetched at one address can be the page of another.

    It can if both are the same address, or if both belong to one page in the ledger: by a redirect, or because the
    page declares the other as its canonical address.
    """
    spelled = {canonicalize(fetched), outlet_of(fetched, outlets).canonicalize(fetched)}
    if own in spelled:
        return True
    page = folder.page(own)
    return page is not None and any(folder.page(one) == page for one in spelled)
