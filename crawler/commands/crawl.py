"""`scrapy crawl`: Scrapy's command, except that an unusable file or argument gives one line and exit code 2."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from scrapy.commands import BaseRunSpiderCommand
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError

from cleaners.data_files import DataFileError
from cleaners.text.printable import printable_line
from crawler.errors import OutputError
from crawler.network.internals import create_crawler
from crawler.options import check_scrapy_settings, read_options

if TYPE_CHECKING:
    import argparse

EXIT_UNUSABLE = 2
"""Exit code of a command that cannot start or continue because of its arguments, data files or output folder."""
_EXIT_DRIFTED = 3
"""Exit code, with EXPECTATIONS_EXIT, of a crawl in which an outlet drifted from what its file expects."""


class Command(BaseRunSpiderCommand):
    """The command; Scrapy finds it by the name of its module."""

    requires_project = True
    # It creates the process itself, because loading the spiders can fail on a malformed file too.
    requires_crawler_process = False

    def syntax(self) -> str:
        """What Scrapy's help shows after the command's name."""
        return "[options] <spider>"

    def short_desc(self) -> str:
        """What Scrapy's list of commands shows."""
        return "Run a spider; the same command again continues"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run one crawl and set the exit code; unexpected exceptions keep their traceback."""
        if len(args) != 1:
            raise UsageError("give the name of one spider")
        try:
            error = self._crawl(args[0], opts.spargs)
        except (DataFileError, OutputError) as raised:
            error = str(raised)
        if error is not None:
            self.exitcode = EXIT_UNUSABLE
            print(f"scrapy crawl: {printable_line(' '.join(error.split()))}", file=sys.stderr)

    def _crawl(self, name: str, arguments: dict[str, Any]) -> str | None:
        """Run the crawl to its end; return the error that stopped it, or None."""
        assert self.settings is not None
        check_scrapy_settings(self.settings)
        try:
            self.crawler_process = process = AsyncCrawlerProcess(self.settings)
        except OSError as error:
            raise OutputError(f"LOG_FILE={self.settings['LOG_FILE']}: {error.strerror or error}") from error
        if name not in process.spider_loader.list():
            known = ", ".join(sorted(process.spider_loader.list()))
            raise UsageError(f"no spider is called {name!r}; known: {known}")
        crawler = create_crawler(self, name)
        running = process.crawl(crawler, **arguments)
        process.start()
        if running.done() and not running.cancelled() and (raised := running.exception()):
            raise raised
        drifted = any(name.startswith("mudawwana/drifted/") for name in crawler.stats.get_stats())
        fails_on_drift = read_options(crawler.settings).expectations_exit
        self.exitcode = _EXIT_DRIFTED if fails_on_drift and drifted else int(process.bootstrap_failed)
        stopped_by = crawler.stats.get_value("mudawwana/error")
        return None if stopped_by is None else str(stopped_by)
