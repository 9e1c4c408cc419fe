"""`scrapy outlets`: the outlets that files describe, and how each was checked."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from cleaners.data_files import DataFileError
from cleaners.text.printable import printable_line
from crawler.commands import EXIT_UNUSABLE
from crawler.errors import OutputError
from crawler.options import read_options
from crawler.outlets import KnownOutlets, known_outlets
from crawler.storage.standard_output import print_text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from crawler.outlets import Outlet


class Command(ScrapyCommand):
    """The command; Scrapy finds it by the name of its module."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        """What Scrapy's list of commands shows."""
        return "List the outlets that files describe: domain, country, name, how each was checked"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own options and `--json`."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print one JSON array, with everything about each")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print, and set the exit code: 0, or 2 if a file is malformed or the folder cannot be read."""
        if args:
            raise UsageError("outlets takes no arguments; name a folder of your own with -s OUTLETS_DIR=…")
        assert self.settings is not None
        try:
            known = known_outlets(read_options(self.settings).outlets_dir)
            rows = [outlet_facts(outlet) for outlet in known.outlets.values()]
            # ASCII: nothing in it controls a terminal.
            print_text(json.dumps(rows, indent=1) + "\n" if opts.json else "".join(_lines(known)))
            problems = [*known.problems.values()]
        except (DataFileError, OutputError) as error:
            problems = [str(error)]
        for problem in problems:
            self.exitcode = EXIT_UNUSABLE
            print(f"scrapy outlets: {printable_line(problem)}", file=sys.stderr)


def outlet_facts(outlet: Outlet) -> dict[str, Any]:
    """What is known of an outlet, as `--json` prints it."""
    return {
        "domain": outlet.domain,
        "name": outlet.name,
        "name_ar": outlet.name_ar,
        "country": outlet.country,
        "host": outlet.canonical_host,
        "crawl": outlet.may_crawl,
        "why": outlet.why,
        "feeds": list(outlet.feeds),
        "sitemaps": [*outlet.sitemaps, *outlet.dated_sitemaps],
        "listings": list(outlet.listings),
        "posts": outlet.posts,
        "search": outlet.search,
        "delay": outlet.delay,
        "obstacles": list(outlet.obstacles),
        "checked": outlet.checked,
    }


def _lines(known: KnownOutlets) -> Iterator[str]:
    """One line for each outlet, with its Arabic name at the end."""
    for outlet in known.outlets.values():
        country = outlet.country if outlet.country and len(outlet.country) == 2 else "–"
        note = "not crawled" if not outlet.may_crawl else (outlet.checked or "").partition(":")[0]
        line = f"{outlet.domain:<24} {country:<3} {note:<12} {outlet.name:<26} {outlet.name_ar or ''}"
        yield printable_line(line.rstrip()) + "\n"
