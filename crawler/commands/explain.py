"""`scrapy explain`: why a page of the output folder is as it is, line by line, from its archive."""

from __future__ import annotations

import shutil
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from cleaners import check_data
from cleaners.data_files import DataFileError
from cleaners.explain.terminal import FEWEST_LETTERS, LETTERS, TEXT_COLUMN, explain
from cleaners.phrases import use_own_phrases
from cleaners.text.printable import printable, printable_line
from crawler.commands import EXIT_UNUSABLE
from crawler.commands.reclean import AtomicFile, read_target
from crawler.errors import OutputError
from crawler.options import read_options
from crawler.outlets import known_outlets
from crawler.reclean.explained_html import explained_html
from crawler.reclean.named_lines import NothingFoundError, find_lines
from crawler.reclean.pages import PageReader, UnreadablePage
from crawler.reclean.retold import retold
from crawler.storage.committed import ARTICLES, CommittedFolder
from crawler.storage.standard_output import print_text

if TYPE_CHECKING:
    import argparse

    from crawler.options import Options
    from crawler.reclean.retold import RetoldPage

_EXIT_UNEXPLAINED = 1
_EXIT_DIFFERS = 3


class Command(ScrapyCommand):
    """The command; Scrapy finds it by the name of its module."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """What Scrapy's help shows after the command's name."""
        return "[options] <ID|URL>"

    def short_desc(self) -> str:
        """What Scrapy's list of commands shows."""
        return "Explain a record or rejection of OUTPUT_DIR line by line, from its archived page"

    def long_desc(self) -> str:
        """What Scrapy's help of the command shows."""
        return (
            "Explain a record or rejection line by line. The page is named by its id or by any address that led to it; "
            "of several captures the newest is read. Only reads, and may run during a crawl. Exit codes: 0; 1 if there "
            "is nothing to explain (unknown, taken down, not archived); 2 for unusable arguments or folders; 3 if the "
            "crawl's line differs from today's reading, which is explained."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own options and those of the explanation."""
        super().add_options(parser)
        parser.add_argument("--html", metavar="OUT.html", help="write a self-contained page for a browser instead")
        parser.add_argument("--full", action="store_true", help="print every line, in full length")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Explain, and set the exit code."""
        if len(args) != 1 or not args[0].strip():
            raise UsageError("give one id (16 letters and digits) or one address (https://…)")
        assert self.settings is not None
        try:
            options = read_options(self.settings)
            target = read_target(opts.html, options, "--html")
            page = self._read(args[0].strip(), options)
            if target is None:
                _print_page(page, opts.full)
            else:
                with AtomicFile(target) as file:
                    file.write(explained_html(page))
        except (NothingFoundError, UnreadablePage) as error:
            self._fail(_EXIT_UNEXPLAINED, error)
        except (DataFileError, OutputError) as error:
            self._fail(EXIT_UNUSABLE, error)
        else:
            if page.difference:
                self._fail(_EXIT_DIFFERS, page.difference)

    def _read(self, name: str, options: Options) -> RetoldPage:
        """The page that a name stands for, read again; raises NothingFoundError and UnreadablePage."""
        use_own_phrases(options.phrases_dir)
        check_data()
        outlets = known_outlets(options.outlets_dir).logged().outlets
        assert self.settings is not None
        has_lines = (options.output_dir / ARTICLES).exists()
        with closing(CommittedFolder.open(options.output_dir, needs_ledger=not has_lines)) as folder:
            return retold(find_lines(folder, name, outlets), PageReader(folder, self.settings))

    def _fail(self, code: int, problem: object) -> None:
        self.exitcode = code
        print(printable_line(f"scrapy explain: {' '.join(str(problem).split())}"), file=sys.stderr)


def _print_page(page: RetoldPage, full: bool) -> None:
    """Print the explanation, as wide as the terminal, as far as it is read (`… | head`)."""
    letters = LETTERS
    if sys.stdout is not None and sys.stdout.isatty():
        letters = max(FEWEST_LETTERS, shutil.get_terminal_size().columns - TEXT_COLUMN - 1)
    for line in (*map(printable_line, page.head_lines()), *map(printable, explain(page.reading, full, letters))):
        if not print_text(f"{line}\n"):
            break
