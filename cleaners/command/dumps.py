"""Dumps of flattened texts: JSON Lines and CSV, one text with its title and date in each row."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, islice
from types import NoneType
from typing import IO, Any

from cleaners.blocks.from_text import blocks_of_text
from cleaners.clean import read_text
from cleaners.data_files import DataFileError
from cleaners.text.line_shape import TITLE_LETTERS, is_headline, is_prose

_SAMPLE = 200
"""Texts at the beginning of a dump that tell whether its texts have headlines."""
_MIN_SAMPLE = 10
"""Fewer texts with several lines tell nothing about a dump."""
_TITLED, _UNTITLED = 0.5, 0.1
"""Share of texts that show a headline from which all have one, and up to which none has. Of five dumps and a site's
texts, one shows it in 99 % of its texts and the others in none; a poem or a fact-check now and then seems to."""
_MAX_CELL = 50_000_000
"""Characters of a cell of CSV; beyond them a quotation mark is missing."""
_ENCODING_BYTES = 65_536
_ENCODINGS_BY_BOM = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = ",;\t|"
"""What separates the cells of CSV: spreadsheets write semicolons where the comma is the decimal sign."""


class DumpError(DataFileError):
    """Says in one line which row of a dump cannot be read, and why."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of a dump's columns: keys of JSON objects, or headings of CSV."""

    text: str = "text"
    title: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class DumpRow:
    """A text of a dump."""

    line: int
    """The line of the file that it begins on, counted from 1."""
    text: str
    title: str | None = None
    date: str | None = None
    titled: bool | None = None
    """What `read_text` is to be told about the headline."""


def rows_of_dump(
    name: str, stream: IO[bytes], columns: Columns, titled: bool | None = None, *, is_csv: bool = False
) -> Iterator[DumpRow | DumpError]:
    """The rows of a dump in its order, or what is wrong with a row, which errors call by the dump's name.

    `titled`: True where the texts begin with their headlines, False where they have none, None to decide by what the
    first of them show. A title of its own goes before a text as its headline. Blank lines are skipped, null is an empty
    text. UTF-8, UTF-16 with a byte order mark, and windows-1256 are read; bytes that fit none become U+FFFD.
    Raises DumpError where the rest of the dump cannot be read, such as damaged gzip or CSV without the column.
    """
    read: Callable[..., Iterator[DumpRow | DumpError]] = _csv_rows if is_csv else _json_rows
    try:
        with _decoded_stream(stream) as lines:
            yield from _with_titles(read(name, lines, columns), titled)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DumpError(f"{name}: not a whole gzip file: {error}") from error


def _with_titles(rows: Iterator[DumpRow | DumpError], titled: bool | None) -> Iterator[DumpRow | DumpError]:
    """The rows with their titles before their texts, and with what is known about their headlines."""
    first = list(islice(rows, _SAMPLE))
    usual = are_titled([row.text for row in first if isinstance(row, DumpRow)]) if titled is None else titled
    for row in chain(first, rows):
        if isinstance(row, DumpError):
            yield row
        elif title := " ".join((row.title or "").split()):
            yield replace(row, text=f"{title}\n\n{row.text}", titled=True)
        else:
            yield replace(row, titled=usual if titled is not None else _titled_in_dump(row.text, usual))


def are_titled(texts: Sequence[str]) -> bool | None:
    """Whether the texts of a dump begin with their headlines, by what most of them show; None where that is unclear."""
    several = [text for text in texts if len(blocks_of_text(text)) > 1]
    if len(several) < _MIN_SAMPLE:
        return None
    share = sum(map(_shows_headline, several)) / len(several)
    return True if share > _TITLED else False if share <= _UNTITLED else None


def _shows_headline(text: str) -> bool:
    """Whether a text shows its headline, or its first line looks like one and running text follows a blank line."""
    first, second, *_ = blocks_of_text(text)
    parted = second.place.gap > 0 and is_prose(second.text)
    return (parted and _may_be_headline(first.text)) or read_text(text).article.title is not None


def _may_be_headline(line: str) -> bool:
    """Whether a line has the length and the end of a headline."""
    return len(line) <= TITLE_LETTERS and is_headline(line) and not is_prose(line)


def _titled_in_dump(text: str, usual: bool | None) -> bool | None:
    """What to tell `read_text` about a text of a dump: one that begins with running text may have lost its headline."""
    first = next(iter(blocks_of_text(text)), None)
    return None if usual and first is not None and is_prose(first.text) else usual


@contextmanager
def _decoded_stream(stream: IO[bytes]) -> Iterator[io.TextIOWrapper]:
    """A stream decoded by its byte order mark, as UTF-8, or as windows-1256 where its beginning is no UTF-8."""
    buffered = stream if hasattr(stream, "peek") else io.BufferedReader(stream, _ENCODING_BYTES)  # type: ignore[type-var]
    head = bytes(buffered.peek(_ENCODING_BYTES))
    encoding = next((name for bom, name in _ENCODINGS_BY_BOM if head.startswith(bom)), None)
    if encoding is None:
        encoding = "utf-8" if _begins_as_utf8(head) else "cp1256"
    lines = io.TextIOWrapper(buffered, encoding, "replace", newline="")
    try:
        yield lines
    finally:
        lines.detach()  # whoever opened the stream closes it


def _begins_as_utf8(head: bytes) -> bool:
    """Whether bytes are UTF-8 but for a last letter that is cut."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _json_rows(name: str, lines: Iterable[str], columns: Columns) -> Iterator[DumpRow | DumpError]:
    """The rows of JSON Lines."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{name}: line {number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield DumpError(f"{place}: not JSON: {error}")
            continue
        if isinstance(row, dict):
            yield _dump_row(row, columns, number, place)
        else:
            yield DumpError(f"{place}: no text in {columns.text!r}: {type(row).__name__}")


def _dump_row(cells: dict[str, Any], columns: Columns, number: int, place: str) -> DumpRow | DumpError:
    """The row made of an object's values."""
    if columns.text not in cells:
        return DumpError(f"{place}: no {columns.text!r}: only {', '.join(map(str, cells))}")
    text, title, date = (cells.get(name) if name else None for name in (columns.text, columns.title, columns.date))
    for column, value in ((columns.text, text), (columns.title, title)):
        if not isinstance(value, str | NoneType):
            return DumpError(f"{place}: no text in {column!r}: {type(value).__name__}")
    return DumpRow(number, text or "", title, None if date is None else str(date))


def _csv_rows(name: str, lines: io.TextIOWrapper, columns: Columns) -> Iterator[DumpRow | DumpError]:
    """The rows of CSV whose first row names the columns."""
    csv.field_size_limit(_MAX_CELL)
    first = lines.readline(_ENCODING_BYTES)
    delimiter = _delimiter_of(first, columns)
    table = csv.reader(chain([first], lines), delimiter=delimiter)
    heading = [cell.strip() for cell in next(_checked_row(name, table), [])]
    wanted = [column for column in (columns.text, columns.title, columns.date) if column]
    if heading:
        for column in wanted:
            if column not in heading:
                raise DumpError(f"{name}: no column {column!r}: only {', '.join(heading)}")
    number = table.line_num + 1
    for cells in _checked_row(name, table):
        if len(cells) == len(heading):
            yield _dump_row(dict(zip(heading, cells, strict=True)), columns, number, f"{name}: line {number}")
        elif cells:
            yield DumpError(f"{name}: line {number}: {len(cells)} cells, not {len(heading)}")
        number = table.line_num + 1


def _checked_row(name: str, table: Any) -> Iterator[list[str]]:
    """The rows of a table; raises DumpError where there is no end to a cell."""
    try:
        yield from table
    except csv.Error as error:
        raise DumpError(f"{name}: line {table.line_num}: not CSV: {error}") from error


def _delimiter_of(heading: str, columns: Columns) -> str:
    """The delimiter by which the text's column stands in the heading, or that which the heading has most of."""

    def has_column(delimiter: str) -> bool:
        return columns.text in [cell.strip() for cell in next(csv.reader([heading], delimiter=delimiter), [])]

    usual = max(_DELIMITERS, key=heading.count)
    return next(filter(has_column, (usual, *_DELIMITERS)), usual)
