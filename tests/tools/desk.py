"""A writer at its desk, and what stands in a folder that was written."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack, closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from crawler.errors import OutputError
from crawler.leases.writer import Writer
from crawler.ledger import Ledger
from crawler.ledger.lease import Found
from crawler.ledger.outcome import Outcome
from crawler.storage.warc_writer import Archive
from tests.tools.loopback import Crawl


class Clock:
    """Timers that run when the test says so."""

    def __init__(self) -> None:
        self.calls: list[tuple[float, Callable[[], None]]] = []

    def later(self, seconds: float, call: Callable[[], None]) -> Clock:
        self.calls.append((seconds, call))
        return self

    def cancel(self) -> None:
        self.calls.clear()


class Desk:
    """A writer with all that belongs to it."""

    def __init__(self, folder: Path) -> None:
        self.ledger = Ledger(folder / "ledger.sqlite")
        self.clock = Clock()
        self.errors: list[OutputError] = []
        with ExitStack() as opened:
            opened.enter_context(closing(self.ledger))
            archive = opened.enter_context(closing(Archive(folder, self.ledger.lengths(), 10**6, "test")))
            self.writer = Writer(folder, self.ledger, archive, later=self.clock.later, on_error=self.errors.append)
            opened.pop_all()

    def end(self, number: int, **facts: Any) -> None:
        url = f"https://a.example/{number}"
        self.ledger.add([Found(url, url, "a.example", "article")])
        lease = self.ledger.queue.lease()
        assert lease is not None
        self.writer.add(Outcome(lease, {"url": url, "title": "عنوان \ud800"}, **facts))

    def die(self) -> None:
        """Leave everything as a killed process does whose last bytes the system has written."""
        self.writer._archive.close()
        for file in (self.writer._articles, self.writer._rejected, self.writer._edges):
            file.close()
        self.ledger.close()


def lines(folder: Path, name: str = "articles.jsonl") -> list[Any]:
    return [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]


def written(folder: Path) -> dict[str, str]:
    """The digests of the files that hold what was crawled."""
    files = [*folder.glob("*.jsonl"), *folder.glob("pages-*")]
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in files}


def is_refused(run: Crawl, *words: str) -> bool:
    last = run.log.strip().splitlines()[-1]
    assert run.returncode == 2, run.log
    assert last.startswith("scrapy crawl: ")
    assert "Traceback" not in run.log
    return all(word in last for word in words)
