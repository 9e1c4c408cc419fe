"""Given archives → the ledger: every page's capture is noted, then the last one of each address is entered."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from contextlib import closing
from time import monotonic
from typing import TYPE_CHECKING

from cleaners.data_files import DataFileError
from crawler.ingest.archived_pages import is_page, is_wanted, name_of
from crawler.ledger.lease import Found, Tier
from crawler.ledger.stats import PREFIX
from crawler.warc.captures import captures
from crawler.warc.damage import Damaged, UnsupportedFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from scrapy.statscollectors import StatsCollector

    from crawler.leases.writer import Writer
    from crawler.ledger.capture_index import Captures
    from crawler.outlets import Outlet
    from crawler.warc.captures import Capture

logger = logging.getLogger(__name__)

_BREATHE_SECONDS = 0.05
"""How long the event loop may wait for one stretch of reading."""
_COMMIT_SECONDS = 2.0
"""What is read anew after a kill."""
_BATCH = 200
_TOLD = 5
"""Damaged places of one file that the log names."""


class Entry:
    """Reads archives into the ledger, in small steps; what a killed run has read is not read again.

    - output: the output folder, from which archives are named.
    - outlet_of: the outlet of an address.
    """

    def __init__(self, writer: Writer, stats: StatsCollector, output: Path, outlet_of: Callable[[str], Outlet]) -> None:
        self._writer = writer
        self._ledger = writer.ledger
        self._stats = stats
        self._output = output
        self._outlet_of = outlet_of

    async def run(self, paths: Iterable[Path], domains: frozenset[str]) -> None:
        """Read all archives, then enter their pages; stops where writing has failed.

        Raises DataFileError for an archive that is shorter than it was, or cannot be read any more.
        """
        with self._writer.guard():
            self._captures.open()
        for path in paths:
            try:
                await self._read(path)
            except OSError as error:
                raise DataFileError(f"{path}: cannot be read: {error.strerror or error}") from error
        lost = 0
        with self._writer.guard():
            lost = self._captures.resolve()
        if lost:
            self._stats.set_value(PREFIX + "archive/unresolved", lost)
            logger.warning("%d revisit records refer to no page of the given archives", lost)
        await self._enter(domains)

    @property
    def _captures(self) -> Captures:
        return self._ledger.captures

    async def _read(self, path: Path) -> None:
        file, size = name_of(path, self._output), path.stat().st_size
        position = self._captures.position(file)
        if not position:
            self._move(file, 0)
        if size < position:
            raise DataFileError(f"{path}: is shorter than it was when it was read; use another OUTPUT_DIR")
        if size == position:
            return
        told: list[Damaged] = []
        counts: Counter[str] = Counter()
        try:
            # A file that grows while it is read may be read beyond the size that it had.
            size = max(size, await self._note(path, file, position, counts, told))
        except UnsupportedFile as error:
            told.append(error)  # and what follows it, for nobody can tell where a record begins
        if self._writer.failed:
            return
        # A record that is cut off may be whole the next time, when its crawler has gone on.
        self._move(file, told[-1].offset if told and told[-1].cut_off else size)
        self._writer.flush()
        self._tell(path, counts, told)

    async def _note(self, path: Path, file: str, position: int, counts: Counter[str], told: list[Damaged]) -> int:
        """Note all captures behind a position; gives where the record behind the last of them begins."""
        breath = commit = monotonic()
        with closing(captures(path, position, told.append)) as found:
            for capture in found:
                self._add(file, capture, counts)
                position = capture.next_offset
                if monotonic() > breath + _BREATHE_SECONDS:
                    # Whoever commits next commits both: the captures, and how far they reach.
                    self._move(file, position)
                    await asyncio.sleep(0)
                    breath = monotonic()
                if breath > commit + _COMMIT_SECONDS:
                    self._writer.flush()
                    commit = breath
                if self._writer.failed:
                    break
        return position

    def _add(self, file: str, capture: Capture, counts: Counter[str]) -> None:
        counts["pages" if is_page(capture) else "others"] += 1
        if is_page(capture):
            with self._writer.guard():
                canonical = self._outlet_of(capture.url).canonicalize(capture.url)
                self._captures.add(file, capture, canonical)

    def _move(self, file: str, position: int) -> None:
        with self._writer.guard():
            self._captures.move(file, position)

    def _tell(self, path: Path, counts: Counter[str], told: list[Damaged]) -> None:
        logger.info("%s: %d captures of pages, %d others", path, counts["pages"], counts["others"])
        for name in ("pages", "others"):
            self._stats.inc_value(f"{PREFIX}archive/{name}", counts[name], start=0)
        self._stats.inc_value(f"{PREFIX}archive/unreadable", len(told), start=0)
        for damage in told[:_TOLD]:
            what = "the file ends in the middle of a record" if damage.cut_off else "damaged"
            logger.warning("%s: %s: %s; it is left out", path, what, damage)
        if len(told) > _TOLD:
            logger.warning("%s: damaged in %d places more", path, len(told) - _TOLD)

    async def _enter(self, domains: frozenset[str]) -> None:
        last = 0
        batch: list[tuple[int, str]] = [(0, "")]
        while batch and not self._writer.failed:
            with self._writer.guard():
                batch = self._captures.waiting(last, _BATCH)
                self._enter_batch(batch, domains)
            last = batch[-1][0] if batch else last
            await asyncio.sleep(0)
        self._writer.flush()

    def _enter_batch(self, batch: list[tuple[int, str]], domains: frozenset[str]) -> None:
        outlets = {url: self._outlet_of(url) for _, url in batch}
        wanted = [(own, url) for own, url in batch if is_wanted(url, outlets[url], domains)]
        self._ledger.add(found_in_archive(url, outlets[url]) for _, url in wanted)
        self._captures.enter([own for own, _ in wanted])


def found_in_archive(url: str, outlet: Outlet) -> Found:
    """The address of a capture; one that is no article's by its shape gives no record, as in a crawl of the web."""
    kind = "bridge" if outlet.is_article(url) is False else "page"
    # The other tiers have budgets, which are for asking servers.
    return Found(url, outlet.canonicalize(url), outlet.domain, kind, tier=Tier.START)
