"""`scrapy takedown`: remove an address or a domain from the corpus, and keep it out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from cleaners.data_files import DataFileError
from cleaners.text.printable import printable_line
from crawler.commands import EXIT_UNUSABLE
from crawler.errors import OutputError
from crawler.options import read_options
from crawler.outlets import known_outlets
from crawler.storage.standard_output import print_text
from crawler.takedown import Removed, take_down, undo

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

_COUNT_LABELS = {
    "records": "records",
    "rejections": "rejections",
    "edges": "edges",
    "mentions": "mentions in other lines",
    "exchanges": "archived exchanges",
    "addresses": "addresses",
    "topics": "topics of the crawl",
    "captures": "captures",
}
_EXIT_NOTHING = 1


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
        """Scrapy's own options and those of a takedown."""
        super().add_options(parser)
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--dry-run", action="store_true", help="say what would be removed, and change nothing")
        choice.add_argument(
            "--remember", action="store_true", help="remember it even if the folder holds nothing of it"
        )
        choice.add_argument("--undo", action="store_true", help="forget a takedown; what it removed stays removed")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Take down, print what was removed, and set the exit code: 0, 1 (nothing matched) or 2 (unusable)."""
        if len(args) != 1:
            raise UsageError("give one address (https://…) or one domain")
        what, done = args[0], ""
        try:
            assert self.settings is not None
            options = read_options(self.settings)
            folder, outlets = options.output_dir, known_outlets(options.outlets_dir).logged().outlets
            if opts.undo:
                lines, warning = _undo_lines(what, undo(folder, what, outlets))
            else:
                removed = take_down(folder, what, outlets, dry_run=opts.dry_run, ahead=opts.remember)
                warning = None if removed.has_matched else _warning(what, removed, opts.remember)
                kept = warning is None or opts.remember
                done = f" ({what} was taken down)" if kept and not opts.dry_run else ""
                lines = [*_takedown_lines(what, removed, opts.dry_run, kept)]
            print_text("".join(f"{printable_line(line)}\n" for line in lines))
        except (DataFileError, OutputError) as error:
            self.exitcode = EXIT_UNUSABLE
            print(printable_line(f"scrapy takedown: {' '.join(str(error).split())}{done}"), file=sys.stderr)
            return
        if warning is not None:
            self.exitcode = 0 if opts.remember else _EXIT_NOTHING
            print(printable_line(f"scrapy takedown: {warning}"), file=sys.stderr)


def _undo_lines(what: str, number: int) -> tuple[list[str], str | None]:
    """The printed lines about an undone takedown, and the warning if there was none."""
    if not number:
        return [], f"{what} was not taken down by this name; nothing was forgotten"
    return [f"{what}: forgotten; crawls may fetch it again, but what was removed does not come back by itself"], None


def _warning(what: str, removed: Removed, is_remembered: bool) -> str:
    nearest = f"; did you mean {removed.nearest}?" if removed.nearest else ""
    kept = "; remembered all the same" if is_remembered else "; nothing is remembered (--remember does so all the same)"
    return f"nothing matched {what}{nearest}{kept}"


def _takedown_lines(what: str, removed: Removed, dry_run: bool, kept: bool) -> Iterator[str]:
    """The printed lines about a takedown, what was removed by file."""
    if removed.since:
        yield f"{what} was taken down on {removed.since}"
    if removed.has_matched:
        yield f"{what}: {'would remove' if dry_run else 'removed'}{':' if removed.files else ' nothing'}"
    for file, counts in removed.files.items():
        for name, words in _COUNT_LABELS.items():
            if name in counts:
                yield f"  {counts[name]:>7}  {words} in {file}"
    if removed.copies:
        yield f"  {removed.copies:>7}  of these records were copies under other addresses"
    if removed.left:
        yield f"  {removed.left:>7}  other articles share shorter passages; left"
    if kept and not dry_run:
        yield "remembered: no crawl into this folder will fetch it again, or keep a copy of it"
