"""`scrapy crawl`: Scrapy's command, where a mistake in our own files is one line and exit code 2."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from scrapy.commands import BaseRunSpiderCommand
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError

from cleaners.data_files import DataFileError
from crawler.errors import OutputError
from crawler.network.internals import create_crawler
from crawler.options import read_options

if TYPE_CHECKING:
    import argparse

    from scrapy.crawler import Crawler

EXIT_UNUSABLE = 2
"""Exit code of a crawl that could not start, or could not go on, for its own files' sake."""
_EXIT_DRIFTED = 3
"""Exit code, with EXPECTATIONS_EXIT, of a crawl after which an outlet gives something else than its file expects."""


class Command(BaseRunSpiderCommand):
    """The command; Scrapy finds it by the name of its module."""

    requires_project = True
    # It makes the process itself: loading the spiders can meet a malformed file too.
    requires_crawler_process = False

    def syntax(self) -> str:
        """What Scrapy's help shows after the command's name."""
        return "[options] <spider>"

    def short_desc(self) -> str:
        """What Scrapy's list of commands shows."""
        return "Run a spider; the same command again continues"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Runs one crawl and sets the exit code; other exceptions keep their traceback."""
        if len(args) != 1:
            raise UsageError("give the name of one spider")
        try:
            error = self._crawl(args[0], opts.spargs)
        except (DataFileError, OutputError) as raised:
            error = str(raised)
        if error is not None:
            self.exitcode = EXIT_UNUSABLE
            print(f"scrapy crawl: {' '.join(error.split())}", file=sys.stderr)

    def _crawl(self, name: str, arguments: dict[str, Any]) -> str | None:
        """Runs the crawl to its end; the error that stopped it under way, or None."""
        self.crawler_process = process = AsyncCrawlerProcess(self.settings)
        if name not in process.spider_loader.list():
            known = ", ".join(sorted(process.spider_loader.list()))
            raise UsageError(f"no spider is called {name!r}; known: {known}")
        crawler = create_crawler(self, name)
        running = process.crawl(crawler, **arguments)
        process.start()
        if running.done() and not running.cancelled() and (raised := running.exception()):
            raise raised
        drifted = any(name.startswith("mudawwana/drifted/") for name in crawler.stats.get_stats())
        asked = read_options(crawler.settings).expectations_exit
        self.exitcode = _EXIT_DRIFTED if asked and drifted else int(process.bootstrap_failed)
        return _stopped_by(crawler)


def _stopped_by(crawler: Crawler) -> str | None:
    """The error for which the writer stopped the crawl, or None."""
    error = crawler.stats.get_value("mudawwana/error")
    return None if error is None else str(error)
