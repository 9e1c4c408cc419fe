"""Incremental crawling: once all pages of an outlet have been read, its announcing pages are fetched again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.ledger.lease import Tier

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection

_BRIDGES_AGAIN = 50
"""Hub pages per outlet that each round fetches again: those that led to new pages first, then the nearest."""
_MIN_ARTICLE_LINKS = 3
"""Articles that a hub page must link to, home pages excepted: pages about the outlet link to one or two."""
_MAX_ROUND_ATTEMPTS = 4
"""Rounds in which a page without a response is retried."""
_REFRESH_PRIORITY = 1_000_000
"""Puts known articles after all new ones."""

_ENTER = "INSERT OR IGNORE INTO round (outlet, number) SELECT DISTINCT outlet, 1 FROM address"
_NEXT_ROUND = "UPDATE round SET number = number + 1, before = coalesce(began, before), began = NULL WHERE outlet = ?"
# By the clock of the responses, which in a replay is that of the recording.
_BEGAN = "UPDATE round SET began = ?2 WHERE outlet = ?1 AND (began IS NULL OR began > ?2)"
_AGAIN = """
UPDATE address SET state = 'pending'
WHERE outlet = ?1 AND holder IS NULL AND state IN ('done', 'refused')
AND (kind IN ('feed', 'posts', 'listing', 'robots', 'sitemap') AND depth = 0 AND (state = 'done' OR asked < ?2)
  OR kind = 'start' AND content_hash IS NULL AND reason IS NOT 'robots')
"""
_BRIDGES = """
UPDATE address SET state = 'pending', tier = 0 WHERE id IN (
  SELECT id FROM address WHERE outlet = ?1 AND kind = 'bridge' AND (state = 'done' OR reason = 'listing')
    AND (pointed_to >= ?3 OR shape LIKE '%/')
  ORDER BY led_to = 0, depth, priority, id LIMIT ?2)
"""
_UNANSWERED = """
UPDATE address SET state = 'pending' WHERE outlet = ?1 AND state = 'refused' AND holder IS NULL
AND asked < ?2 AND reason IN ('timeout', 'unreachable', 'worker_killed')
"""
_REOPEN = "UPDATE address SET state = 'pending' WHERE state = 'refused' AND reason = 'too_old' AND holder IS NULL"
_REFRESH = """
UPDATE address SET state = 'pending', tier = ?1, priority = ?2
WHERE state = 'done' AND content_hash IS NOT NULL AND holder IS NULL AND fetched_at < ?3
"""


class Rounds:
    """The round that each outlet is in; works in the ledger's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def begin(self, waiting: Collection[str], is_wanted: Callable[[str], bool]) -> tuple[str, ...]:
        """Start the next round of all wanted outlets that were crawled before and have nothing `waiting`; returns them.

        Their feeds, sitemaps, listings, start pages that were not articles, best hub pages, and pages that never
        responded are pending again.
        """
        known = [row[0] for row in self._db.execute("SELECT outlet FROM round ORDER BY outlet")]
        finished = tuple(outlet for outlet in known if outlet not in waiting and is_wanted(outlet))
        for outlet in finished:
            self._db.execute(_NEXT_ROUND, (outlet,))
            self._db.execute(_AGAIN, (outlet, _MAX_ROUND_ATTEMPTS))
            self._db.execute(_BRIDGES, (outlet, _BRIDGES_AGAIN, _MIN_ARTICLE_LINKS))
            self._db.execute(_UNANSWERED, (outlet, _MAX_ROUND_ATTEMPTS))
        return finished

    def enter(self) -> None:
        """Put outlets that are new to the crawl into their first round."""
        self._db.execute(_ENTER)

    def number(self, outlet: str) -> int:
        """The outlet's round, from 1."""
        row = self._db.execute("SELECT number FROM round WHERE outlet = ?", (outlet,)).fetchone()
        return row[0] if row else 1

    def before(self, outlet: str) -> str | None:
        """When the first page of the outlet's previous round was fetched (ISO 8601, UTC); None in the first round."""
        row = self._db.execute("SELECT before FROM round WHERE outlet = ?", (outlet,)).fetchone()
        return row[0] if row else None

    def note_fetch(self, outlet: str, at: str) -> None:
        """Record when a page was fetched; the earliest is the start of the round."""
        self._db.execute(_BEGAN, (outlet, at))

    def first_address(self, outlet: str) -> str:
        """The first address found of an outlet; "" if there is none."""
        row = self._db.execute(
            "SELECT canonical FROM address WHERE outlet = ? ORDER BY id LIMIT 1", (outlet,)
        ).fetchone()
        return row[0] if row else ""

    def set_first_day(self, day: str) -> None:
        """Set the first day wanted ("" for all); pages refused as too old for a later day are pending again."""
        row = self._db.execute("SELECT value FROM about WHERE name = 'since'").fetchone()
        if row is not None and day < row[0]:
            self._db.execute(_REOPEN)
        self._db.execute("INSERT OR REPLACE INTO about VALUES ('since', ?)", (day,))

    def refresh(self, fetched_before: str) -> int:
        """Make articles fetched before a moment pending again; returns their number."""
        return self._db.execute(_REFRESH, (Tier.ARTICLE, _REFRESH_PRIORITY, fetched_before)).rowcount
