"""An archive without the exchanges taken down: which records stay, and at which offsets."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from crawler.takedown.files import reading, unreadable
from crawler.warc.damage import Damaged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from crawler.storage.committed import ArchivedRecord, CommittedFolder

_COPY_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class _KeptRecords:
    """The records of an archive that stay."""

    spans: tuple[tuple[int, int], ...]
    """Old offset and length in bytes of each, in order."""
    answers: int
    """Number of responses removed."""

    @property
    def moved(self) -> dict[int, int]:
        """Old offset → new offset of each record."""
        starts = accumulate((length for _, length in self.spans), initial=0)
        return {offset: at for (offset, _), at in zip(self.spans, starts, strict=False)}


def kept_records(folder: CommittedFolder, name: str, is_gone: Callable[[ArchivedRecord], bool]) -> _KeptRecords | None:
    """The records of an archive that stay; None if all do. Raises OutputError for an unreadable archive."""
    found = [(record, is_gone(record)) for record in all_records(folder, name)]
    gone = {record.id for record, is_covered in found if is_covered}
    stays = [record for record, is_covered in found if not is_covered and record.concurrent not in gone]
    if len(stays) == len(found):
        return None
    answers = sum(record.kind == "response" for record, _ in found) - sum(one.kind == "response" for one in stays)
    return _KeptRecords(tuple((record.offset, record.length) for record in stays), answers)


def all_records(folder: CommittedFolder, name: str) -> Iterator[ArchivedRecord]:
    """The records of an archive, in order; raises OutputError unless they fill its committed length exactly."""
    at = 0
    with reading(folder.path / name):
        for record in folder.archived(name):
            if record.offset != at or at + record.length > folder.lengths[name]:
                break
            yield record
            at += record.length
        if at < folder.lengths[name]:
            raise Damaged("not a whole record", at)


def copy_kept(path: Path, kept: _KeptRecords) -> Iterator[bytes]:
    """The bytes of the records that stay; raises OutputError if they cannot be read."""
    with reading(path), path.open("rb") as stream:
        for offset, length in kept.spans:
            stream.seek(offset)
            while length > 0 and (block := stream.read(min(length, _COPY_BYTES))):
                length -= len(block)
                yield block
            if length:
                raise unreadable(path, f"ends at byte {stream.tell()}")
