"""What the outlets write about at large, and what a crawl is about: the numbers behind TF-IDF, kept in the ledger."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

_ENOUGH = 3000
"""Headlines after which the frequencies are taken as known; they hardly move any more."""
_COUNT = "INSERT INTO word (stem, headlines) VALUES (?, 1) ON CONFLICT DO UPDATE SET headlines = headlines + 1"
_ALL = ""


class Words:
    """In how many headlines each stem came; works in the ledger's own transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.headlines_with: Counter[str] = Counter(dict(db.execute("SELECT stem, headlines FROM word")))

    @property
    def headlines(self) -> int:
        """The number of headlines counted."""
        return self.headlines_with[_ALL]

    def learn(self, stems: Iterable[str]) -> None:
        """Count one headline, unless enough are known."""
        if self.headlines >= _ENOUGH:
            return
        counted = [_ALL, *sorted(set(stems) - {_ALL})]
        self.headlines_with.update(counted)
        self._db.executemany(_COUNT, [(one,) for one in counted])

    def begin_topic(self, start: str, title: str, text: str) -> None:
        """Remember what the page of a start address is about."""
        self._db.execute("INSERT OR IGNORE INTO topic VALUES (?, ?, ?)", (start, title, text))

    def topics(self) -> list[tuple[str, str]]:
        """Titles and texts of the start addresses' pages, in a fixed order."""
        return self._db.execute("SELECT title, text FROM topic ORDER BY start").fetchall()
