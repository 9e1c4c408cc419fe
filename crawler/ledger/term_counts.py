"""Document frequencies of headline stems and the topics of a crawl, for TF-IDF; kept in the ledger."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING

from cleaners.text.content_words import stem
from cleaners.text.normalize import comparison_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

_ENOUGH = 3000
"""Headlines after which counting stops; the frequencies hardly change any more."""
_COUNT_STEM = "INSERT INTO word (stem, headlines) VALUES (?, 1) ON CONFLICT DO UPDATE SET headlines = headlines + 1"
_ALL = ""
_LONG_WORDS = re.compile(r"[^\W_]{3,}")
"""Words of three letters or more; shorter ones are particles."""
TopicStems = tuple[tuple[str, ...], dict[str, int]]
"""The stems of a topic's headline, and the count of each stem in headline and text."""


def stems_of(text: str) -> tuple[str, ...]:
    """The stems of a text's words, without particles.

    >>> stems_of("في مالي: تعاون مع روسيا")
    ('مالي', 'تعاو', 'روسي')
    """
    return tuple(map(stem, _LONG_WORDS.findall(comparison_key(text))))


class TermCounts:
    """The number of headlines that contain each stem; works in the ledger's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.headlines_with: Counter[str] = Counter(dict(db.execute("SELECT stem, headlines FROM word")))

    @property
    def headlines(self) -> int:
        """The number of headlines counted."""
        return self.headlines_with[_ALL]

    @property
    def are_enough(self) -> bool:
        """Whether enough headlines have been counted, so that no more are."""
        return self.headlines >= _ENOUGH

    def learn(self, stems: Iterable[str]) -> None:
        """Count the stems of one headline, unless enough have been counted."""
        if self.are_enough:
            return
        counted = [_ALL, *sorted(set(stems) - {_ALL})]
        self.headlines_with.update(counted)
        self._db.executemany(_COUNT_STEM, [(one,) for one in counted])

    def begin_topic(self, start: str, headline: Iterable[str], counts: Mapping[str, int]) -> None:
        """Store the topic of a start address as sorted stems, from which its text cannot be restored."""
        stems = json.dumps([sorted(set(headline)), dict(sorted(counts.items()))], ensure_ascii=False)
        self._db.execute("INSERT OR IGNORE INTO topic (start, stems) VALUES (?, ?)", (start, stems))

    def topics(self) -> list[TopicStems]:
        """The stored topics, ordered by start address."""
        rows = self._db.execute("SELECT stems FROM topic ORDER BY start").fetchall()
        return [(tuple(headline), counts) for headline, counts in (json.loads(row[0]) for row in rows)]
