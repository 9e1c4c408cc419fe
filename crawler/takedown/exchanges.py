"""An archive without the exchanges that are to go: which records stay, and where they stand then."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from crawler.takedown.files import reading, unreadable
from crawler.warc.damage import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.storage.committed import ArchivedRecord, CommittedFolder
    from crawler.takedown.target import Target

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class _Kept:
    """What stays of an archive."""

    spans: tuple[tuple[int, int], ...]
    """Offset and length of each record that stays, in order."""
    answers: int
    """Answers that go."""

    @property
    def moved(self) -> dict[int, int]:
        """Old offset → new offset of each record that stays."""
        starts = accumulate((length for _, length in self.spans), initial=0)
        return {offset: at for (offset, _), at in zip(self.spans, starts, strict=False)}


def kept_of(folder: CommittedFolder, name: str, target: Target) -> _Kept | None:
    """What stays of an archive; None where nothing goes.

    Raises OutputError for an archive that cannot be read.
    """
    found = [(record, _goes(record, target)) for record in _whole(folder, name)]
    gone = {record.id for record, goes in found if goes}
    stays = [record for record, goes in found if not goes and record.concurrent not in gone]
    if len(stays) == len(found):
        return None
    answers = sum(record.kind == "response" for record, _ in found) - sum(one.kind == "response" for one in stays)
    return _Kept(tuple((record.offset, record.length) for record in stays), answers)


def _whole(folder: CommittedFolder, name: str) -> Iterator[ArchivedRecord]:
    """The records of an archive; raises OutputError where they do not fill its committed length."""
    at = 0
    with reading(folder.path / name):
        for record in folder.archived(name):
            if record.offset != at or at + record.length > folder.lengths[name]:
                break
            yield record
            at += record.length
        if at < folder.lengths[name]:
            raise Damaged("is none", at)


def _goes(record: ArchivedRecord, target: Target) -> bool:
    """Whether a record's own address is to go, or one that it redirects to."""
    return target.covers(record.url) or any(target.covers(_joined(record.url, one)) for one in record.locations)


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location.strip())
    except ValueError:
        return ""


def copied(path: Path, kept: _Kept) -> Iterator[bytes]:
    """The bytes of what stays; raises OutputError where they cannot be read."""
    with reading(path), path.open("rb") as stream:
        for offset, length in kept.spans:
            stream.seek(offset)
            while length > 0 and (block := stream.read(min(length, _BLOCK))):
                length -= len(block)
                yield block
            if length:
                raise unreadable(path, f"ends at byte {stream.tell()}")
