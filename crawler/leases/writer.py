"""The only place that commits: outcomes in small groups, data files first, then the ledger."""

from __future__ import annotations

import json
import sqlite3
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from crawler.errors import OutputError
from crawler.storage.append_file import AppendFile
from crawler.storage.committed import FILES
from crawler.storage.database import damaged_ledger
from crawler.storage.description import Description
from crawler.storage.recovery import GROUP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from crawler.ledger import Ledger
    from crawler.ledger.outcome import Outcome
    from crawler.storage.warc_writer import Archive

SECONDS = 0.5
"""The longest time an outcome waits for its commit, and so the most that a power cut can lose."""


class Timer(Protocol):
    """A delayed call."""

    def cancel(self) -> Any:
        """Cancel the call."""


class Writer:
    """The owner of the JSONL files and their description; ends leases in the ledger.

    - folder: where the files are.
    - ledger: where outcomes are committed; its transaction holds them until then.
    - archive: the exchanges, committed together with the outcomes.
    - later: calls a function after a number of seconds.
    - on_error: called once, with the first write error; nothing is written after it.

    Raises OutputError for files that do not match the ledger, and if the first commit fails.
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
        self._description = Description(folder)
        self._later = later
        self._on_error = on_error
        self._waiting = 0
        self._timer: Timer | None = None
        self.failed: OutputError | None = None
        with ExitStack() as opened:
            files = [opened.enter_context(closing(AppendFile(folder / name, lengths.get(name)))) for name in FILES]
            self._articles, self._rejected, self._edges = files
            try:
                self._commit()
            except (OSError, sqlite3.Error) as error:
                raise unwritable(folder, error) from error
            opened.pop_all()

    def add(self, outcome: Outcome, *, is_new: bool = True) -> str | None:
        """End the lease of an outcome, and commit everything that belongs to it together.

        A rejection that is not new is not written, since an earlier line says the same. Returns the address shape
        whose budget this page exhausts, as `Ledger.end` does.
        """
        if self.failed:
            return None
        spent: str | None = None
        keeps_edges = False
        with self.guard():
            if outcome.record is not None:
                self._articles.write(_json_line(outcome.record))
                self._description.note(outcome.record)
                keeps_edges = self.ledger.duplicates.take_repair(outcome.record["url"])
            if outcome.rejection is not None and is_new:
                self._rejected.write(_json_line(outcome.rejection))
            if not keeps_edges:
                self._edges.write(b"".join(map(_json_line, outcome.edges)))
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
        """Commit all waiting outcomes."""
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
        self._description.write()
        self._waiting = 0

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Turn the first error of the disk or the ledger into `on_error`; all writing happens inside this context.

        The error sets `failed`; the block may have been half done, so writing must not continue.
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
    """The OutputError for a disk or ledger that cannot be written."""
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_CORRUPT:
        return damaged_ledger(folder / "ledger.sqlite", str(error))
    return OutputError(
        f"{folder}: cannot write: {error}; everything up to the last commit is kept, "
        "the same command continues from there"
    )


def _json_line(value: dict[str, Any]) -> bytes:
    # UTF-8 cannot encode a lone surrogate; the cleaner's output has none, but a link's text may.
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
