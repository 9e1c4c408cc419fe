"""`mudawwana clean`: one article for each page, text and row, in order, whatever is wrong with some of them."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace

from cleaners.article import Article
from cleaners.cleaner import Cleaner
from cleaners.cleaner.processes import FailedItem, in_order
from cleaners.command.dumps import Columns, DumpError, DumpRow, rows_of_dump
from cleaners.command.formats import FORMATS, HEADINGS
from cleaners.command.outputs import Output, check_output, writing_to
from cleaners.command.sources import DUMPS, Source, SourceError, decoded, find_sources, open_source, read_source
from cleaners.dates import parse_date
from cleaners.text.printable import printable_line, try_write
from cleaners.text.status_line import StatusLine, progress_of

TITLED = {"auto": None, "yes": True, "no": False}
"""What `--titled` says about the texts of a dump."""
_GIVEN = "given"
"""The `date_method` of a date that the dump states."""
SOME_FAILED, FAILED, INTERRUPTED = 1, 2, 130
"""Exit codes: some of the input could not be read; none of it, or nothing could be written; Ctrl-C."""
_Uncleaned = Source | DumpRow | SourceError | DumpError


@dataclass(frozen=True, slots=True)
class _Job:
    """What is to be cleaned, or what is wrong with it."""

    name: str
    item: _Uncleaned


@dataclass(frozen=True, slots=True)
class _Written:
    """An article as it goes to the output, or what is wrong with its source."""

    text: str = ""
    reason: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class _Writing:
    """How articles are made and written: what the processes have to know."""

    cleaner: Cleaner
    style: str
    trace: bool
    url: str | None

    def __call__(self, job: _Job) -> _Written:
        """The article of a job, written."""
        item = job.item
        if isinstance(item, Exception):
            return _Written(problem=str(item))
        try:
            article = self._article_of(item)
        except SourceError as error:
            return _Written(problem=str(error))
        line = item.line if isinstance(item, DumpRow) else None
        return _Written(FORMATS[self.style](article, job.name, line, self.trace), article.reason)

    def _article_of(self, item: Source | DumpRow) -> Article:
        if isinstance(item, DumpRow):
            return _dated(self.cleaner.text(item.text, titled=item.titled), item.date)
        data = read_source(item.name)
        return self.cleaner.text(decoded(data)) if item.kind == "text" else self.cleaner.html(data, self.url)


@dataclass(slots=True)
class _Tally:
    """How many pages became what."""

    articles: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    failed: int = 0

    @property
    def cleaned(self) -> int:
        """The number of pages that were read."""
        return self.articles + self.refused.total()

    def count(self, written: _Written) -> None:
        """Count one page."""
        if written.problem is not None:
            self.failed += 1
        elif written.reason:
            self.refused[written.reason] += 1
        else:
            self.articles += 1

    def in_words(self) -> str:
        """One line, with the reasons of refusal, the most frequent first."""
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in self.refused.most_common())
        parts = [f"{_counted(self.cleaned, 'page')}: {_counted(self.articles, 'article')}"]
        parts += [f"{self.refused.total():,} refused ({reasons})"] if reasons else []
        parts += [f"{self.failed:,} could not be read"] if self.failed else []
        return ", ".join(parts)


def clean(options: argparse.Namespace) -> int:
    """Run the command and return its exit code; raises NoOutputError, and ValueError for an invalid choice."""
    cleaner = Cleaner(
        phrases=options.phrases or (), without=options.without, language="ar" if options.language == "ar" else None
    )
    found = list(find_sources(options.paths, as_text=options.text, kind=options.kind))
    sources = [one for one in found if isinstance(one, Source)]
    if options.output:
        check_output(options.output, sources)
    is_open_ended = any(one.kind in DUMPS for one in sources)
    writing = _Writing(cleaner, options.format, options.trace, options.url)
    tally = _Tally()
    is_for_spreadsheets = options.format == "csv" and options.output  # they take UTF-8 for another encoding
    with writing_to(options.output, "utf-8-sig" if is_for_spreadsheets else "utf-8") as output:
        results = in_order(writing, _jobs_of(found, options), options.jobs)
        report = _Report(options, None if is_open_ended else len(found))
        try:
            with closing(results):
                is_read = _write_all(results, output, tally, report, HEADINGS.get(options.format, ""))
        except KeyboardInterrupt:
            report.tell(f"stopped after {tally.in_words()}")
            raise
        finally:
            report.end()
    if is_read and (options.output or (sys.stdout is not None and tally.cleaned + tally.failed > 1)):
        report.tell(tally.in_words())
    return (SOME_FAILED if tally.cleaned else FAILED) if tally.failed else 0


def _counted(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def _jobs_of(found: list[Source | SourceError], options: argparse.Namespace) -> Iterator[_Job]:
    """What is to be cleaned: each page and text, and each row of the dumps."""
    columns = Columns(options.field, options.title_field, options.date_field)
    for source in found:
        if isinstance(source, Source) and source.kind in DUMPS:
            yield from _jobs_of_dump(source, columns, TITLED[options.titled])
        else:
            yield _Job(source.name if isinstance(source, Source) else "", source)


def _jobs_of_dump(source: Source, columns: Columns, titled: bool | None) -> Iterator[_Job]:
    """The rows of a dump; one that cannot be read on ends with what is wrong."""
    try:
        with open_source(source.name) as stream:
            for row in rows_of_dump(source.name, stream, columns, titled, is_csv=source.kind == "csv"):
                yield _Job(source.name, row)
    except DumpError as error:
        yield _Job(source.name, error)
    except OSError as error:
        yield _Job(source.name, SourceError(f"{source.name}: {error.strerror or error}"))


def _write_all(
    results: Iterator[_Written | FailedItem], output: Output, tally: _Tally, report: _Report, heading: str
) -> bool:
    """Write all results and count them; False once nobody reads any more."""
    if not output.write(heading):
        return False
    for result in results:
        written = _Written(problem=str(result)) if isinstance(result, FailedItem) else result
        tally.count(written)
        if written.problem is not None:
            report.tell(written.problem)
        elif not output.write(written.text):
            return False
        report.progress(tally.cleaned + tally.failed)
    return True


def _dated(article: Article, date: str | None) -> Article:
    """The article with the date that its dump states, if that can be read."""
    stamp = parse_date(date) if date else None
    return replace(article, date_published=stamp.iso, date_raw=stamp.raw, date_method=_GIVEN) if stamp else article


class _Report:
    """The owner of standard error: messages, and above nothing else a line about progress."""

    def __init__(self, options: argparse.Namespace, total: int | None) -> None:
        wanted = options.progress == "on" or (options.progress == "auto" and _is_terminal(sys.stderr))
        shown = wanted and (options.output or options.progress == "on" or not _is_terminal(sys.stdout))
        self._line = StatusLine(sys.stderr, rewrites=sys.stderr.isatty()) if shown and sys.stderr else None
        self.progress = progress_of(self._line, total) if self._line else lambda done: None

    def tell(self, message: str) -> None:
        """Write one line."""
        if self._line:
            self._line.erase()
        if sys.stderr is not None:
            try_write(sys.stderr, f"cleaners: {printable_line(message)}\n")

    def end(self) -> None:
        """End the line about progress."""
        if self._line:
            self._line.end()


def _is_terminal(stream: object) -> bool:
    isatty = getattr(stream, "isatty", None)
    return isatty is not None and bool(isatty())
