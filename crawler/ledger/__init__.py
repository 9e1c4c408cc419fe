"""The state of a crawl in SQLite: request queue, duplicate filter and history in one file.

All changes since the last `commit` are in one open transaction. Whatever kills the process, the file keeps the
state of that commit, with the length of each data file; `leases/writer.py` keeps the two in step.
"""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

from crawler.ledger import statements
from crawler.ledger.budgets import Budgets
from crawler.ledger.capture_index import Captures
from crawler.ledger.duplicates import Duplicates
from crawler.ledger.indexed_records import index_records
from crawler.ledger.lease import ANNOUNCING, Found, Freshness, Lease, Tier
from crawler.ledger.older_formats import bring_up_to_date
from crawler.ledger.queue import Queue
from crawler.ledger.rounds import Rounds
from crawler.ledger.term_counts import TermCounts
from crawler.storage import recovery
from crawler.storage.database import lock, open_database
from crawler.storage.upgrade import bring_lines_up_to_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path


class Ledger:
    """The owner of `ledger.sqlite`: pending addresses, known addresses, and the outcome of each page.

    - path: the file; created if missing.
    - answers: the source of responses: "live", or the hashes of the replayed archives.
    - depth_limit, bridges: see `Queue`.

    Raises OutputError if another process holds the file, if it was made from another source of responses, is older
    than the data files beside it, or is not a ledger.
    """

    def __init__(self, path: Path, answers: str = "live", *, depth_limit: int = 0, bridges: int = 100) -> None:
        with ExitStack() as opened:
            self._lock = opened.enter_context(closing(lock(path.with_suffix(".lock"))))
            self._db = opened.enter_context(closing(open_database(path, answers)))
            bring_up_to_date(self._db)
            bring_lines_up_to_date(self._db, path.parent)
            index_records(self._db, path.parent)
            opened.pop_all()
        self.duplicates, self.term_counts, self.rounds = Duplicates(self._db), TermCounts(self._db), Rounds(self._db)
        self.captures = Captures(self._db)
        self._budgets = Budgets(self._db)
        self.queue = Queue(self._db, self.duplicates, self._budgets, depth_limit, bridges)

    def add(self, found: Iterable[Found]) -> int:
        """Add addresses to the queue; see `Queue.add`."""
        return self.queue.add(found)

    def begin(self) -> tuple[str, ...]:
        """Start the next round of every outlet whose pages have all been read; see `Rounds.begin`."""
        begun = self.rounds.begin(self.queue.waiting(), self.queue.is_wanted)
        self.queue.refresh_turns()
        return begun

    def end(
        self,
        lease: Lease,
        reason: str | None = None,
        *,
        found: Sequence[Found] = (),
        is_record: bool = False,
        fresh: Freshness | None = None,
    ) -> str | None:
        """End a lease with all aliases of its page: done, or refused for a reason.

        `found` are the addresses on the page, `is_record` says whether it became a record, `fresh` holds the
        validators of its response. Returns the address shape whose budget this page exhausts, "" for the whole
        outlet, or None.
        """
        self._require_transaction()
        if is_record:
            self.duplicates.near.settle(lease.id)
        else:
            self.duplicates.near.withdraw(lease.id)
        led_to, pointed_to = self.add(found), sum(one.tier is Tier.ARTICLE for one in found)
        self.queue.close(lease, led_on=led_to > 0)
        if reason is None:
            self._db.execute(statements.END_LEASE, (lease.id,))
        else:
            self._db.execute(statements.REFUSE_LEASE, (reason, lease.id))
        self._db.execute(statements.END_ALIASES, ("done" if reason is None else "refused", reason, lease.id))
        self._db.execute(statements.COUNT_FETCH, (led_to, pointed_to, lease.id))
        if fresh is not None:
            self._db.execute(statements.SET_FRESHNESS, (fresh.fetched_at, fresh.etag, fresh.modified, lease.id))
            self.rounds.note_fetch(lease.outlet, fresh.fetched_at)
        return self._budgets.count(lease, reason, yielded=led_to > 0 if lease.tier is Tier.BRIDGE else is_record)

    def is_repeated(self, lease: Lease, reason: str) -> bool:
        """Whether a refusal is not news: the page had it before, or is an announcing page in a later round."""
        return lease.reason == reason or (lease.kind in ANNOUNCING and self.rounds.number(lease.outlet) > 1)

    def known(self, canonical: str) -> str | None:
        """The state of an address: `pending`, `leased`, `done`, `refused` or `parked`; None if no link led to it."""
        query = "SELECT state FROM address WHERE canonical = ? AND kind <> 'named'"
        row = self._db.execute(query, (canonical,)).fetchone()
        return row[0] if row else None

    def counts(self) -> dict[str, int]:
        """The number of addresses by state."""
        return dict(self._rows("SELECT state, count(*) FROM address GROUP BY state ORDER BY state"))

    def pending(self) -> int:
        """The number of addresses that may still be leased within the limits of this crawl."""
        return self.queue.waiting().total()

    def articles(self) -> int:
        """The number of pages that became records in all runs."""
        return int(self._db.execute(statements.COUNT_RECORDS).fetchone()[0])

    def starts(self, seed: str) -> list[int]:
        """The priorities of the known start addresses of a seed, its own article's (0) first."""
        return [row[0] for row in self._db.execute(statements.STARTS, (seed,))]

    def lengths(self) -> dict[str, int]:
        """The length in bytes of each data file as of the last commit."""
        return dict(self._rows("SELECT name, length FROM file ORDER BY name"))

    def commit(self, lengths: Mapping[str, int]) -> None:
        """Make everything since the last commit durable, with the lengths of the data files that belong to it."""
        self._require_transaction()
        self._db.executemany("INSERT OR REPLACE INTO file (name, length) VALUES (?, ?)", sorted(lengths.items()))
        number = recovery.count_commit(self._db)
        self._db.execute("COMMIT")
        recovery.note_commits(self._lock.fileno(), number)
        self._db.execute("BEGIN IMMEDIATE")

    def close(self) -> None:
        """Roll back what was not committed, and release the folder."""
        self._db.rollback()
        self._db.close()
        self._lock.close()

    def _require_transaction(self) -> None:
        # SQLite rolls back by itself when the disk is full; later changes would then be durable without earlier ones.
        if not self._db.in_transaction:
            raise sqlite3.OperationalError("the transaction was rolled back")

    def _rows(self, query: str, *values: str) -> list[tuple[str, int]]:
        return self._db.execute(query, values).fetchall()
