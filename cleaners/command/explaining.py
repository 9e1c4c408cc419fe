"""`mudawwana explain`: every line of pages with its fate and the reason."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from functools import partial

from cleaners.clean import Reading
from cleaners.cleaner import Cleaner
from cleaners.command.cleaning import FAILED, SOME_FAILED
from cleaners.command.outputs import Output, check_output, writing_to
from cleaners.command.sources import DUMPS, Source, SourceError, decoded, find_sources, read_source
from cleaners.explain.html_page import explain_html
from cleaners.explain.terminal import LETTERS, TEXT_COLUMN, coloured, explain
from cleaners.explain.timing import explain_time
from cleaners.page import Page
from cleaners.text.printable import printable, printable_line, try_write

_FEWEST_LETTERS = 30
"""Letters of a line that are shown however narrow the terminal is."""


def explain_pages(options: argparse.Namespace) -> int:
    """Run the command and return its exit code; raises NoOutputError, and ValueError for an invalid choice."""
    cleaner = Cleaner(phrases=options.phrases or (), without=options.without)
    found = list(find_sources(options.paths, as_text=options.text, kind=options.kind))
    if options.html:
        check_output(options.html, [one for one in found if isinstance(one, Source)])
    readings: list[tuple[str, Reading]] = []
    explained = failed = 0
    with writing_to(None) as output:
        for one in found:
            try:
                name, read = _reader_of(one, cleaner, options.url)
            except SourceError as error:
                failed += 1
                _tell(str(error))
                continue
            heading = f"{chr(10) if explained else ''}== {printable_line(name)}\n" if len(found) > 1 else ""
            explained += 1
            if options.html:
                readings.append((name, read()))
            elif not output.write(heading + _lines_about(read, options, output)):
                break
    if readings:
        with writing_to(options.html) as report:
            report.write(explain_html(*(reading for _, reading in readings), names=[name for name, _ in readings]))
    return (SOME_FAILED if explained else FAILED) if failed else 0


def _reader_of(one: Source | SourceError, cleaner: Cleaner, url: str | None) -> tuple[str, Callable[[], Reading]]:
    """The name of a page, and a function that cleans it; raises SourceError for one that cannot be read."""
    if isinstance(one, SourceError):
        raise one
    if one.kind in DUMPS:
        raise SourceError(f"{one.name}: a dump; explain takes pages and texts")
    data = read_source(one.name)
    if one.kind == "text":
        return one.name, partial(cleaner.read_text, decoded(data))
    return one.name, partial(cleaner.read_html, Page(data, url))


def _lines_about(read: Callable[[], Reading], options: argparse.Namespace, output: Output) -> str:
    """What is printed about a page: as wide and as coloured as the terminal allows."""
    if options.time:
        return "".join(f"{printable(line)}\n" for line in explain_time(read))
    letters = LETTERS
    if output.is_terminal:
        letters = max(_FEWEST_LETTERS, shutil.get_terminal_size().columns - TEXT_COLUMN - 1)
    lines = map(printable, explain(read(), full=options.full, letters=letters))
    return "".join(f"{coloured(line) if _takes_colour(output) else line}\n" for line in lines)


def _takes_colour(output: Output) -> bool:
    """Whether colours are shown: on a terminal, unless https://no-color.org or a dumb terminal says otherwise."""
    return output.is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _tell(message: str) -> None:
    if sys.stderr is not None:
        try_write(sys.stderr, f"cleaners: {printable_line(message)}\n")
