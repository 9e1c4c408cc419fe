"""The command line: `python -m cleaners clean PATH…` and `python -m cleaners explain PATH`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cleaners import check_data
from cleaners.errors import DataFileError
from cleaners.explain.page import explain_html
from cleaners.explain.terminal import explain
from cleaners.page import Page, decode
from cleaners.printable import printable
from cleaners.reading import Reading, read_html, read_text


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code: 0, or 2 for a file that can't be read or a malformed data file."""
    options = parser().parse_args(arguments)
    for stream in filter(None, (sys.stdout, sys.stderr)):  # one that was closed before the command began is None
        stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        check_data()
        for path in options.paths:
            show(read(path, options.url, options.text), options)
    except BrokenPipeError:
        raise
    except (OSError, DataFileError) as error:
        print(f"cleaners: {error}", file=sys.stderr)
        return 2
    return 0


def show(reading: Reading, options: argparse.Namespace) -> None:
    """Print what a command says of one page, or write it where `--html` asks for a page."""
    if options.command == "clean":
        say(json.dumps(reading.article.to_dict(), ensure_ascii=False))
    elif options.html:
        with naming(options.html):
            Path(options.html).write_text(explain_html(reading), encoding="utf-8")
    else:
        say("\n".join(map(printable, explain(reading, full=options.full))))


def say(text: str) -> None:
    """Print at once, so that a full disk is told while it can be."""
    try:
        with naming("standard output"):
            print(text, flush=True)
    except OSError:
        to_nowhere()
        raise


@contextmanager
def naming(place: str) -> Iterator[None]:
    """An error of writing tells no file; this one does."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, place) from error


def to_nowhere() -> None:
    """Let what is still in the buffer go nowhere: the interpreter flushes once more at its end, and would complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def read(path: str, url: str | None, as_text: bool) -> Reading:
    """A file, or standard input for `-`, through the door that its name or `--text` asks for."""
    data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    if as_text or path.endswith(".txt"):
        return read_text(decode(Page(data)))
    return read_html(Page(data, url))


def parser() -> argparse.ArgumentParser:
    """The options of both commands."""
    top = argparse.ArgumentParser(prog="python -m cleaners", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    clean = commands.add_parser("clean", help="print one JSON object a page")
    tell = commands.add_parser("explain", help="print every line of the page with what happened to it and why")
    for command in (clean, tell):
        command.add_argument("paths", nargs="+", metavar="PATH", help=".txt is flattened text, else HTML; - is stdin")
        command.add_argument("--url", help="the page's address: links become absolute, a site's own rules apply")
        command.add_argument("--text", action="store_true", help="read flattened text whatever the file is called")
    tell.add_argument("--html", metavar="OUT.html", help="write one self-contained page for editors instead")
    tell.add_argument("--full", action="store_true", help="print whole lines")
    return top


if __name__ == "__main__":
    try:
        code = main()
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        code = 0
    sys.exit(code)
