"""The captures of a WARC file: web servers' answers, and the earlier answers that revisits stand for."""

from __future__ import annotations

import hashlib
import re
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from crawler.network.http import html_problem
from crawler.urls import address_key, split
from crawler.warc.damage import Damaged
from crawler.warc.records import Record, read_fields, records

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    from crawler.warc.records import Fields

_STATUS = re.compile(rb"HTTP/\S+\s+(\d{3})(?!\d)")
_STATUS_LINE_BYTES = 64 * 1024
# The precisions of W3CDTF. A WARC-Date is in UTC; some crawlers omit the zone, or write the offset of their own clock.
_WARC_DATE = re.compile(
    r"(?P<day>\d{4}(-\d\d(-\d\d)?)?)(T(?P<time>\d\d:\d\d(:\d\d)?)(\.\d+)?(?P<zone>Z|[+-]\d\d:\d\d)?)?", re.ASCII
)
_FIRST_DATE = "0001-01-01"
_JSON = "application/json"
"""The type of a tdmrep.json."""
_PAGE_KINDS = ("resource", "conversion", "continuation")
"""Types of records that hold pages, or parts or texts of them, beside those of answers."""


@dataclass(frozen=True, slots=True)
class Capture:
    """A record with a server's answer to the request for an http or https address."""

    url: str
    offset: int
    length: int
    """The stored length of the record in bytes."""
    status: int
    """0 for a revisit that does not state it."""
    content_type: str
    """As the server stated it; "" if it did not."""
    captured: str
    """WARC-Date in UTC, whole seconds, with a Z."""
    next_offset: int
    """Where the next record begins."""
    keys: tuple[int, ...]
    """By what revisits may refer to it: its id, its address and time, its payload's digest."""
    original_keys: tuple[int, ...] = ()
    """For a revisit: the keys of the answer with the same payload, the surest first; empty for all others."""
    is_revisit: bool = False


def captures(
    path: Path,
    offset: int = 0,
    on_damage: Callable[[Damaged], None] | None = None,
    on_other: Callable[[str], None] | None = None,
) -> Generator[Capture, None, None]:
    """The captures of a file from an offset on; reads every byte after it. Raises as `records` does.

    A resource record of an HTML page or of JSON is a capture too. `on_other` is called with the WARC-Type of each other
    record that holds something of a page. A capture without a readable WARC-Date counts as damaged, because its time
    is unknown.
    """
    take = partial(_capture, on_damage=on_damage, on_other=on_other)
    with closing(records(path, take, offset, on_damage)) as found:
        yield from (capture for capture in found if capture is not None)


def _capture(
    record: Record, on_damage: Callable[[Damaged], None] | None, on_other: Callable[[str], None] | None
) -> Capture | None:
    headers = record.headers
    kind, url = headers.get("warc-type", ""), target(headers)
    is_page = kind == "resource" and html_problem(headers.get("content-type"), b"") in (None, _JSON)
    if not (is_page or kind in ("response", "revisit")) or split(url) is None:
        if kind in _PAGE_KINDS and on_other is not None:
            on_other(kind)
        return None
    status, fields = answer_head(record) or (0, [])
    if not status and kind == "response":
        return None
    record.finish()
    date = headers.get("warc-date", "")
    captured = _utc_time(date)
    if not captured:
        # It was read to its end, so the next record needs no search.
        damage = Damaged(f"has no readable WARC-Date: {date[:40]!a}", record.offset)
        if on_damage is None:
            raise damage
        on_damage(damage)
        return None
    # The digest of a revisit is that of the payload it does not contain.
    digest = headers.get("warc-payload-digest", "") if kind != "revisit" else ""
    content_type = next((value for name, value in fields if name.lower() == "content-type"), b"")
    return Capture(
        url=url,
        offset=record.offset,
        length=record.length,
        status=status,
        content_type=content_type.decode("latin-1"),
        captured=captured,
        next_offset=record.members.tell(),
        keys=tuple(_revisit_keys(headers.get("warc-record-id", ""), url, captured, digest)),
        original_keys=tuple(_original_keys(headers)) if kind == "revisit" else (),
        is_revisit=kind == "revisit",
    )


def target(headers: dict[str, str]) -> str:
    """The address of a record; some crawlers put it between < and >."""
    return headers.get("warc-target-uri", "").removeprefix("<").removesuffix(">").replace(" ", "%20")


def answer_head(record: Record) -> tuple[int, Fields] | None:
    """The status and header fields of a capture's answer; a resource record has a body only, of a declared type."""
    if record.headers.get("warc-type") != "resource":
        return read_http_head(record)
    declared = record.headers.get("content-type")
    return 200, [("Content-Type", declared.encode("latin-1", "replace"))] if declared else []


def read_http_head(record: Record) -> tuple[int, Fields] | None:
    """The HTTP status and header fields at the beginning of a block; None if it has none."""
    if not record.left:
        return None
    status = _STATUS.match(record.readline(_STATUS_LINE_BYTES))
    fields = read_fields(record.readline) if status else None
    if status is None or (fields is None and record.left):
        return None
    # Headers that fill a block to its end sometimes lack their blank line.
    return int(status[1]), fields or []


def _original_keys(headers: dict[str, str]) -> Iterator[int]:
    url = headers.get("warc-refers-to-target-uri", "") or target(headers)
    captured = _utc_time(headers.get("warc-refers-to-date", ""))
    digest = headers.get("warc-payload-digest", "")
    yield from _revisit_keys(headers.get("warc-refers-to", ""), url, captured, digest)


def _revisit_keys(record_id: str, url: str, captured: str, digest: str) -> Iterator[int]:
    if record_id:
        yield revisit_key(f"id {record_id.strip('<>').lower()}")
    if captured:
        yield revisit_key(f"at {captured} {lookup_address(url)}")
    if digest:
        yield revisit_key(f"digest {digest.lower()}")


def lookup_address(url: str) -> str:
    """The spelling of an address under which captures are looked up; "" if it is not a web address."""
    address = split(url)
    return address_key(str(address)) if address else ""


def revisit_key(words: str) -> int:
    """A 63-bit hash: the chance that two of ten million keys collide is one in 180 thousand."""
    return int.from_bytes(hashlib.sha256(words.encode("utf-8", "replace")).digest()[:8]) >> 1


def _utc_time(date: str) -> str:
    """A WARC-Date in UTC and whole seconds, the earliest time that a shorter one covers; "" if it is invalid.

    iipc.github.io/warc-specifications, WARC 1.1, section "WARC-Date"; WARC 1.0 has whole seconds only.

    >>> _utc_time("2025-03-19T10:00:00.123456Z"), _utc_time("2025-03"), _utc_time("yesterday")
    ('2025-03-19T10:00:00Z', '2025-03-01T00:00:00Z', '')
    """
    found = _WARC_DATE.fullmatch(date.strip())
    if found is None or (found["time"] and len(found["day"]) < len(_FIRST_DATE)):
        return ""
    day = found["day"] + _FIRST_DATE[len(found["day"]) :]
    zone = (found["zone"] or "Z").replace("Z", "+00:00")
    try:
        read = datetime.fromisoformat(f"{day}T{found['time'] or '00:00'}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return f"{read.replace(tzinfo=None).isoformat(timespec='seconds')}Z"
