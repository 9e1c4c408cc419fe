"""An archive without the exchanges that are to go: which records stay, and where they stand then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from crawler.takedown.files import unreadable
from crawler.warc.captures import target as target_of
from crawler.warc.errors import Damaged
from crawler.warc.records import HEAD_BYTES, read_fields, records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.takedown.target import Target
    from crawler.warc.records import Record

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
    gone = {member.id for member in members if member.goes}
    stays = [member for member in members if not member.goes and member.concurrent not in gone]
    if len(stays) == len(members):
        return None
    answers = sum(member.kind == "response" for member in members) - sum(one.kind == "response" for one in stays)
    return Kept(tuple((member.offset, member.length) for member in stays), answers)


def members_of(path: Path, committed: int, target: Target) -> Iterator[Member]:
    """The records of an archive up to its committed length; raises OutputError where they do not fill it."""
    at = 0
    try:
        for member in records(path, lambda record: _member(record, target)):
            if member.offset != at or at + member.length > committed:
                break
            yield member
            at += member.length
            if at == committed:
                return
    except Damaged as damage:
        at = damage.offset
    except OSError as error:
        raise unreadable(path, error.strerror or str(error)) from error
    raise unreadable(path, f"damaged at byte {at}")


def _member(record: Record, target: Target) -> Member:
    headers, url = record.headers, target_of(record.headers)
    kind, goes = headers.get("warc-type", ""), target.covers(url)
    if kind == "response":
        record.readline(HEAD_BYTES)  # the status line
        for name, value in read_fields(record.readline) or ():
            if name.lower() == "location":
                goes = goes or target.covers(_joined(url, value.decode("utf-8", "replace")))
    record.finish()
    concurrent = headers.get("warc-concurrent-to", "")
    return Member(record.offset, record.length, kind, headers.get("warc-record-id", ""), concurrent, goes)


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location.strip())
    except ValueError:
        return ""


def copied(path: Path, kept: Kept) -> Iterator[bytes]:
    """The bytes of what stays; raises OutputError where they cannot be read."""
    try:
        with path.open("rb") as stream:
            for offset, length in kept.spans:
                stream.seek(offset)
                while length > 0 and (block := stream.read(min(length, _BLOCK))):
                    length -= len(block)
                    yield block
                if length:
                    raise unreadable(path, f"ends at byte {stream.tell()}")
    except OSError as error:
        raise unreadable(path, error.strerror or str(error)) from error
