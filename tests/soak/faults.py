"""Where a crawl is killed: an item pipeline of the tests that kills its own process at a named point.

The environment variable SOAK_FAULT is `POINT:COUNT`: the process ends with SIGKILL when it comes there for the
COUNT-th time. Production code knows nothing of this.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scrapy.crawler import Crawler

from crawler.leases.outcomes import Outcomes
from crawler.leases.writer import Writer
from crawler.storage.warc_writer import Archive

VARIABLE = "SOAK_FAULT"
POINTS = ("before_commit", "after_commit", "between_files", "torn_line", "rotation")
"""Data files synced and the ledger not committed · just committed · some files synced and others not · a line
half written · a new archive begun, with bytes in it that no commit knows."""


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Fault:
    """Counts passages of one point; the last one is the end."""

    def __init__(self, writer: Writer, archive: Archive) -> None:
        point, _, count = os.environ.get(VARIABLE, "").partition(":")
        self._left = int(count or 0)
        if not point:
            return
        ledger: Any = writer.ledger
        if point == "before_commit":
            ledger.commit = self._first(self._passed, ledger.commit)
        elif point == "after_commit":
            ledger.commit = self._then(ledger.commit, self._passed)
        elif point == "between_files":
            rejected: Any = writer._rejected
            rejected.sync = self._first(self._passed, rejected.sync)
        elif point == "torn_line":
            articles: Any = writer._articles
            articles.sync = self._first(lambda: self._passed(lambda: tear(articles)), articles.sync)
        elif point == "rotation":
            writing: Any = archive
            writing.write = self._then(
                archive.write, lambda: archive._full and self._passed(archive._file._stream.flush)
            )
        else:
            raise ValueError(f"{VARIABLE}={point}: no such point")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Fault:
        outcomes = crawler.get_extension(Outcomes)
        assert outcomes is not None
        return cls(outcomes.writer, outcomes.archive)

    def process_item(self, item: Any) -> Any:
        return item

    def _passed(self, last: Callable[[], Any] = lambda: None) -> None:
        self._left -= 1
        if self._left == 0:
            last()
            kill()

    @staticmethod
    def _first(before: Callable[[], Any], call: Callable[..., Any]) -> Callable[..., Any]:
        def both(*given: Any) -> Any:
            before()
            return call(*given)

        return both

    @staticmethod
    def _then(call: Callable[..., Any], after: Callable[[], Any]) -> Callable[..., Any]:
        def both(*given: Any) -> Any:
            result = call(*given)
            after()
            return result

        return both


def tear(file: Any) -> None:
    """Leave the last line of a file half written."""
    file._stream.flush()
    path: Path = file.path
    os.truncate(path, max(0, path.stat().st_size - 7))
