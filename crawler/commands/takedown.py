"""`scrapy takedown`: remove an address or a domain from the corpus, and keep it out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from cleaners.data_files import DataFileError
from cleaners.text.printable import printable_line
from crawler.commands.crawl import EXIT_UNUSABLE
from crawler.errors import OutputError
from crawler.options import read_options
from crawler.outlets import load_outlets
from crawler.storage.standard_output import print_text
from crawler.takedown import Removed, take_down

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

_COUNT_LABELS = {
    "records": "records",
    "rejections": "rejections",
    "edges": "edges",
    "links": "mentions in other lines",
    "exchanges": "archived exchanges",
    "addresses": "addresses in the ledger",
}


class Command(ScrapyCommand):
    """The command; Scrapy finds it by the name of its module."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """What Scrapy's help shows after the command's name."""
        return "[options] <URL|DOMAIN>"

    def short_desc(self) -> str:
        """What Scrapy's list of commands shows."""
        return "Remove an address or a domain from OUTPUT_DIR, and keep it out"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own options and `--dry-run`."""
        super().add_options(parser)
        parser.add_argument("--dry-run", action="store_true", help="say what would be removed, and change nothing")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Take down, print what was removed, and set the exit code."""
        if len(args) != 1:
            raise UsageError("give one address (https://…) or one domain")
        done = ""
        try:
            assert self.settings is not None
            folder = read_options(self.settings).output_dir
            removed = take_down(folder, args[0], load_outlets(), dry_run=opts.dry_run)
            done = "" if opts.dry_run else f" ({args[0]} was taken down)"
            print_text("".join(f"{printable_line(line)}\n" for line in _takedown_lines(args[0], removed, opts.dry_run)))
        except (DataFileError, OutputError) as error:
            self.exitcode = EXIT_UNUSABLE
            print(printable_line(f"scrapy takedown: {' '.join(str(error).split())}{done}"), file=sys.stderr)


def _takedown_lines(what: str, removed: Removed, dry_run: bool) -> Iterator[str]:
    """The printed lines about a takedown."""
    if removed.since:
        yield f"{what} was taken down on {removed.since}"
    yield f"{what}: {'would remove' if dry_run else 'removed'}{':' if removed.counts else ' nothing'}"
    for name, words in _COUNT_LABELS.items():
        if name in removed.counts:
            yield f"  {removed.counts[name]:>7}  {words}"
    if not dry_run:
        yield "remembered: no crawl into this folder will fetch it again"
