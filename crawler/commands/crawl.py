"""`scrapy crawl`: Scrapy's command, except that an unusable file or argument gives one line and exit code 2."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from scrapy.commands import BaseRunSpiderCommand
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError

from cleaners.data_files import DataFileError
from cleaners.text.printable import printable_line
from crawler.commands import EXIT_UNUSABLE
from crawler.errors import OutputError
from crawler.ledger.stats import PREFIX
from crawler.network.internals import create_crawler
from crawler.options import check_scrapy_settings, read_options

if TYPE_CHECKING:
    import argparse

    from scrapy.crawler import Crawler

_EXIT_DRIFTED = 3
"""Exit code, with EXPECTATIONS_EXIT, of a crawl in which an outlet drifted from what its file expects."""
_EXIT_UNREACHABLE = 4
"""Exit code of a crawl that asked for pages, none of which was answered."""
_QUIET: dict[str, Any] = {"LOG_LEVEL": "WARNING", "PROGRESS": "off"}
_SUMMARY = "crawler.extensions.summary.Summary"


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

    def long_desc(self) -> str:
        """What Scrapy's help of the command shows."""
        return (
            "Run a spider; the same command again continues. Exit codes: 0 for a crawl that ended, reached a limit or "
            "was stopped; 1 for an unexpected error; 2 for unusable arguments, files or output folder; 3, with "
            "EXPECTATIONS_EXIT, for an outlet that drifted; 4 if pages were asked for and none was answered."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own options and `--quiet`."""
        super().add_options(parser)
        parser.add_argument("-q", "--quiet", action="store_true", help="print only what goes wrong")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Set what `--quiet` stands for, unless the command line says otherwise."""
        super().process_options(args, opts)
        if opts.quiet:
            assert self.settings is not None
            self.settings.setdict(_QUIET, priority="spider")
            extensions = self.settings.getdict("EXTENSIONS") | {_SUMMARY: None}
            self.settings.set("EXTENSIONS", extensions, priority="cmdline")

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
        self.exitcode = _exit_code(crawler) or int(process.bootstrap_failed)
        stopped_by = crawler.stats.get_value("mudawwana/error")
        return None if stopped_by is None else str(stopped_by)


def _exit_code(crawler: Crawler) -> int:
    """The exit code of a crawl that ran to its end; 0 for a spider of the user's own."""
    stats = crawler.stats.get_stats()
    if stats.get(f"{PREFIX}unanswered") and not stats.get(f"{PREFIX}answered"):
        return _EXIT_UNREACHABLE
    drifted = any(name.startswith(f"{PREFIX}drifted/") for name in stats)
    return _EXIT_DRIFTED if drifted and read_options(crawler.settings).expectations_exit else 0
