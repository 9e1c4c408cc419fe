"""`scrapy ledger`: show the state of an output folder, check it for damage, and repair it."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from cleaners.data_files import DataFileError
from cleaners.text.printable import printable_line
from crawler.checkup.check import problems
from crawler.checkup.repair import repair
from crawler.checkup.show import folder_state, report_lines
from crawler.commands import EXIT_UNUSABLE
from crawler.errors import OutputError
from crawler.options import read_options
from crawler.outlets import known_outlets
from crawler.storage.committed import CommittedFolder
from crawler.storage.schema import SCHEMA_VERSION
from crawler.storage.standard_output import print_text
from crawler.storage.upgrade import lines_version

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from crawler.outlets import Outlet

_EXIT_DAMAGED = 1
_ACTIONS = ("check", "repair", "show")


class Command(ScrapyCommand):
    """The command; Scrapy finds it by the name of its module."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """What Scrapy's help shows after the command's name."""
        return "[options] <check|repair|show>"

    def short_desc(self) -> str:
        """What Scrapy's list of commands shows."""
        return "Show the state of the ledger in OUTPUT_DIR, check that folder for damage, or repair it"

    def long_desc(self) -> str:
        """What Scrapy's help of the command shows."""
        return (
            "show: articles, waiting and refused addresses by outlet; --full adds kinds, reasons, spent budgets and "
            "what comes next; --json prints all of it as one object. "
            "check: compare every line, pointer and archived record with the ledger, a line per problem; exits with 1 "
            "if there is any. Both only read, and may run during a crawl. "
            "repair: make ledger and files agree after files were cut or lost, or if the ledger is older than they; "
            "says what is gone and what the next crawl will fetch again, and removes nothing that is whole."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own options, and those of the actions."""
        super().add_options(parser)
        parser.add_argument("--dry-run", action="store_true", help="repair: say what would be done, and change nothing")
        parser.add_argument("--full", action="store_true", help="show: everything about every outlet")
        parser.add_argument("--json", action="store_true", help="show: everything, as one JSON object")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print, and set the exit code: 0, 1 for a folder with problems, 2 for one that cannot be read."""
        if len(args) != 1 or args[0] not in _ACTIONS:
            raise UsageError(f"give one of: {', '.join(_ACTIONS)}")
        assert self.settings is not None
        try:
            options = read_options(self.settings)
            folder = options.output_dir
            if args[0] == "repair":
                self.exitcode = _print_repair(folder, opts.dry_run)
            elif args[0] == "check":
                self.exitcode = _print_problems(folder, known_outlets(options.outlets_dir).logged().outlets)
            else:
                _print_state(folder, opts)
        except (DataFileError, OutputError, sqlite3.Error, OSError) as error:
            self.exitcode = EXIT_UNUSABLE
            print(f"scrapy ledger: {printable_line(' '.join(str(error).split()))}", file=sys.stderr)


def _print_state(folder: Path, opts: argparse.Namespace) -> None:
    """Print the state of a folder, as far as it is read (`… | head`)."""
    state = folder_state(folder)
    if opts.json:
        print_text(json.dumps(state, indent=1) + "\n")  # ASCII: nothing in it controls a terminal
        return
    for line in report_lines(state, full=opts.full):
        if not print_text(printable_line(line) + "\n"):
            break


def _print_problems(folder: Path, outlets: dict[str, Outlet]) -> int:
    """Print each problem of a folder, or that there is none, as far as it is read; return the exit code."""
    number = 0
    for problem in problems(folder, outlets):
        number += 1
        if not print_text(printable_line(problem) + "\n"):
            return _EXIT_DAMAGED
    verdict = f"{number} problems" if number else "everything is whole"
    with closing(CommittedFolder.open(folder)) as opened:
        if (version := lines_version(opened.db)) < SCHEMA_VERSION:
            verdict += f"; its lines have schema {version}, the next crawl into it rewrites them in {SCHEMA_VERSION}"
    print_text(printable_line(f"{folder}: {verdict}") + "\n")
    return _EXIT_DAMAGED if number else 0


def _print_repair(folder: Path, dry_run: bool) -> int:
    """Repair a folder and print what was done; return the exit code."""
    told = repair(folder, dry_run=dry_run)
    verdict = "nothing to repair" if not told else "would be repaired so" if dry_run else "repaired"
    print_text("".join(f"{printable_line(line)}\n" for line in (*told, f"{folder}: {verdict}")))
    return 0
