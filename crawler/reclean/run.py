"""Run the pages of an output folder through the cleaning processes; results come in the order of the lines."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import aclosing
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from crawler.ledger.duplicates import Duplicates
from crawler.near_duplicates.fingerprint import fingerprint_of
from crawler.outlets import outlet_of
from crawler.pages.brief_reading import REPEATED
from crawler.pages.learned_watch import LearnedWatch
from crawler.reclean.pages import UnreadablePage
from crawler.reclean.results import Result, reclean_result
from crawler.workers.pool import WorkerDied, WorkerTimeout

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator, Mapping

    from crawler.outlets import Outlet
    from crawler.reclean.pages import PageReader
    from crawler.storage.committed import CommittedFolder, Json
    from crawler.workers.pool import Workers

REASONS_OF_CLEANING = ("empty", "too_short", "not_arabic", "listing", "mostly_links", "bot_wall", "paywall", "stub")
_REASONS_OF_PAGE = frozenset((*REASONS_OF_CLEANING, "opt_out", "timeout", "worker_killed"))
"""Reasons that follow from reading the page; the others come from the crawl and cannot change here."""
_MAX_PAGES_IN_MEMORY = 16  # just enough to keep every process busy


class Recleaning:
    """One run over a folder."""

    def __init__(
        self,
        folder: CommittedFolder,
        pages: PageReader,
        outlets: Mapping[str, Outlet],
        workers: Workers,
        blocks: bool = False,
    ) -> None:
        self._folder = folder
        self._pages = pages
        self._outlets = dict(outlets)
        self._workers = workers
        self._blocks = blocks
        self._duplicates = Duplicates(folder.db)
        self._hashes: set[int] = set()
        self._urls: set[int] = set()
        self.learned = LearnedWatch()

    async def run(self, limit: int | None, take: Callable[[Result], None]) -> None:
        """Pass each result to `take`, `limit` at most; raises OutputError (damaged folder) and DataFileError."""
        await self._workers.start()
        try:
            async with aclosing(self._results(limit)) as results:
                async for result in results:
                    take(self._without_duplicates(result))
        finally:
            await self._workers.close()

    async def _results(self, limit: int | None) -> AsyncGenerator[Result, None]:
        waiting: deque[asyncio.Task[Result]] = deque()
        try:
            for line, was_record in islice(self._lines(), limit):
                waiting.append(asyncio.ensure_future(self._one(line, was_record)))
                if len(waiting) >= _MAX_PAGES_IN_MEMORY:
                    yield await waiting.popleft()
            while waiting:
                yield await waiting.popleft()
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)

    def expected(self) -> int:
        """About how many lines a run reads, by the ledger; 0 for a folder without one."""
        if not self._folder.revisions:
            return 0
        marks = ",".join("?" * len(_REASONS_OF_PAGE))
        query = f"SELECT count(*) FROM address WHERE state = 'refused' AND reason IN ({marks})"
        refused: int = self._folder.db.execute(query, tuple(_REASONS_OF_PAGE)).fetchone()[0]
        return self._folder.revisions + refused

    def _lines(self) -> Iterator[tuple[Json, bool]]:
        """The records, then the rejections whose reasons may change, and whether each is a record."""
        yield from ((line, True) for line in self._folder.records())
        for line in self._folder.rejections():
            if line["reason"] in _REASONS_OF_PAGE and line["warc"]:
                yield line, False

    async def _one(self, line: Json, was_record: bool) -> Result:
        outlet = outlet_of(line["url"], self._outlets)
        try:
            page = self._pages.read(line)
            reading = await self._workers.run(page.body, page.url, line["fetched_at"], page.content_type)
        except UnreadablePage as error:
            return Result("unreadable", line, line if was_record else None, str(error))
        except WorkerDied as error:
            reason = "timeout" if isinstance(error, WorkerTimeout) else "worker_killed"
            return Result("refused" if was_record else "still", line, reason=reason)
        if not was_record and line["reason"] == "listing" and self._is_hub(line["url"], outlet):
            return Result("still", line, reason="listing")
        if reading["article"]["reason"] is None:
            is_found = any(change["step"] == REPEATED for change in reading["article"]["changes"])
            self.learned.count(outlet.domain, line["url"], is_found=is_found)
        return reclean_result(line, reading, page.opt_outs(reading["directives"]), outlet, self._blocks)

    def _is_hub(self, url: str, outlet: Outlet) -> bool:
        """Whether the crawl reads the page for its links only, whatever it contains."""
        kind = self._folder.kind(url)
        return outlet.is_article(url) is False if kind is None else kind in ("bridge", "listing", "feed", "sitemap")

    def _without_duplicates(self, result: Result) -> Result:
        """The result, or a refusal if its text was taken down or an earlier record has its address or text."""
        record = result.record
        if record is None:
            return result
        if self._duplicates.is_taken_down_text(record["text"], record["content_hash"]):
            return Result("refused" if "reason" not in result.line else "still", result.line, reason="takedown")
        address, text = hash(record["url"]), hash((record["outlet"], record["content_hash"]))
        if result.kind == "accepted" and (address in self._urls or text in self._hashes):
            return Result("still", result.line, reason="duplicate")
        self._urls.add(address)
        self._hashes.add(text)
        return replace(result, record=self._in_cluster(record)) if result.kind == "accepted" else result

    def _in_cluster(self, record: Json) -> Json:
        """A record that the crawl does not have in the cluster of the one that it copies."""
        cluster = self._duplicates.near.cluster_of(fingerprint_of(record["text"]))
        return record | {"cluster": cluster or record["cluster"]}
