"""An archive without the exchanges that are to go: which records stay, and where they stand then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.takedown.target import Target

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """One record of an archive, as far as a takedown asks."""

    offset: int
    length: int
    kind: str
    id: str
    """Its WARC-Record-ID."""
    concurrent: str
    """The id of the record that it was written with; "" for none."""
    goes: bool
    """Whether its own address is to go, or the one that it redirects to."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays of an archive."""

    spans: tuple[tuple[int, int], ...]
    """Offset and length of each record that stays, in order."""
    answers: int
    """Answers that go."""

    @property
    def moved(self) -> dict[int, int]:
        """Old offset → new offset of each record that stays."""
        found, at = {}, 0
        for offset, length in self.spans:
            found[offset] = at
            at += length
        return found


def kept_of(path: Path, committed: int, target: Target) -> Kept | None:
    """What stays of an archive, of which so many bytes count; None where nothing goes.

    Raises OutputError for an archive that cannot be read.
    """
    members = list(members_of(path, committed, target))
    at = 0
    for member in members:
        if member.offset != at:
            break
        at += member.length
    if at != committed:
        raise OutputError(f"{path}: damaged at byte {at}: nothing is taken down from what cannot be read")
    gone = {member.id for member in members if member.goes}
    stays = [member for member in members if not member.goes and member.concurrent not in gone]
    if len(stays) == len(members):
        return None
    answers = sum(member.kind == "response" for member in members) - sum(one.kind == "response" for one in stays)
    return Kept(tuple((member.offset, member.length) for member in stays), answers)


def members_of(path: Path, committed: int, target: Target) -> Iterator[Member]:
    """The records of an archive up to its committed length."""
    try:
        with path.open("rb") as stream:
            records = ArchiveIterator(stream)
            for record in records:
                facts = _facts(record, target)
                records.read_to_end(record)
                offset, length = records.get_record_offset(), records.get_record_length()
                yield Member(offset, length, *facts)
                if offset + length >= committed:
                    return
    except (ArchiveLoadFailed, OSError) as error:
        raise OutputError(f"{path}: cannot be read: {' '.join(str(error).split())}") from error


def _facts(record: Any, target: Target) -> tuple[str, str, str, bool]:
    def header(name: str) -> str:
        return record.rec_headers.get_header(name) or ""

    url = header("WARC-Target-URI").strip("<>")
    goes = target.covers(url)
    if record.rec_type == "response" and record.http_headers is not None:
        location = record.http_headers.get_header("Location")
        goes = goes or bool(location and target.covers(_joined(url, location)))
    return record.rec_type, header("WARC-Record-ID"), header("WARC-Concurrent-To"), goes


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location.strip())
    except ValueError:
        return ""


def copied(path: Path, kept: Kept) -> Iterator[bytes]:
    """The bytes of what stays."""
    with path.open("rb") as stream:
        for offset, length in kept.spans:
            stream.seek(offset)
            while length > 0:
                block = stream.read(min(length, _BLOCK))
                if not block:
                    raise OutputError(f"{path}: shorter than its ledger says")
                length -= len(block)
                yield block
