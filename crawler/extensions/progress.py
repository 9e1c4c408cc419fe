"""Progress while a crawl runs: one line rewritten in place on a terminal, a new line now and then elsewhere."""

from __future__ import annotations

import logging
import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.utils.asyncio import create_looping_call

from cleaners.text.printable import try_write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self, TextIO

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

# Seconds between two lines.
_TERMINAL_SECONDS = 0.5
_LOG_SECONDS = 2.0


def progress_line(stats: Mapping[str, Any], seconds: float) -> str:
    """One line about a crawl that has run for this many seconds; of archives with the time left.

    >>> progress_line({"mudawwana/pages": 61, "mudawwana/articles": 45, "mudawwana/refused": 12}, 10.0)
    '61 pages, 45 articles, 12 refused, 0 waiting, 6.1 pages/s'
    """
    pages, articles, refused, queue = (
        stats.get(f"mudawwana/{name}", 0) for name in ("pages", "articles", "refused", "queue")
    )
    total, read_seconds = stats.get("mudawwana/archive/bytes"), stats.get("mudawwana/archive/read_seconds")
    if total and read_seconds is None:
        return _reading_line(stats.get("mudawwana/archive/bytes_read", 0), total, seconds)
    seconds -= read_seconds or 0.0
    rate = pages / seconds if seconds > 0 else 0.0
    speed = f"{rate:.1f} pages/s" if rate >= 1 else f"{60 * rate:.0f} pages/min"
    left = f", {_duration(queue / rate)} left" if total and rate and queue else ""
    return f"{pages} pages, {articles} articles, {refused} refused, {queue} waiting, {speed}{left}"


def _reading_line(read: int, total: int, seconds: float) -> str:
    """The line while archives are searched for pages.

    >>> _reading_line(250_000_000, 1_000_000_000, 5.0)
    'searching archives: 25 % of 1000 MB, 50.0 MB/s, 0:00:15 left'
    """
    rate = read / seconds if seconds > 0 else 0.0
    left = f", {_duration((total - read) / rate)} left" if rate else ""
    return f"searching archives: {read / total:.0%} of {total / 1e6:.0f} MB, {rate / 1e6:.1f} MB/s{left}".replace(
        "%", " %"
    )


def _duration(seconds: float) -> str:
    return str(timedelta(seconds=round(max(0.0, seconds))))


def shares_terminal(settings: BaseSettings) -> bool:
    """Whether the log prints to the terminal too, where its lines would break a line rewritten in place."""
    level = logging.getLevelNamesMapping().get(str(settings.get("LOG_LEVEL")).upper(), logging.DEBUG)
    return settings.getbool("LOG_ENABLED") and not settings.get("LOG_FILE") and level < logging.WARNING


class Progress:
    """The extension. Writes to standard error, and only reads the crawl's statistics."""

    def __init__(self, crawler: Crawler, stream: TextIO) -> None:
        self._crawler = crawler
        self._stream = stream
        self._rewrites = stream.isatty() and not shares_terminal(crawler.settings)
        self._started = time.monotonic()
        self._shown = ""
        self._loop = create_looping_call(self.show)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, connected to its signals."""
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
        if self._rewrites:
            try_write(self._stream, "\n")

    def show(self) -> None:
        """Write the current state, unless it has not changed."""
        line = progress_line(self._crawler.stats.get_stats(), time.monotonic() - self._started)
        if line == self._shown:
            return
        self._shown = line
        try_write(self._stream, f"\r\x1b[K{line}" if self._rewrites else f"{line}\n")
