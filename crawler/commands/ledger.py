"""`scrapy ledger`: what stands in an output folder, and whether it is whole."""

from __future__ import annotations

import sqlite3
import sys
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from cleaners.data_files import DataFileError
from cleaners.text.printable import visible
from crawler.checkup.check import problems
from crawler.checkup.show import report_lines
from crawler.commands.crawl import EXIT_UNUSABLE
from crawler.errors import OutputError
from crawler.options import read_options
from crawler.outlets import load_outlets
from crawler.storage.standard_output import print_text

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

_EXIT_DAMAGED = 1
_WHAT = ("check", "show")


class Command(ScrapyCommand):
    """The command; Scrapy finds it by the name of its module."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """What Scrapy's help shows after the command's name."""
        return "[options] <check|show>"

    def short_desc(self) -> str:
        """What Scrapy's list of commands shows."""
        return "Say what stands in the ledger of OUTPUT_DIR, or check that everything there is whole"

    def long_desc(self) -> str:
        """What Scrapy's help of the command shows."""
        return (
            "show: addresses by outlet, state and kind, rounds, spent budgets, what comes next. "
            "check: every line, pointer and archived record against the ledger, a line for each problem; exits with 1 "
            "if there is any. Both only read, and may run beside a crawl."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print, and set the exit code: 0, 1 for a folder with problems, 2 for one that cannot be read."""
        if len(args) != 1 or args[0] not in _WHAT:
            raise UsageError(f"give one of: {', '.join(_WHAT)}")
        assert self.settings is not None
        try:
            folder = read_options(self.settings).output_dir
            self.exitcode = _check(folder) if args[0] == "check" else _show(folder)
        except (DataFileError, OutputError, sqlite3.Error, OSError) as error:
            self.exitcode = EXIT_UNUSABLE
            print(f"scrapy ledger: {visible(' '.join(str(error).split()))}", file=sys.stderr)


def _show(folder: Path) -> int:
    """Print what stands in a folder, as far as anybody reads; gives the exit code."""
    for line in report_lines(folder):
        if not print_text(visible(line) + "\n"):
            break
    return 0


def _check(folder: Path) -> int:
    """Print each problem of a folder, as far as anybody reads, or that there is none; gives the exit code."""
    number = 0
    for problem in problems(folder, load_outlets()):
        number += 1
        if not print_text(visible(problem) + "\n"):
            return _EXIT_DAMAGED
    verdict = f"{number} problems" if number else "everything is whole"
    print_text(visible(f"{folder}: {verdict}") + "\n")
    return _EXIT_DAMAGED if number else 0
