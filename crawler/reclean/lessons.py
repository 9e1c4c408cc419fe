"""Learn what each outlet of an output folder repeats, from its archived pages."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from cleaners.cleaner.learning import MIN_ARTICLES, Specimen, learn, stopped
from cleaners.sites import url_host
from cleaners.sites.learned import Learned, LearnedLine, PlacedLine, read_learned
from crawler.pages.learned_watch import LEARNED_FOLDER
from crawler.reclean.pages import UnreadablePage
from crawler.workers.pool import WorkerDied

if TYPE_CHECKING:
    from crawler.reclean.pages import PageReader
    from crawler.storage.committed import CommittedFolder, Json
    from crawler.workers.pool import Workers

SPECIMEN_TASK = "cleaners.cleaner.learning:read_specimen"
_MAX_ARTICLES = 2000
"""Of more articles of an outlet a sample is read, the same one at each run."""
_NEWEST_SHARE = 0.25
"""The share of the articles by whose pages a line has stopped or not."""
_READ_FIELDS = ("id", "url", "outlet", "fetched_at", "warc", "pages")
_PAGES_IN_MEMORY = 16


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned from one outlet."""

    learned: Learned
    articles: int
    """How many of its articles were read."""
    gone: tuple[LearnedLine, ...] = ()
    """Lines of its earlier file that the newest articles no longer have."""


class Learning:
    """One run over the records of a folder; raises OutputError (damaged folder) and DataFileError."""

    def __init__(self, folder: CommittedFolder, pages: PageReader, workers: Workers) -> None:
        self._folder = folder
        self._pages = pages
        self._workers = workers

    async def run(self) -> list[Lesson]:
        """What each outlet repeats, sorted by outlet; nothing for one with less than 20 articles."""
        records = self._chosen()
        found: dict[str, list[tuple[Json, Specimen]]] = defaultdict(list)
        await self._workers.start()
        try:
            async with aclosing(self._read(records)) as specimens:
                async for record, specimen in specimens:
                    found[record["outlet"]].append((record, specimen))
        finally:
            await self._workers.close()
        return [self._lesson(outlet, found[outlet]) for outlet in sorted(found)]

    def _chosen(self) -> list[Json]:
        """The last record of each article, without its text; at most so many of an outlet, chosen by their address."""
        last: dict[str, Json] = {}
        for record in self._folder.records():
            last[record["url"]] = {name: record.get(name) for name in _READ_FIELDS}
        by_outlet: dict[str, list[Json]] = defaultdict(list)
        for record in sorted(last.values(), key=lambda one: sha256(one["url"].encode("utf-8", "replace")).digest()):
            by_outlet[record["outlet"]].append(record)
        kept = (records for records in by_outlet.values() if len(records) >= MIN_ARTICLES)
        return [record for records in kept for record in records[:_MAX_ARTICLES]]

    async def _read(self, records: list[Json]) -> AsyncGenerator[tuple[Json, Specimen], None]:
        waiting: deque[asyncio.Task[Specimen | None]] = deque()
        remaining: Iterator[Json] = iter(records)
        read: deque[Json] = deque()
        try:
            while True:
                while len(waiting) < _PAGES_IN_MEMORY and (record := next(remaining, None)):
                    read.append(record)
                    waiting.append(asyncio.ensure_future(self._specimen(record)))
                if not waiting:
                    return
                record, specimen = read.popleft(), await waiting.popleft()
                if specimen is not None:
                    yield record, specimen
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)

    async def _specimen(self, record: Json) -> Specimen | None:
        """What is learned from of one record's page; None for one that cannot be read."""
        try:
            page = self._pages.read(record)
            read = await self._workers.run(page.body, page.url, record["fetched_at"], page.content_type)
        except (UnreadablePage, WorkerDied):
            return None
        return Specimen(record["id"], tuple(PlacedLine(*line) for line in read["lines"]), read["author"], read["day"])

    def _lesson(self, outlet: str, read: list[tuple[Json, Specimen]]) -> Lesson:
        """What an outlet repeats, and what it no longer does."""
        specimens = [one for _, one in sorted(read, key=lambda one: (one[0]["fetched_at"], one[1].name))]
        learned = learn(specimens, outlet, {url_host(record["url"]) for record, _ in read})
        path = learned_file(self._folder.path, outlet)
        gone: list[LearnedLine] = []
        if path.exists():
            newest = specimens[-max(MIN_ARTICLES, int(_NEWEST_SHARE * len(specimens))) :]
            gone = stopped(read_learned(path), newest)
        return Lesson(learned, len(specimens), tuple(gone))


def learned_file(folder: Path, outlet: str) -> Path:
    """The file of an outlet's learned lines."""
    return folder / LEARNED_FOLDER / f"{outlet}.json"
