"""Which records are answers of web servers, what they answer, and which earlier answer a revisit stands for."""

from __future__ import annotations

import hashlib
import re
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from crawler.urls import address_key, split
from crawler.warc.damage import Damaged
from crawler.warc.records import Record, read_fields, records
from crawler.warc.warc_date import moment

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    from crawler.warc.records import Fields

_STATUS = re.compile(rb"HTTP/\S+\s+(\d{3})(?!\d)")
_LINE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Capture:
    """A record that is a server's answer to the request for an http or https address."""

    url: str
    offset: int
    length: int
    """Bytes of the record as stored."""
    status: int
    """0 for a revisit that does not say it."""
    content_type: str
    """As the server said, "" where it did not."""
    captured: str
    """WARC-Date in UTC, whole seconds, with a Z."""
    next_offset: int
    """Where the record behind it begins."""
    names: tuple[int, ...]
    """What revisits may call it by: its id, its address and moment, its payload's digest."""
    refers: tuple[int, ...] = ()
    """For a revisit: the name of the answer whose payload it had, the surest first; empty for all others."""
    is_revisit: bool = False


def captures(
    path: Path, offset: int = 0, on_damage: Callable[[Damaged], None] | None = None
) -> Generator[Capture, None, None]:
    """The captures of a file from an offset on; every byte behind it is read. Raises as `records` does.

    A capture whose WARC-Date cannot be read counts as damaged: nobody knows when it was.
    """
    with closing(records(path, partial(_capture, on_damage=on_damage), offset, on_damage)) as found:
        yield from (capture for capture in found if capture is not None)


def _capture(record: Record, on_damage: Callable[[Damaged], None] | None) -> Capture | None:
    headers = record.headers
    kind, url = headers.get("warc-type", ""), target(headers)
    if kind not in ("response", "revisit") or split(url) is None:
        return None
    status, fields = read_http_head(record) or (0, [])
    if not status and kind == "response":
        return None
    record.finish()
    date = headers.get("warc-date", "")
    captured = moment(date)
    if not captured:
        # It was read to its end, so what follows is found without looking for it.
        damage = Damaged(f"has no WARC-Date that can be read: {date[:40]!a}", record.offset)
        if on_damage is None:
            raise damage
        on_damage(damage)
        return None
    # The digest of a revisit is that of the payload which it does not have.
    digest = headers.get("warc-payload-digest", "") if kind == "response" else ""
    content_type = next((value for name, value in fields if name.lower() == "content-type"), b"")
    return Capture(
        url=url,
        offset=record.offset,
        length=record.length,
        status=status,
        content_type=content_type.decode("latin-1"),
        captured=captured,
        next_offset=record.members.tell(),
        names=tuple(_names(headers.get("warc-record-id", ""), url, captured, digest)),
        refers=tuple(_referred(headers)) if kind == "revisit" else (),
        is_revisit=kind == "revisit",
    )


def target(headers: dict[str, str]) -> str:
    """The address that a record is about; some crawlers put it between < and >."""
    return headers.get("warc-target-uri", "").removeprefix("<").removesuffix(">").replace(" ", "%20")


def read_http_head(record: Record) -> tuple[int, Fields] | None:
    """Status and header fields at the beginning of a block, None where they are not there."""
    if not record.left:
        return None
    status = _STATUS.match(record.readline(_LINE))
    fields = read_fields(record.readline) if status else None
    if status is None or (fields is None and record.left):
        return None
    # Headers that fill a block to its end lack their blank line at times.
    return int(status[1]), fields or []


def _referred(headers: dict[str, str]) -> Iterator[int]:
    url = headers.get("warc-refers-to-target-uri", "") or target(headers)
    captured = moment(headers.get("warc-refers-to-date", ""))
    digest = headers.get("warc-payload-digest", "")
    yield from _names(headers.get("warc-refers-to", ""), url, captured, digest)


def _names(record_id: str, url: str, captured: str, digest: str) -> Iterator[int]:
    if record_id:
        yield name(f"id {record_id.strip('<>').lower()}")
    if captured:
        yield name(f"at {captured} {address_of(url)}")
    if digest:
        yield name(f"digest {digest.lower()}")


def address_of(url: str) -> str:
    """The address in the one spelling that captures are looked up by; "" for none."""
    address = split(url)
    return address_key(str(address)) if address else ""


def name(words: str) -> int:
    """63 bits that stand for some words: among ten million, two that agree are one chance in 180 thousand."""
    return int.from_bytes(hashlib.sha256(words.encode("utf-8", "replace")).digest()[:8]) >> 1
