"""`scrapy newoutlet`: propose an outlet file from a site or an archive of it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from cleaners import check_data
from cleaners.data_files import DataFileError
from cleaners.text.printable import printable_line
from crawler.commands import EXIT_UNUSABLE
from crawler.errors import OutputError
from crawler.newoutlet.collect import Scout, pages_of_archive
from crawler.newoutlet.proposal import proposal, proposed_domain
from crawler.politeness.contact import require_contact
from crawler.storage.standard_output import print_text
from crawler.urls import canonicalize

if TYPE_CHECKING:
    import argparse

    from crawler.newoutlet.seen import SeenPage


class Command(ScrapyCommand):
    """The command; Scrapy finds it by the name of its module."""

    requires_project = True

    def syntax(self) -> str:
        """What Scrapy's help shows after the command's name."""
        return "[options] <URL|WARC>"

    def short_desc(self) -> str:
        """What Scrapy's list of commands shows."""
        return "Propose an outlet file from pages of a site or of a WARC archive, and say what is unsure"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own options and `--to`."""
        super().add_options(parser)
        parser.add_argument("--to", metavar="DIR", help="write DIR/<domain>.toml instead of printing it")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print or write the proposal, and set the exit code: 0, or 2 if there is nothing to learn from."""
        if len(args) != 1:
            raise UsageError("give the address of a page (https://…) or the file of an archive")
        try:
            check_data()
            seen = self._pages(args[0])
            text = proposal(seen, args[0], datetime.now(UTC).date())
            if opts.to is None:
                print_text(text)
            else:
                print_text(f"{_write(text, Path(opts.to), str(proposed_domain(seen)))}\n")
        except (DataFileError, OutputError) as error:
            self.exitcode = EXIT_UNUSABLE
            print(f"scrapy newoutlet: {printable_line(' '.join(str(error).split()))}", file=sys.stderr)

    def _pages(self, given: str) -> list[SeenPage]:
        """The pages of an archive, or of a live site; raises DataFileError for neither."""
        if Path(given).exists():
            return pages_of_archive(Path(given))
        if "://" not in given or not canonicalize(given):
            raise DataFileError(f"{given}: neither an address (https://…) nor a file")
        assert self.settings is not None
        assert self.crawler_process is not None
        require_contact(self.settings, [given])
        seen: list[SeenPage] = []
        self.crawler_process.crawl(Scout, given, seen)
        self.crawler_process.start()
        if not seen:
            raise DataFileError(f"{given}: no answer that can be read")
        return seen


def _write(text: str, folder: Path, domain: str) -> Path:
    """Write a new file, in a new folder if need be; raises OutputError if it exists, or cannot be written."""
    path = folder / f"{domain}.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise OutputError(f"{path if path.exists() else folder}: is there already") from None
    except OSError as error:
        raise OutputError(f"{path}: cannot write: {error.strerror or error}") from error
    return path
