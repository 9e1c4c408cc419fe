"""An index of the captures in WARC files, by address."""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cleaners.data_files import DataFileError
from crawler.urls import split
from crawler.warc.answers import Pointer
from crawler.warc.captures import Capture, captures, lookup_address
from crawler.warc.damage import Damaged, UnsupportedFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Recording:
    """Captures by full address, and (except redirects) by address without scheme and www."""

    exact: dict[str, Pointer] = field(default_factory=dict)
    loose: dict[str, Pointer] = field(default_factory=dict)

    def find(self, url: str) -> Pointer | None:
        """The last capture of an address, else of the same address with another scheme or without www; or None.

        A redirect answers only for the address it was captured at; otherwise http → https redirects would loop.
        """
        if split(url) is None:
            return None
        key = lookup_address(url)
        return self.exact.get(key) or self.loose.get(_loosened(key))

    def add(self, url: str, place: Pointer) -> None:
        """Index a capture; the latest of an address wins, and of two at the same time the one read last."""
        if split(url) is None:
            return
        key = lookup_address(url)
        keys = [(self.exact, key)]
        if not 300 <= place.status < 400:
            keys.append((self.loose, _loosened(key)))
        for index, name in keys:
            if name not in index or index[name].captured <= place.captured:
                index[name] = place


def _loosened(key: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", key)


def open_recording(paths: Sequence[Path]) -> Recording:
    """Index the captures of all files, with revisits resolved.

    Raises `DataFileError` for a file that is missing, damaged, truncated or not a WARC file.
    """
    recording, originals = Recording(), dict[int, Pointer]()
    revisits: list[tuple[Capture, Pointer]] = []
    for path in paths:
        for capture in _captures(path):
            place = Pointer(path, capture.offset, capture.status, capture.captured, capture.length)
            if capture.is_revisit:
                revisits.append((capture, place))
                continue
            recording.add(capture.url, place)
            originals |= dict.fromkeys(capture.keys, place)
    _add_revisits(recording, revisits, originals)
    return recording


def _add_revisits(recording: Recording, revisits: list[tuple[Capture, Pointer]], originals: dict[int, Pointer]) -> None:
    for capture, place in revisits:
        original = next((originals[name] for name in capture.original_keys if name in originals), None)
        if original is not None:
            status = capture.status if 200 <= capture.status < 300 else original.status
            place = replace(place, status=status, original=original.body)
            recording.add(capture.url, place)
            # A revisit may refer to a revisit.
            originals |= {name: place for name in capture.keys if name not in originals}
    lost = sum(all(name not in originals for name in capture.original_keys) for capture, _ in revisits)
    if lost:
        logger.warning("%d revisit records refer to responses that none of the archives has", lost)


def _captures(path: Path) -> Iterator[Capture]:
    """Every http(s) capture in one file; every byte of the file is read."""
    try:
        yield from captures(path)
    except UnsupportedFile as error:
        raise DataFileError(f"{path}: not a WARC file that can be replayed: {error}") from error
    except Damaged as error:
        is_foreign = error.offset == 0 and not error.cut_off
        what = "not a WARC file that can be replayed" if is_foreign else "damaged"
        end = "; the records before it are intact, and `crawl archive` reads them" if error.cut_off else ""
        raise DataFileError(f"{path}: {what}: {error}{end}") from error
    except OSError as error:
        raise DataFileError(f"{path}: cannot be read: {error.strerror or error}") from error


def archive_hashes(paths: Sequence[Path]) -> str:
    """What the ledger records as the source of answers: "live", or "replay:" and the archives' SHA-256 in order."""
    return "replay:" + ",".join(_sha256(path) for path in paths) if paths else "live"


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise DataFileError(f"{path}: cannot be read: {error.strerror or error}") from error
