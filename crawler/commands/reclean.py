"""`scrapy reclean`: run today's cleaner over the archives of an output folder, and show what changes."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from cleaners import check_data
from cleaners.data_files import DataFileError
from cleaners.phrases import use_own_phrases
from cleaners.sites.learned import use_learned
from cleaners.text.printable import printable_line
from crawler.commands import EXIT_UNUSABLE
from crawler.errors import OutputError
from crawler.options import Options, read_options
from crawler.outlets import known_outlets
from crawler.pages.learned_watch import LEARNED_FOLDER
from crawler.reclean.html_diff import MAX_SHOWN, diff_html
from crawler.reclean.pages import PageReader
from crawler.reclean.progress import RecleanProgress
from crawler.reclean.results import Result, Totals
from crawler.reclean.run import Recleaning
from crawler.reclean.terminal_diff import page_lines, summary_lines
from crawler.storage.committed import FILES, CommittedFolder
from crawler.storage.schema import check_schema
from crawler.storage.standard_output import print_text
from crawler.workers.pool import WorkerDied, workers_of

if TYPE_CHECKING:
    from collections.abc import Callable

_EXIT_CHANGED = 1


class Command(ScrapyCommand):
    """The command; Scrapy finds it by the name of its module."""

    requires_project = True
    requires_crawler_process = False

    def short_desc(self) -> str:
        """What Scrapy's list of commands shows."""
        return "Run today's cleaner over the archives of OUTPUT_DIR and show what changes, without network"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The options of `scrapy reclean`."""
        super().add_options(parser)
        parser.add_argument("--html", metavar="OUT.html", help="write the changes as one page for a browser")
        parser.add_argument("--to", metavar="FILE", help="write today's records as JSON Lines, like articles.jsonl")
        parser.add_argument("--limit", metavar="N", help="read N pages at most")
        parser.add_argument("--full", action="store_true", help="print lines in full length")
        parser.add_argument("--exit-code", action="store_true", help="exit with 1 if anything changes")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the diff and set the exit code: 0, 1 (changes, with `--exit-code`) or 2 (unusable)."""
        if args:
            raise UsageError("reclean takes no arguments; name the folder with -s OUTPUT_DIR=…")
        try:
            totals = self._reclean(opts)
        except (DataFileError, OutputError, WorkerDied) as error:
            self.exitcode = EXIT_UNUSABLE
            print(printable_line(f"scrapy reclean: {' '.join(str(error).split())}"), file=sys.stderr)
            return
        except _OutputClosed:
            return
        self.exitcode = _EXIT_CHANGED if opts.exit_code and totals.any_change else 0

    def _reclean(self, opts: argparse.Namespace) -> Totals:
        assert self.settings is not None
        options = read_options(self.settings)
        limit, to = read_limit(opts.limit), read_target(opts.to, options)
        html = read_target(opts.html, options, "--html")
        use_own_phrases(options.phrases_dir)
        use_learned(options.output_dir / LEARNED_FOLDER)
        check_data()
        check_schema()
        totals, shown = Totals(), list[Result]()
        with ExitStack() as opened:
            folder = opened.enter_context(closing(CommittedFolder.open(options.output_dir, needs_ledger=False)))
            work = Recleaning(
                folder,
                PageReader(folder, self.settings),
                known_outlets(options.outlets_dir).logged().outlets,
                workers_of(options),
                options.blocks,
            )
            write = opened.enter_context(AtomicFile(to)).write if to is not None else None
            is_read_only = not (to or html or opts.exit_code)
            expected = min(work.expected(), limit or sys.maxsize) if options.progress else 0
            progress = RecleanProgress(
                sys.stderr, expected, beside_output=sys.stdout is not None and sys.stdout.isatty()
            )

            def take(result: Result) -> None:
                progress.make_room()
                if not _handle_result(result, totals, shown, write, opts.full) and is_read_only:
                    raise _OutputClosed
                progress.count()

            asyncio.run(work.run(limit, take))
            progress.erase()
        print_text("".join(f"{printable_line(line)}\n" for line in summary_lines(totals)))
        for line in work.learned.warnings():
            print(printable_line(f"scrapy reclean: {line}"), file=sys.stderr)
        if html is not None:
            with AtomicFile(html) as page:
                page.write(diff_html(shown, totals))
        return totals


class _OutputClosed(Exception):
    """Raised when the reader of the diff is gone and no other output was requested."""


def _handle_result(
    result: Result, totals: Totals, shown: list[Result], write: Callable[[str], Any] | None, full: bool
) -> bool:
    """Count and print a result; return whether standard output is still read."""
    totals.add(result)
    is_read = print_text("".join(f"{printable_line(line)}\n" for line in page_lines(result, full)))
    if result.kind in ("changed", "refused", "accepted") and len(shown) < MAX_SHOWN:
        shown.append(result)
    if write is not None and result.record is not None:
        write(json.dumps(result.record, ensure_ascii=False) + "\n")
    return is_read


def read_limit(value: str | None) -> int | None:
    """The number of `--limit`, None for all; raises DataFileError for anything but a positive whole number."""
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal() and int(value) > 0):
        raise DataFileError(f"--limit {value}: must be a whole number, 1 or more")
    return int(value)


def read_target(value: str | None, options: Options, option: str = "--to") -> Path | None:
    """The file to write; raises DataFileError for a folder, and for one of the crawl's own files."""
    if value is None:
        return None
    path = Path(value)
    try:
        is_there = path.absolute().parent.resolve() == options.output_dir.absolute().resolve()
    except (OSError, RuntimeError) as error:  # a loop of symbolic links
        raise DataFileError(f"{option} {value}: its folder cannot be found") from error
    if is_there and (path.name in FILES or path.match("pages-*.warc.gz") or path.match("ledger.*")):
        raise DataFileError(f"{option} {value}: is a file of the crawl, which only the crawl may write")
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise DataFileError(f"{option} {value}: {'is a folder' if path.is_dir() else 'its folder does not exist'}")
    return path


class AtomicFile:
    """A file written under another name, and renamed into place once it is complete."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._beside = path.with_name(path.name + ".part")

    def __enter__(self) -> AtomicFile:
        try:
            self._stream = self._beside.open("w", encoding="utf-8", errors="replace")
        except OSError as error:
            raise OutputError(f"{self._path}: cannot write there: {error.strerror}") from error
        return self

    def write(self, text: str) -> None:
        """Write text; raises OutputError if the disk is full."""
        try:
            self._stream.write(text)
        except OSError as error:
            raise self._unwritable(error) from error

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            self._stream.close()
            if kind is None:
                self._beside.replace(self._path)
        except OSError as error:
            if kind is None:  # what was raised before says more
                raise self._unwritable(error) from error
        finally:
            self._beside.unlink(missing_ok=True)

    def _unwritable(self, error: OSError) -> OutputError:
        return OutputError(f"{self._path}: cannot write: {error.strerror}")
