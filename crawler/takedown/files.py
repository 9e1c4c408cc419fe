"""Report data that is not as committed, and leave no new versions of data files behind."""

from __future__ import annotations

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
    """The error for data that cannot be read, or is not what the ledger committed."""
    advice = "nothing was taken down: restore the file from a copy; `scrapy ledger check` lists what is damaged"
    return OutputError(f"{path}: {problem}; {advice}")


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn errors while reading a file into those of `unreadable`."""
    try:
        yield
    except Damaged as damage:
        raise unreadable(path, f"damaged at byte {damage.offset}") from damage
    except (DamagedLine, OSError) as error:
        raise unreadable(path, getattr(error, "strerror", None) or str(error)) from error


@contextmanager
def removing_successors(folder: Path, names: Iterable[str]) -> Iterator[None]:
    """Remove the new versions of these files if anything fails before the commit that makes them count."""
    try:
        yield
    except BaseException:
        for name in names:
            with suppress(OSError):  # opening the folder next time removes them
                successor_of(folder / name).unlink(missing_ok=True)
        raise
