"""The archives: every record can be read, and each pointer leads to the answer of its line's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.origin import outlet_of
from crawler.urls import canonicalize
from crawler.warc.errors import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crawler.checkup.lines import Register
    from crawler.outlets import Outlet
    from crawler.storage.committed import ArchivedRecord, CommittedFolder

_ANSWERS = ("response", "revisit")


def archive_problems(folder: CommittedFolder, register: Register, outlets: Mapping[str, Outlet]) -> Iterator[str]:
    """What is wrong with the archives of a folder, and with archives elsewhere where lines point to them."""
    for name in folder.archives:
        if folder.lengths[name] and (folder.path / name).is_file():
            yield from _checked(folder, register, outlets, name)
    for name in [name for name in register.files() if name not in folder.archives]:
        for offset in list(register.offsets(name)):
            yield from _checked(folder, register, outlets, name, offset)
    for name in register.files():
        yield from (f"{line}: no record begins at byte {at} of {name}" for line, at in register.left(name))


def _checked(
    folder: CommittedFolder, register: Register, outlets: Mapping[str, Outlet], name: str, only: int | None = None
) -> Iterator[str]:
    """What is wrong with the records of an archive, or with the only one at an offset, and with pointers to them."""
    damages: list[Damaged | str] = []
    found = folder.archived(name, on_damage=damages.append) if only is None else folder.archived(name, only, only + 1)
    try:
        for record in found:
            yield from _pointed(folder, register, outlets, name, record)
    except Damaged as damage:
        damages.append(damage)
    except OSError as error:
        damages.append(f"cannot be read: {error.strerror or error}")
    yield from (f"{name}: {damage}" for damage in damages)


def _pointed(
    folder: CommittedFolder, register: Register, outlets: Mapping[str, Outlet], name: str, record: ArchivedRecord
) -> Iterator[str]:
    """What is wrong with the lines that point to a record."""
    for line, stated, own in register.take(name, record.offset):
        where = f"{line}: its record at byte {record.offset} of {name}"
        if record.kind not in _ANSWERS:
            yield f"{where} is no answer, but a {record.kind}"
        elif stated != record.length:
            yield f"{where} has {record.length} bytes, not {stated}"
        elif not is_of(folder, outlets, record.url, own):
            yield f"{where} is the answer of {record.url}, not of {own}"


def is_of(folder: CommittedFolder, outlets: Mapping[str, Outlet], fetched: str, own: str) -> bool:
    """Whether a page that was fetched at an address may be the one that bears another.

    It may where both are one address, or the ledger says that one page bears both: by a redirect, or because the
    page calls the other its canonical one.
    """
    spelled = {canonicalize(fetched), outlet_of(fetched, outlets).canonicalize(fetched)}
    if own in spelled:
        return True
    page = folder.page(own)
    return page is not None and any(folder.page(one) == page for one in spelled)
