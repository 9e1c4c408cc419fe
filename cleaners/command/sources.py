"""Find the files that a command is given, as paths, folders, patterns or standard input, and read them."""

from __future__ import annotations

import glob
import gzip
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Literal

from cleaners.page import Page, decode, is_binary

STDIN = "-"
SourceKind = Literal["html", "text", "jsonl", "csv"]
_KINDS: dict[str, SourceKind] = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html", ".txt": "text", ".jsonl": "jsonl",
    ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv",
}  # fmt: skip
"""What a file holds by the suffix of its name; others are HTML."""
DUMPS = frozenset({"jsonl", "csv"})
_GZIP, _GZIP_MAGIC = ".gz", b"\x1f\x8b"
_LARGEST_SOURCE = 100_000_000
"""Bytes of a page or text, unpacked; the longest real page seen has one million. A small .gz can unpack to anything."""
_FIRST_BYTES = 1024
_MAGIC = {
    b"%PDF": "a PDF", b"PK\x03\x04": "a ZIP archive or an Office document", b"\xd0\xcf\x11\xe0": "an Office document",
    b"\x89PNG": "a PNG image", b"\xff\xd8\xff": "a JPEG image", b"GIF8": "a GIF image", b"RIFF": "an image or a sound",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive", b"BZh": "a bzip2 archive", b"\xfd7zXZ": "an xz archive",
    b"SQLite format 3": "a database", b"PAR1": "a Parquet file", b"\x7fELF": "a program",
}  # fmt: skip
"""What a binary file is by its first bytes."""
_READABLE_SHARE = 0.9
"""Share of Arabic and ASCII characters above which bytes are text in UTF-16 without its mark."""


class SourceError(Exception):
    """Says in one line which file cannot be read, and why."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read."""

    name: str
    """Its path as given, or found in a folder; `-` for standard input."""
    kind: SourceKind


def find_sources(
    paths: Iterable[str], *, as_text: bool = False, kind: SourceKind | None = None
) -> Iterator[Source | SourceError]:
    """The files that paths name, in their order, or what is wrong with a path; nothing is read yet.

    A folder stands for its pages, texts and dumps at any depth, in the order of their names, hidden files left out; a
    file of another name counts there if it begins like a page. Where there is no such file, `*`, `?` and `[…]` are a
    pattern, `**` any folders. `as_text`: what is no dump is flattened text, whatever its name; `kind`: what all are.
    """
    for one in _named_sources(paths, as_text):
        yield replace(one, kind=kind) if kind and isinstance(one, Source) else one


def _named_sources(paths: Iterable[str], as_text: bool) -> Iterator[Source | SourceError]:
    """The files with the kinds that their names tell."""
    for path in paths:
        if path == STDIN or os.path.lexists(path):
            yield from _files_at(path, as_text)
        elif glob.has_magic(path):
            found = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - absolute patterns too
            for name in found:
                yield from _files_at(name, as_text)
            if not found:
                yield SourceError(f"{path}: no file has such a name")
        else:
            yield SourceError(f"{path}: No such file or directory")


def _files_at(path: str, as_text: bool) -> Iterator[Source | SourceError]:
    """The file of a name, or the files of a folder."""
    if path == STDIN or not Path(path).is_dir():
        yield Source(path, _kind_by_name(path, as_text))
        return
    problems: list[OSError] = []
    is_empty = True
    for folder, folders, names in os.walk(path, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = os.path.join(folder, name)  # noqa: PTH118 - the path as it was given, with its `./`
            if not name.startswith(".") and _is_wanted(file):
                is_empty = False
                yield Source(file, _kind_by_name(file, as_text))
    yield from map(_source_error, problems)
    if is_empty and not problems:
        yield SourceError(f"{path}: a folder without pages, texts or dumps")


def _source_error(problem: OSError) -> SourceError:
    return SourceError(f"{problem.filename}: {problem.strerror}")


def _suffix(name: str) -> str:
    """The suffix of a name without `.gz`, in small letters."""
    lower = name.lower()
    return os.path.splitext(lower.removesuffix(_GZIP))[1]  # noqa: PTH122 - of a name, not of a file


def _kind_by_name(name: str, as_text: bool) -> SourceKind:
    kind = _KINDS.get(_suffix(name), "html")
    return "text" if as_text and kind == "html" else kind


def _is_wanted(file: str) -> bool:
    """Whether a file of a folder is read: by its name, or because it begins like a page."""
    path = Path(file)
    if not path.is_file():
        return not path.exists()  # a broken link is told when it is read
    if _suffix(file) in _KINDS:
        return True
    try:
        with path.open("rb") as stream:
            head = stream.read(_FIRST_BYTES).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    except OSError:
        return False
    return head.startswith((b"<!doctype html", b"<html"))


@contextmanager
def open_source(name: str) -> Iterator[IO[bytes]]:
    """Open a file, unpacking gzip, for reading bytes; raises OSError where it cannot be opened.

    Reading raises EOFError or zlib.error, besides OSError, where the packing is damaged.
    """
    with ExitStack() as opened:
        stream: IO[bytes] = sys.stdin.buffer if name == STDIN else opened.enter_context(Path(name).open("rb"))
        is_packed = name.lower().endswith(_GZIP) or _begins_packed(stream)
        yield opened.enter_context(gzip.GzipFile(fileobj=stream)) if is_packed else stream  # type: ignore[arg-type]


def _begins_packed(stream: IO[bytes]) -> bool:
    """Whether a stream holds gzip whatever its name, as what `wget` saves may."""
    peek = getattr(stream, "peek", None)
    return peek is not None and bytes(peek(len(_GZIP_MAGIC))[: len(_GZIP_MAGIC)]) == _GZIP_MAGIC


def read_source(name: str) -> bytes:
    """The bytes of a page or text, unpacked; raises SourceError for what cannot be read or is no text."""
    try:
        with open_source(name) as stream:
            data = stream.read(_LARGEST_SOURCE + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise SourceError(f"{name}: not a whole gzip file: {error}") from error
    except OSError as error:
        raise SourceError(f"{name}: {error.strerror or error}") from error
    if len(data) > _LARGEST_SOURCE:
        raise SourceError(f"{name}: longer than {_LARGEST_SOURCE:,} bytes")
    if is_binary(Page(data)):
        data = _from_wide(data) or data
    if is_binary(Page(data)):
        raise SourceError(f"{name}: binary, not text{_named_binary(data)}")
    return data


def _named_binary(data: bytes) -> str:
    return next((f": {name}" for magic, name in _MAGIC.items() if data.startswith(magic)), "")


def _from_wide(data: bytes) -> bytes | None:
    """The UTF-8 of a text in UTF-16 that lacks its byte order mark; None for other bytes."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data[: len(data) // 2 * 2].decode(encoding, "replace")
        known = sum(char in "\t\r\n" or " " <= char <= "~" or "\u0600" <= char <= "\u06ff" for char in text)
        if known > _READABLE_SHARE * len(text):
            return text.encode()
    return None


def decoded(data: bytes) -> str:
    """The text of a file: by its byte order mark, as UTF-8, or as windows-1256."""
    return decode(Page(data))
