"""The one place that commits: outcomes in small groups, data files first, then the ledger."""

from __future__ import annotations

import json
import sqlite3
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from crawler.errors import OutputError
from crawler.storage.append_file import Appended
from crawler.storage.committed import FILES
from crawler.storage.database import damaged
from crawler.storage.recovery import GROUP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from crawler.ledger import Ledger
    from crawler.ledger.outcome import Outcome
    from crawler.storage.warc_writer import Archive

SECONDS = 0.5
"""The longest that an outcome waits for its commit, and so the most that a power cut can take."""


class Timer(Protocol):
    """A call that is to come."""

    def cancel(self) -> Any:
        """Let it not come."""


class Writer:
    """The owner of the JSONL files, and the one that ends leases.

    - folder: where the files lie.
    - ledger: what the outcomes are committed to; its transaction holds them until then.
    - archive: the exchanges, committed with the outcomes.
    - later: calls a function after so many seconds.
    - on_error: told once when something could not be written; nothing is written after that.

    Raises OutputError for files that do not fit the ledger, and when nothing can be written from the start.
    """

    def __init__(
        self,
        folder: Path,
        ledger: Ledger,
        archive: Archive,
        *,
        later: Callable[[float, Callable[[], None]], Timer],
        on_error: Callable[[OutputError], None],
    ) -> None:
        lengths = ledger.lengths()
        self._folder = folder
        self.ledger = ledger
        self._archive = archive
        self._later = later
        self._on_error = on_error
        self._waiting = 0
        self._timer: Timer | None = None
        self.failed: OutputError | None = None
        with ExitStack() as opened:
            files = [opened.enter_context(closing(Appended(folder / name, lengths.get(name)))) for name in FILES]
            self._articles, self._rejected, self._edges = files
            try:
                self._commit()
            except (OSError, sqlite3.Error) as error:
                raise unwritable(folder, error) from error
            opened.pop_all()

    def add(self, outcome: Outcome, *, is_told: bool = True) -> str | None:
        """End the outcome's lease, and let everything that belongs to it become durable together.

        A rejection that is not to be told is not written down, for an earlier line says the same.
        Gives the shape of addresses whose budget ends with this page, as `Ledger.end` does.
        """
        if self.failed:
            return None
        spent: str | None = None
        with self.guard():
            if outcome.record is not None:
                self._articles.write(_line(outcome.record))
            if outcome.rejection is not None and is_told:
                self._rejected.write(_line(outcome.rejection))
            self._edges.write(b"".join(map(_line, outcome.edges)))
            spent = self.ledger.end(
                outcome.lease,
                outcome.rejection["reason"] if outcome.rejection else None,
                found=outcome.found,
                is_record=outcome.record is not None,
                fresh=outcome.fresh,
            )
            self._waiting += 1
            if self._waiting >= GROUP:
                self.flush()
            elif self._timer is None:
                self._timer = self._later(SECONDS, self.flush)
        return spent

    def flush(self) -> None:
        """Commit what waits."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self.failed:
            return
        with self.guard():
            self._commit()

    def _commit(self) -> None:
        lengths = self._archive.sync()
        for file in (self._articles, self._rejected, self._edges):
            file.sync()
            lengths[file.path.name] = file.length
        self.ledger.commit(lengths)
        self._waiting = 0

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Turn an error of the disk or the ledger into one clear message, told once; whoever writes does it in here.

        After it `failed` is set, and what stood in the block may have been done by halves: it must not go on.
        """
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            if self.failed is None:
                self.failed = unwritable(self._folder, error)
                self._on_error(self.failed)

    def close(self) -> None:
        """Put open leases back, commit a last time unless writing has failed, and close the files."""
        if self.failed is None:
            with self.guard():
                self.ledger.queue.release()
            self.flush()
        if self._timer is not None:
            self._timer.cancel()
        for file in (self._articles, self._rejected, self._edges):
            file.close()
        self._archive.close()
        self.ledger.close()


def unwritable(folder: Path, error: OSError | sqlite3.Error) -> OutputError:
    """The error to raise, or to stop with, when the disk or the ledger does not take what is written."""
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_CORRUPT:
        return damaged(folder / "ledger.sqlite", str(error))
    return OutputError(
        f"{folder}: cannot write: {error}; everything up to the last commit is kept, "
        "the same command continues from there"
    )


def _line(value: dict[str, Any]) -> bytes:
    # A lone surrogate cannot be written as UTF-8; the cleaner has none, a link's words may.
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
