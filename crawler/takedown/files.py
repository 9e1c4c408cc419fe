"""The data files that a takedown reads, as far as its ledger has committed them, and their successors."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from crawler.errors import OutputError
from crawler.ledger.switch import beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


def unreadable(path: Path, problem: str) -> OutputError:
    """The error to raise for data that cannot be read, or is not what the ledger has committed."""
    return OutputError(
        f"{path}: {problem}; nothing was taken down: restore a copy of the file; "
        "`scrapy ledger check` says what is whole"
    )


def check_lengths(folder: Path, lengths: Mapping[str, int]) -> None:
    """Raise OutputError for a file that is gone or shorter than the ledger has committed."""
    for name, length in lengths.items():
        path = folder / name
        if length and not path.is_file():
            raise unreadable(path, f"is not there, but the ledger has committed {length} bytes of it")
        if length and path.stat().st_size < length:
            raise unreadable(path, f"{path.stat().st_size} bytes, but the ledger has committed {length}")


def lines_of(path: Path, committed: int) -> Iterator[bytes]:
    """The lines of a data file as far as they count; raises OutputError where they cannot be read."""
    left, number = committed, 0
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                left -= len(line)
                if left < 0 or not line.endswith(b"\n"):
                    raise unreadable(path, f"line {number}: torn")
                yield line
                if not left:
                    return
    except OSError as error:
        raise unreadable(path, error.strerror or str(error)) from error
    raise unreadable(path, f"ends after line {number}")


def written(path: Path, content: Iterable[bytes], dry_run: bool) -> int:
    """The length of a file's successor, which is on the disk by then; nothing is written in a dry run."""
    if dry_run:
        return sum(map(len, content))
    with beside(path).open("wb") as stream:
        for block in content:
            stream.write(block)
        stream.flush()
        os.fsync(stream.fileno())
        return stream.tell()


@contextmanager
def successors(folder: Path, names: Iterable[str]) -> Iterator[None]:
    """Until a commit promises them, successors of these files are removed when anything goes wrong."""
    try:
        yield
    except BaseException:
        for name in names:
            with suppress(OSError):  # whoever opens the folder next removes them
                beside(folder / name).unlink(missing_ok=True)
        raise
