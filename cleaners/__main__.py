"""The command line: `python -m cleaners clean PATH…` and `python -m cleaners explain PATH`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path

from cleaners import check_data
from cleaners.clean import Reading, read_html, read_text
from cleaners.data_files import DataFileError
from cleaners.dumps import is_dump, texts_of_dump
from cleaners.explain.html_page import explain_html
from cleaners.explain.terminal import explain
from cleaners.explain.timing import explain_time
from cleaners.page import Page, decode
from cleaners.text.printable import discard_output, printable, try_write

_TITLED = {"auto": None, "yes": True, "no": False}
"""What `--titled` says about the texts of a dump."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code: 0, or 2 for an unreadable file or a malformed data file."""
    options = _parser().parse_args(arguments)
    for stream in filter(None, (sys.stdout, sys.stderr)):  # None if it was closed before the command began
        stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        check_data()
        for read in chain.from_iterable(_readers(path, options) for path in options.paths):
            if not _print_result(read, options):
                break
    except BrokenPipeError:  # `--html /dev/stdout`, and its reader has gone away
        return 0
    except (OSError, DataFileError) as error:
        print(f"cleaners: {error}", file=sys.stderr)
        return 2
    return 0


def _print_result(read: Callable[[], Reading], options: argparse.Namespace) -> bool:
    """Print one page's result, or write it to the file named by `--html`; False once standard output has no reader."""
    if options.command == "explain" and options.html:
        page = explain_html(read())
        with _naming(options.html):
            Path(options.html).write_text(page, encoding="utf-8")
        return True
    if options.command == "clean":
        text = json.dumps(read().article.to_dict(), ensure_ascii=False)
    elif options.time:
        text = "\n".join(map(printable, explain_time(read)))
    else:
        text = "\n".join(map(printable, explain(read(), full=options.full)))
    try:
        with _naming("standard output"):
            return sys.stdout is None or try_write(sys.stdout, f"{text}\n")
    except OSError:
        discard_output(sys.stdout)
        raise


@contextmanager
def _naming(place: str) -> Iterator[None]:
    """Give errors of writing the file name that they lack."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, place) from error


def _readers(path: str, options: argparse.Namespace) -> Iterator[Callable[[], Reading]]:
    """Functions that clean a file: one, or one for each text of a dump."""
    if options.command == "clean" and is_dump(path):
        for text, titled in texts_of_dump(path, options.field, _TITLED[options.titled]):
            yield partial(read_text, text, titled)
    else:
        yield _reader(path, options.url, options.text)


def _reader(path: str, url: str | None, as_text: bool) -> Callable[[], Reading]:
    """A function that cleans a file, or standard input for `-`, as HTML or text according to its name or `--text`."""
    data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    if as_text or path.endswith(".txt"):
        return partial(read_text, decode(Page(data)))
    return partial(read_html, Page(data, url))


def _parser() -> argparse.ArgumentParser:
    """The argument parser of both commands."""
    top = argparse.ArgumentParser(prog="python -m cleaners", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    clean = commands.add_parser("clean", help="print one JSON object per page")
    explaining = commands.add_parser("explain", help="print every line of the page with its fate and the reason")
    for command in (clean, explaining):
        command.add_argument(
            "paths",
            nargs="+",
            metavar="PATH",
            help=".txt and the texts of .jsonl dumps are flattened text, else HTML; - is stdin",
        )
        command.add_argument("--url", help="the page's address: makes links absolute and applies site rules")
        command.add_argument("--text", action="store_true", help="treat every file as flattened text")
    clean.add_argument("--field", default="text", help="the key of the texts in dumps (.jsonl, .jsonl.gz)")
    clean.add_argument(
        "--titled",
        choices=_TITLED,
        default="auto",
        help="whether the texts of dumps begin with their headlines; auto: if most of the first 200 show one",
    )
    report = explaining.add_mutually_exclusive_group()
    report.add_argument("--html", metavar="OUT.html", help="write a self-contained HTML report instead")
    report.add_argument("--time", action="store_true", help="print milliseconds per stage and step instead")
    explaining.add_argument("--full", action="store_true", help="do not shorten lines")
    return top


if __name__ == "__main__":
    sys.exit(main())
