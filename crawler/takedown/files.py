"""Successors of data files, written beside the old ones, and the error for data that is not as it was committed."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from crawler.errors import OutputError
from crawler.storage.committed import DamagedLine
from crawler.storage.replacing import successor_of
from crawler.warc.damage import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def unreadable(path: Path, problem: str) -> OutputError:
    """The error to raise for data that cannot be read, or is not what the ledger has committed."""
    told = "nothing was taken down: restore a copy of the file; `scrapy ledger check` says what is whole"
    return OutputError(f"{path}: {problem}; {told}")


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Errors of reading a file as `unreadable`."""
    try:
        yield
    except Damaged as damage:
        raise unreadable(path, f"damaged at byte {damage.offset}") from damage
    except (DamagedLine, OSError) as error:
        raise unreadable(path, getattr(error, "strerror", None) or str(error)) from error


def written(path: Path, content: Iterable[bytes], dry_run: bool) -> int:
    """The length of a file's successor, which is on the disk by then; nothing is written in a dry run."""
    if dry_run:
        return sum(map(len, content))
    with successor_of(path).open("wb") as stream:
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
                successor_of(folder / name).unlink(missing_ok=True)
        raise
