"""From archives to the ledger: index every capture of a page, then enter the last one of each address."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from time import monotonic
from typing import TYPE_CHECKING

from cleaners.data_files import DataFileError
from crawler.ingest.capture_handler import archive_name
from crawler.ingest.index_reading import StretchReader
from crawler.ingest.warc_arguments import is_wanted
from crawler.ledger.lease import Found, Tier
from crawler.ledger.stats import PREFIX
from crawler.network.http import html_problem
from crawler.optout.tdmrep import is_tdmrep
from crawler.replay.reservations import reservation_key
from crawler.warc.damage import Damaged, UnsupportedFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from scrapy.statscollectors import StatsCollector

    from crawler.leases.writer import Writer
    from crawler.ledger.capture_index import Captures
    from crawler.outlets import Outlet
    from crawler.warc.captures import Capture
    from crawler.workers.pool import Workers

logger = logging.getLogger(__name__)

_COMMIT_SECONDS = 2.0
"""Reading time that a kill may cost."""
_BATCH = 200
_WET = "WET file: give the WARC files it was made from, or clean its texts with `mudawwana clean`"
_MAX_LOGGED = 5  # damaged records of one file


class Ingestion:
    """Reads archives into the ledger in small steps, and continues where a killed run stopped.

    - output: the output folder, which names of archives are relative to.
    - outlet_of: the outlet of an address.
    - workers, at_once: the processes that read, and how many archives they read at a time.
    """

    def __init__(
        self,
        writer: Writer,
        stats: StatsCollector,
        output: Path,
        outlet_of: Callable[[str], Outlet],
        workers: Workers,
        at_once: int,
    ) -> None:
        self._workers, self._at_once = workers, at_once
        self._readers: dict[Path, StretchReader] = {}
        self._writer = writer
        self._ledger = writer.ledger
        self._stats = stats
        self._output = output
        self._outlet_of = outlet_of
        self._cut_short: list[str] = []

    async def run(self, paths: Iterable[Path], domains: frozenset[str]) -> list[str]:
        """Read all archives, then enter their pages; stops when writing fails.

        Returns the problems of archives that could not be read, or not to their ends; raises DataFileError if all had
        one before anything of them was read.
        """
        with self._writer.guard():
            self._captures.open()
        paths, failed, begun = list(paths), list[str](), monotonic()
        self._stats.set_value(f"{PREFIX}archive/bytes", sum(map(_archive_size, paths)))
        try:
            for at, path in enumerate(paths):
                self._read_ahead(paths[at : at + self._at_once])
                failed += await self._problem_of(path)
        finally:
            for reader in self._readers.values():
                await reader.close()
        self._stats.set_value(f"{PREFIX}archive/read_seconds", monotonic() - begun)
        if len(failed) == len(paths):
            raise DataFileError(failed[0])
        for problem in failed:
            logger.error("%s", problem)
        lost = 0
        with self._writer.guard():
            lost = self._captures.resolve()
        if lost:
            self._stats.set_value(PREFIX + "archive/unresolved", lost)
            logger.warning("%d revisit records refer to no page in these archives", lost)
        await self._enter(domains)
        return failed + self._cut_short

    @property
    def _captures(self) -> Captures:
        return self._ledger.captures

    def _read_ahead(self, paths: Iterable[Path]) -> None:
        """Begin to read archives that will be next, unless there is nothing to read in them."""
        for path in paths:
            position = self._captures.position(archive_name(path, self._output))
            if path not in self._readers and position < _archive_size(path) and not self._writer.failed:
                self._readers[path] = StretchReader(self._workers, path, position)

    async def _problem_of(self, path: Path) -> list[str]:
        """Index an archive; gives why it could not be read, if so."""
        try:
            await self._read(path)
        except OSError as error:
            return [f"{path}: cannot be read: {error.strerror or error}"]
        except (DataFileError, Damaged) as error:
            return [str(error) if isinstance(error, DataFileError) else f"{path}: cannot be read: {error}"]
        finally:
            reader = self._readers.pop(path, None)
            if reader is not None:
                await reader.close()
        return []

    async def _read(self, path: Path) -> None:
        file, size = archive_name(path, self._output), path.stat().st_size
        position = self._captures.position(file)
        if not position:
            self._move(file, 0)
        if size < position:
            raise DataFileError(f"{path}: is shorter than when it was first read; use another OUTPUT_DIR")
        if not size:
            raise DataFileError(f"{path}: cannot be read: it is empty")
        self._count_bytes(position)
        if size == position:
            return
        damages: list[Damaged] = []
        counts: Counter[str] = Counter()
        try:
            # A file that grows meanwhile may be read beyond the size it had at first.
            size = max(size, await self._note(path, file, position, counts, damages))
        except UnsupportedFile as error:
            if not error.offset:
                raise
            self._cut_short.append(f"{path}: cannot be read to its end: {error}")
            damages.append(error)  # the rest is lost too: nothing tells where the next record begins
        if self._writer.failed:
            return
        # A truncated last record may be complete next time, when its crawler has gone on.
        self._move(file, damages[-1].offset if damages and damages[-1].cut_off else size)
        self._writer.flush()
        self._log_result(path, counts, damages)

    async def _note(self, path: Path, file: str, position: int, counts: Counter[str], damages: list[Damaged]) -> int:
        """Index all captures from a position on; return the offset behind the last record read."""
        committed_at, passed_over = monotonic(), Counter[str]()
        reader = await self._reader(path, position)
        async for stretch in reader.stretches():
            for capture in stretch.captures:
                self._add(file, capture, counts)
            damages += [one.error() for one in stretch.damages]
            passed_over.update(stretch.passed_over)
            if stretch.problem:
                raise OSError(stretch.problem)
            if stretch.trouble is not None:
                raise stretch.trouble.error()
            # The next commit includes both: the captures, and how far they reach.
            self._move(file, stretch.position)
            self._count_bytes(stretch.position - position)
            position = stretch.position
            if monotonic() > committed_at + _COMMIT_SECONDS:
                self._writer.flush()
                committed_at = monotonic()
            if self._writer.failed:
                break
            await asyncio.sleep(0)
        if (texts := passed_over["conversion"]) and not counts["pages"]:
            self._cut_short.append(f"{path}: {texts} texts without their pages ({_WET}), of which no record is made")
        for kind, number in passed_over.items():
            self._stats.inc_value(f"{PREFIX}passed_over/{kind}", number)
            logger.warning("%s: %d %s records are passed over: only pages as answered are read", path, number, kind)
        return position

    async def _reader(self, path: Path, position: int) -> StretchReader:
        """The reader of an archive that begins at a position."""
        reader = self._readers.get(path)
        if reader is not None and reader.position != position:  # named twice, by two paths
            await reader.close()
            reader = None
        if reader is None:
            reader = self._readers[path] = StretchReader(self._workers, path, position)
        return reader

    def _count_bytes(self, number: int) -> None:
        self._stats.inc_value(f"{PREFIX}archive/bytes_read", number)

    def _add(self, file: str, capture: Capture, counts: Counter[str]) -> None:
        is_page = not is_tdmrep(capture.url) and _may_be_page(capture)
        counts["pages" if is_page else "others"] += 1
        if key := reservation_key(capture):
            with self._writer.guard():
                self._captures.add(file, capture, key)
        elif is_page:
            with self._writer.guard():
                canonical = self._outlet_of(capture.url).canonicalize(capture.url)
                self._captures.add(file, capture, canonical)

    def _move(self, file: str, position: int) -> None:
        with self._writer.guard():
            self._captures.move(file, position)

    def _log_result(self, path: Path, counts: Counter[str], damages: list[Damaged]) -> None:
        logger.info("%s: %d captures of pages, %d others", path, counts["pages"], counts["others"])
        for name in ("pages", "others"):
            self._stats.inc_value(f"{PREFIX}archive/{name}", counts[name], start=0)
        self._stats.inc_value(f"{PREFIX}archive/unreadable", len(damages), start=0)
        for damage in damages[:_MAX_LOGGED]:
            what = "the file ends in the middle of a record" if damage.cut_off else "damaged"
            logger.warning("%s: %s: %s; record skipped", path, what, damage)
        if len(damages) > _MAX_LOGGED:
            logger.warning("%s: %d more damaged records", path, len(damages) - _MAX_LOGGED)

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
        wanted = [(capture_id, url) for capture_id, url in batch if is_wanted(url, outlets[url], domains)]
        self._ledger.add(found_in_archive(url, outlets[url]) for _, url in wanted if not is_tdmrep(url))
        self._captures.enter([capture_id for capture_id, _ in wanted])


def _archive_size(path: Path) -> int:
    """The size of a file; 0 for one that cannot be looked at, which reading it will report."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def found_in_archive(url: str, outlet: Outlet) -> Found:
    """A capture's address as the ledger takes it; a hub page by its shape gives no record, as in a live crawl."""
    kind = "bridge" if outlet.is_article(url) is False else "page"
    # The other tiers have budgets, which exist to spare servers.
    return Found(url, outlet.canonicalize(url), outlet.domain, kind, tier=Tier.START)


def _may_be_page(capture: Capture) -> bool:
    """Whether a capture is an HTML page answered with 200, or a revisit that may be of one."""
    if capture.is_revisit:
        return not capture.content_type or html_problem(capture.content_type, b"") is None
    return capture.status == 200 and html_problem(capture.content_type, b"") is None
