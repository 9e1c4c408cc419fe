"""The pages of an output folder through the cleaning processes, results in the order of the lines."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import aclosing
from itertools import islice
from typing import TYPE_CHECKING, Any

from crawler.origin import outlet_of
from crawler.reclean.folder import ARTICLES
from crawler.reclean.pages import Unreadable
from crawler.reclean.results import Result, judged
from crawler.workers.pool import WorkerDied, WorkerTimeout

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator, Mapping

    from crawler.outlets import Outlet
    from crawler.reclean.folder import Folder
    from crawler.reclean.pages import Pages
    from crawler.workers.pool import Workers

Json = dict[str, Any]

_AT_ONCE = 16
"""Pages in memory: enough for every process, and no more."""


class Recleaning:
    """One run over a folder; `limit` is the most pages to read, None for all."""

    def __init__(self, folder: Folder, pages: Pages, outlets: Mapping[str, Outlet], workers: Workers) -> None:
        self._folder = folder
        self._pages = pages
        self._outlets = dict(outlets)
        self._workers = workers
        self._hashes: set[int] = set()
        self._urls: set[int] = set()

    async def run(self, limit: int | None, take: Callable[[Result], None]) -> None:
        """Give each result to `take`; raises DataFileError for the folder's or the cleaner's own files."""
        await self._workers.start()
        try:
            async with aclosing(self._results(limit)) as results:
                async for result in results:
                    take(self._once(result))
        finally:
            await self._workers.close()

    async def _results(self, limit: int | None) -> AsyncGenerator[Result, None]:
        waiting: deque[asyncio.Task[Result]] = deque()
        entries: Iterator[tuple[str, Json]] = islice(self._folder.entries(), limit)
        try:
            for name, line in entries:
                waiting.append(asyncio.ensure_future(self._one(line, name == ARTICLES)))
                if len(waiting) >= _AT_ONCE:
                    yield await waiting.popleft()
            while waiting:
                yield await waiting.popleft()
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)

    async def _one(self, line: Json, was_record: bool) -> Result:
        outlet = outlet_of(line["url"], self._outlets)
        try:
            page = self._pages.read(line)
            reading = await self._workers.run(page.body, page.url, line["fetched_at"], page.content_type)
        except Unreadable as error:
            return Result("unreadable", line, line if was_record else None, str(error))
        except WorkerDied as error:
            reason = "timeout" if isinstance(error, WorkerTimeout) else "worker_killed"
            return Result("refused" if was_record else "still", line, reason=reason)
        if not was_record and line["reason"] == "listing" and self._is_bridge(line["url"], outlet):
            return Result("still", line, reason="listing")
        return judged(line, reading, page.opt_outs(reading["directives"]), outlet)

    def _is_bridge(self, url: str, outlet: Outlet) -> bool:
        """Whether the crawl would not take the page for an article, whatever it holds."""
        known = self._folder.is_bridge(url)
        return outlet.is_article(url) is False if known is None else known

    def _once(self, result: Result) -> Result:
        """The result, unless a record has its address or its text already."""
        record = result.record
        if record is None:
            return result
        own, text = hash(record["url"]), hash((record["outlet"], record["content_hash"]))
        if result.kind == "accepted" and (own in self._urls or text in self._hashes):
            return Result("still", result.line, reason="duplicate")
        self._urls.add(own)
        self._hashes.add(text)
        return result
