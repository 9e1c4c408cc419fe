"""The arguments of the command."""

from __future__ import annotations

import argparse
from pathlib import Path

from cleaners.article import CLEANER_VERSION
from cleaners.command.cleaning import TITLED, clean
from cleaners.command.explaining import explain_pages
from cleaners.command.formats import FORMATS

_DESCRIPTION = "Clean Arabic news pages and flattened texts, and say for every line why it stayed or went."
_PATHS = """files, folders (with all below them), patterns such as 'pages/**/*.html', or - for standard input; .txt is
flattened text, .jsonl and .csv are dumps of such texts, all else is HTML, and each may be packed as .gz"""
_EXITS = """exit codes: 0 all was read; 1 some of it could not be read; 2 none of it, or nothing could be written;
130 stopped with Ctrl-C"""


def parser(name: str) -> argparse.ArgumentParser:
    """The parser of both commands under the name that the user called; `run` is the function of the command given."""
    top = argparse.ArgumentParser(prog=name, description=_DESCRIPTION)
    top.add_argument("--version", action="version", version=f"mudawwana {CLEANER_VERSION}")
    commands = top.add_subparsers(dest="command", required=True)
    _add_clean(commands.add_parser("clean", help="write one article for each page", epilog=_EXITS))
    _add_explain(commands.add_parser("explain", help="print every line with its fate and the reason", epilog=_EXITS))
    return top


def _add_input(command: argparse.ArgumentParser) -> None:
    """What both commands read, and how."""
    command.add_argument("paths", nargs="+", metavar="PATH", help=_PATHS)
    command.add_argument("--url", help="the page's address: makes links absolute and applies site rules")
    command.add_argument("--text", action="store_true", help="what is no dump is flattened text, whatever its name")
    command.add_argument(
        "--kind", choices=("html", "text", "jsonl", "csv"), help="what all input is, whatever its name, also from -"
    )
    command.add_argument(
        "--phrases", type=Path, metavar="DIR", help="a folder of phrase files of your own, beside the shipped ones"
    )
    command.add_argument(
        "--without", action="append", default=[], metavar="STEP", help="leave out a step; may be given several times"
    )


def _add_clean(command: argparse.ArgumentParser) -> None:
    _add_input(command)
    command.set_defaults(run=clean)
    command.add_argument("-o", "--output", metavar="OUT", help="write to this file instead of standard output")
    command.add_argument(
        "-f", "--format", choices=FORMATS, default="jsonl", help="jsonl (with all fields), md, txt or csv"
    )
    command.add_argument(
        "--no-trace", dest="trace", action="store_false", help="leave out `changes`, most of the bytes of jsonl"
    )
    command.add_argument(
        "-j", "--jobs", type=_job_count, default=1, metavar="N", help="processes that clean; 0: one for each processor"
    )
    command.add_argument("--language", choices=("ar", "any"), default="ar", help="the language an article must have")
    command.add_argument("--field", default="text", help="the key or column of the texts in dumps")
    command.add_argument("--title-field", metavar="FIELD", help="that of their headlines, if they are apart")
    command.add_argument("--date-field", metavar="FIELD", help="that of their dates of publication")
    command.add_argument(
        "--titled",
        choices=TITLED,
        default="auto",
        help="whether the texts of dumps begin with their headlines; auto: if most of the first 200 show one",
    )
    command.add_argument(
        "--progress",
        choices=("auto", "on", "off"),
        default="auto",
        help="a line on standard error; auto: on a terminal where the articles go elsewhere",
    )


def _add_explain(command: argparse.ArgumentParser) -> None:
    _add_input(command)
    command.set_defaults(run=explain_pages)
    report = command.add_mutually_exclusive_group()
    report.add_argument("--html", metavar="OUT.html", help="write one self-contained HTML report on all pages instead")
    report.add_argument("--time", action="store_true", help="print milliseconds per stage and step instead")
    command.add_argument("--full", action="store_true", help="print whole lines, and each of them")


def _job_count(text: str) -> int:
    """A whole number that is not negative."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"must be a whole number from 0, not {text!r}")
    return int(text)
