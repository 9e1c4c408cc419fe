"""Document frequencies of headline stems and the topics of a crawl, for TF-IDF; kept in the ledger."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

_ENOUGH = 3000
"""Headlines after which counting stops; the frequencies hardly change any more."""
_COUNT_STEM = "INSERT INTO word (stem, headlines) VALUES (?, 1) ON CONFLICT DO UPDATE SET headlines = headlines + 1"
_ALL = ""


class TermCounts:
    """The number of headlines that contain each stem; works in the ledger's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.headlines_with: Counter[str] = Counter(dict(db.execute("SELECT stem, headlines FROM word")))

    @property
    def headlines(self) -> int:
        """The number of headlines counted."""
        return self.headlines_with[_ALL]

    def learn(self, stems: Iterable[str]) -> None:
        """Count the stems of one headline, unless enough have been counted."""
        if self.headlines >= _ENOUGH:
            return
        counted = [_ALL, *sorted(set(stems) - {_ALL})]
        self.headlines_with.update(counted)
        self._db.executemany(_COUNT_STEM, [(one,) for one in counted])

    def begin_topic(self, start: str, title: str, text: str) -> None:
        """Store title and text of the page of a start address as a topic."""
        self._db.execute("INSERT OR IGNORE INTO topic VALUES (?, ?, ?)", (start, title, text))

    def topics(self) -> list[tuple[str, str]]:
        """The stored topics as (title, text), ordered by start address."""
        return self._db.execute("SELECT title, text FROM topic ORDER BY start").fetchall()
