"""Growing, not starting over: when an outlet's pages have all been read, its announcing ones are asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.ledger.lease import Tier

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection

_BRIDGES_AGAIN = 50
"""Sections and tags of an outlet that are asked again in each round: those that led to new pages, then the nearest."""
_POINTING = 3
"""Articles that such a page has to link, home pages apart: pages about the outlet link one or two."""
_TRIES = 4
"""Rounds in which a page that gave no answer is tried again."""
_REFRESH_PRIORITY = 1_000_000
"""Known articles come after all new ones."""

_ENTER = "INSERT OR IGNORE INTO round (outlet, number) SELECT DISTINCT outlet, 1 FROM address"
_NEXT = "UPDATE round SET number = number + 1, before = coalesce(began, before), began = NULL WHERE outlet = ?"
# By the answers' own clock, which in a rehearsal is that of the recording.
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
    """Which round each outlet is in; works in the ledger's own transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def begin(self, waiting: Collection[str], is_wanted: Callable[[str], bool]) -> tuple[str, ...]:
        """The outlets that begin their next round: all wanted ones that were crawled before and have nothing `waiting`.

        Their feeds, sitemaps, listings, start pages that were no articles and best bridges wait again, and pages
        that never answered.
        """
        known = [row[0] for row in self._db.execute("SELECT outlet FROM round ORDER BY outlet")]
        finished = tuple(outlet for outlet in known if outlet not in waiting and is_wanted(outlet))
        for outlet in finished:
            self._db.execute(_NEXT, (outlet,))
            self._db.execute(_AGAIN, (outlet, _TRIES))
            self._db.execute(_BRIDGES, (outlet, _BRIDGES_AGAIN, _POINTING))
            self._db.execute(_UNANSWERED, (outlet, _TRIES))
        return finished

    def enter(self) -> None:
        """Count outlets that are new to the crawl as in their first round."""
        self._db.execute(_ENTER)

    def number(self, outlet: str) -> int:
        """The outlet's round, from 1."""
        row = self._db.execute("SELECT number FROM round WHERE outlet = ?", (outlet,)).fetchone()
        return row[0] if row else 1

    def before(self, outlet: str) -> str | None:
        """When the first page of the outlet's last round but this was fetched (ISO 8601, UTC); None in the first."""
        row = self._db.execute("SELECT before FROM round WHERE outlet = ?", (outlet,)).fetchone()
        return row[0] if row else None

    def fetched(self, outlet: str, at: str) -> None:
        """Take note of when a page was fetched: with the first one a round has begun."""
        self._db.execute(_BEGAN, (outlet, at))

    def first_address(self, outlet: str) -> str:
        """The address by which a crawl came to an outlet first; "" where it never did."""
        row = self._db.execute(
            "SELECT canonical FROM address WHERE outlet = ? ORDER BY id LIMIT 1", (outlet,)
        ).fetchone()
        return row[0] if row else ""

    def want_from(self, day: str) -> None:
        """Take note of the first day that is wanted, "" for all; pages that were too old for a later one wait again."""
        row = self._db.execute("SELECT value FROM about WHERE name = 'since'").fetchone()
        if row is not None and day < row[0]:
            self._db.execute(_REOPEN)
        self._db.execute("INSERT OR REPLACE INTO about VALUES ('since', ?)", (day,))

    def refresh(self, fetched_before: str) -> int:
        """Let articles wait again that were fetched before a moment; gives their number."""
        return self._db.execute(_REFRESH, (Tier.ARTICLE, _REFRESH_PRIORITY, fetched_before)).rowcount
