"""Dumps of flattened texts: JSON Lines, one object with a text on each line."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from types import NoneType

from cleaners.blocks.from_text import blocks_of_text
from cleaners.clean import read_text
from cleaners.data_files import DataFileError
from cleaners.text.line_shape import TITLE_LETTERS, is_headline, is_prose

_SUFFIXES = (".jsonl", ".jsonl.gz")
_SAMPLE = 200
"""Texts at the beginning of a dump that tell whether its texts have headlines."""
_MIN_SAMPLE = 10
"""Fewer texts with several lines tell nothing about a dump."""
_TITLED, _UNTITLED = 0.5, 0.1
"""Share of texts that show a headline from which all have one, and up to which none has. Of five dumps and a site's
texts, one shows it in 99 % of its texts and the others in none; a poem or a fact-check now and then seems to."""


def is_dump(path: str) -> bool:
    """Whether a file is a dump by its name: `.jsonl`, also gzipped."""
    return path.endswith(_SUFFIXES)


def texts_of_dump(path: str, field: str = "text", titled: bool | None = None) -> Iterator[tuple[str, bool | None]]:
    """The texts of a dump in its order, each with what `read_text` is to be told about its headline.

    `titled`: True where the texts begin with their headlines, False where they have none, None to decide by what the
    first of them show. Blank lines are skipped, null is an empty text. Raises OSError for a file that cannot be read,
    and DataFileError naming file and line for a line that is no object with a string or null in `field`.
    """
    texts = _texts_of_dump(path, field)
    first = list(islice(texts, _SAMPLE))
    usual = are_titled(first) if titled is None else titled
    for text in chain(first, texts):
        yield text, usual if titled is not None else _titled_in_dump(text, usual)


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


def _dump_lines(path: str) -> Iterator[bytes]:
    """The lines of a file, unpacked where its name ends in `.gz`; raises DataFileError where the packing is damaged."""
    try:
        with gzip.open(path) if path.endswith(".gz") else Path(path).open("rb") as lines:
            yield from lines
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DataFileError(f"{path}: not a whole gzip file: {error}") from error


def _texts_of_dump(path: str, field: str) -> Iterator[str]:
    """The text of each line of a dump."""
    for number, line in enumerate(_dump_lines(path), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise DataFileError(f"{path}: line {number}: not JSON: {error}") from error
        if isinstance(row, dict) and field not in row:
            raise DataFileError(f"{path}: line {number}: no {field!r}: only {', '.join(row)}")
        text = row[field] if isinstance(row, dict) else row
        if not (isinstance(row, dict) and isinstance(text, str | NoneType)):
            raise DataFileError(f"{path}: line {number}: no text in {field!r}: {type(text).__name__}")
        yield text or ""
