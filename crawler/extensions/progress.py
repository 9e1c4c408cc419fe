"""Progress while a crawl runs: one line rewritten in place on a terminal, a new line now and then elsewhere."""

from __future__ import annotations

import logging
import sys
import time
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from cleaners.text.status_line import StatusLine, clock_time, rate_in_words, time_left
from crawler.options import read_options
from crawler.politeness.backoff import Politeness

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import Self, TextIO

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

# Seconds between two lines.
_TERMINAL_SECONDS = 0.5
_LOG_SECONDS = 2.0
_MOST_NAMED = 3
"""Outlets that are named in the line."""


def progress_line(
    stats: Mapping[str, Any],
    seconds: float,
    *,
    resting: Collection[str] = (),
    left: Collection[str] = (),
    ends: bool = False,
) -> str:
    """One line about a crawl that has run for this many seconds, or about its search in archives.

    `resting` are the outlets that are not asked now, `left` those left for the next run. With `ends`, what is waiting
    is all there is, so the time left is estimated.

    >>> progress_line({"mudawwana/pages": 61, "mudawwana/articles": 45, "mudawwana/refused": 12}, 10.0)
    '61 pages, 45 articles, 12 refused, 0 waiting, 6.1 pages/s, 0:10'
    """
    pages, articles, refused, queue = (
        stats.get(f"mudawwana/{name}", 0) for name in ("pages", "articles", "refused", "queue")
    )
    total, searched = stats.get("mudawwana/archive/bytes"), stats.get("mudawwana/archive/read_seconds")
    if total and searched is None:
        return _search_line(stats.get("mudawwana/archive/bytes_read", 0), total, seconds)
    asked = seconds - (searched or 0.0)
    counts = f"{pages} pages, {articles} articles, {refused} refused, {queue} waiting"
    parts = [counts, rate_in_words(pages, asked), clock_time(seconds)]
    parts += [time_left(pages, queue, asked)] if ends else []
    parts += [_named("resting", set(resting) - set(left)), _named("left", left)]
    return ", ".join(part for part in parts if part)


def _search_line(read: int, total: int, seconds: float) -> str:
    """The line while archives are searched for pages.

    >>> _search_line(250_000_000, 1_000_000_000, 5.0)
    'searching archives: 25 % of 1000 MB, 50.0 MB/s, about 0:15 left'
    """
    rate = read / seconds / 1e6 if seconds > 0 else 0.0
    parts = [f"searching archives: {100 * read / total:.0f} % of {total / 1e6:.0f} MB", f"{rate:.1f} MB/s"]
    return ", ".join([*parts, *filter(None, [time_left(read, total - read, seconds)])])


def _named(state: str, outlets: Collection[str]) -> str:
    """The outlets in a state, the first of them by name; "" without any."""
    names = sorted(outlets)
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"{state}: {' '.join(names[:_MOST_NAMED])}{more}" if names else ""


def shares_terminal(settings: BaseSettings) -> bool:
    """Whether the log prints to the terminal too, where its lines would break a line rewritten in place."""
    level = logging.getLevelNamesMapping().get(str(settings.get("LOG_LEVEL")).upper(), logging.DEBUG)
    return settings.getbool("LOG_ENABLED") and not settings.get("LOG_FILE") and level < logging.WARNING


class Progress:
    """The extension. Writes to standard error, and only reads the crawl's statistics and politeness."""

    def __init__(self, crawler: Crawler, stream: TextIO) -> None:
        self._crawler = crawler
        self._rewrites = stream.isatty() and not shares_terminal(crawler.settings)
        self._line = StatusLine(stream, rewrites=self._rewrites)
        self._started = time.monotonic()
        self._shown: tuple[Any, ...] = ()
        self._loop = create_looping_call(self.show)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, connected to its signals; raises NotConfigured with PROGRESS=off."""
        if not read_options(crawler.settings).progress:
            raise NotConfigured
        progress = cls(crawler, sys.stderr)
        crawler.signals.connect(progress.spider_opened, signals.spider_opened)
        crawler.signals.connect(progress.spider_closed, signals.spider_closed)
        return progress

    def spider_opened(self) -> None:
        """Start showing progress, the first line immediately."""
        self._started = time.monotonic()
        self._loop.start(_TERMINAL_SECONDS if self._rewrites else _LOG_SECONDS, now=True)

    def spider_closed(self) -> None:
        """Show the final state, and end the line."""
        if self._loop.running:
            self._loop.stop()
        self.show()
        self._line.end()

    def show(self) -> None:
        """Write the current state; without a terminal only if more than the time has changed."""
        stats, politeness = self._crawler.stats.get_stats(), self._crawler.get_extension(Politeness)
        resting, left = (politeness.resting(), politeness.left()) if politeness is not None else ((), ())
        state = (*(stats.get(f"mudawwana/{name}") for name in ("pages", "refused", "queue")), *resting, *left)
        if self._rewrites or state != self._shown:
            self._shown = state
            ends = getattr(self._crawler.spider, "queue_is_all", False)
            seconds = time.monotonic() - self._started
            self._line.show(progress_line(stats, seconds, resting=resting, left=left, ends=ends))
