"""The archives: every record can be read, and each pointer leads to the answer of its line's page."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from crawler.origin import outlet_of
from crawler.urls import canonicalize
from crawler.warc.captures import target
from crawler.warc.errors import Damaged
from crawler.warc.records import records

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from crawler.checkup.folder import Folder
    from crawler.checkup.lines import Register
    from crawler.outlets import Outlet
    from crawler.warc.records import Record

_ANSWERS = ("response", "revisit")
Stored = tuple[str, str, int, int]
"""A record's type, address, offset and length."""


def archive_problems(folder: Folder, register: Register, outlets: Mapping[str, Outlet]) -> Iterator[str]:
    """What is wrong with the archives of a folder, and with archives elsewhere where lines point to them."""
    own = [name for name in folder.lengths if name.startswith("pages-")]
    for name in [name for name in own if folder.lengths[name] and (folder.path / name).is_file()]:
        damages: list[str] = []
        for stored in _committed(folder, name, damages):
            yield from _pointed(folder, register, outlets, name, stored)
        yield from (f"{name}: {damage}" for damage in damages)
    for name in [name for name in register.files() if name not in own]:
        for offset in list(register.offsets(name)):
            yield from _elsewhere(folder, register, outlets, name, offset)
    for name in register.files():
        yield from (f"{line}: no record begins at byte {at} of {name}" for line, at in register.left(name))


def _committed(folder: Folder, name: str, damages: list[str]) -> Iterator[Stored]:
    """The records of an archive as far as it counts; what cannot be read is told in `damages`."""
    end = folder.lengths[name]

    def note(damage: Damaged) -> None:
        if damage.offset < end:
            damages.append(str(damage))

    yield from _read(records(folder.path / name, _stored, 0, note), end, damages)


def _elsewhere(
    folder: Folder, register: Register, outlets: Mapping[str, Outlet], name: str, offset: int
) -> Iterator[str]:
    """What is wrong with one pointer into an archive that a crawl was given."""
    damages: list[str] = []
    for stored in _read(records(folder.path / name, _stored, offset), offset + 1, damages):
        yield from _pointed(folder, register, outlets, name, stored)
    yield from (f"{name}: {damage}" for damage in damages)


def _read(found: Generator[Stored, None, None], end: int, damages: list[str]) -> Iterator[Stored]:
    try:
        with closing(found):
            for stored in found:
                if stored[2] >= end:
                    return
                yield stored
                if stored[2] + stored[3] >= end:
                    return
    except Damaged as damage:
        damages.append(str(damage))
    except OSError as error:
        damages.append(f"cannot be read: {error.strerror or error}")


def _stored(record: Record) -> Stored:
    record.finish()
    return record.headers.get("warc-type", ""), target(record.headers), record.offset, record.length


def _pointed(
    folder: Folder, register: Register, outlets: Mapping[str, Outlet], name: str, stored: Stored
) -> Iterator[str]:
    """What is wrong with the lines that point to a record."""
    kind, url, offset, length = stored
    for line, stated, own in register.take(name, offset):
        where = f"{line}: its record at byte {offset} of {name}"
        if kind not in _ANSWERS:
            yield f"{where} is no answer, but a {kind}"
        elif stated != length:
            yield f"{where} has {length} bytes, not {stated}"
        elif not is_of(folder, outlets, url, own):
            yield f"{where} is the answer of {url}, not of {own}"


def is_of(folder: Folder, outlets: Mapping[str, Outlet], fetched: str, own: str) -> bool:
    """Whether a page that was fetched at an address may be the one that bears another.

    It may where both are one address, or the ledger says that one page bears both: by a redirect, or because the
    page calls the other its canonical one.
    """
    spelled = {canonicalize(fetched), outlet_of(fetched, outlets).canonicalize(fetched)}
    if own in spelled:
        return True
    page = folder.page(own)
    return page is not None and any(folder.page(one) == page for one in spelled)
