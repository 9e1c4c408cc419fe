"""What a crawl knows, in SQLite: scheduler, dupefilter and memory in one file.

All changes since the last `commit` stand in one open transaction. Whatever kills the process, the file then
still says what it said then, and how long each data file was; `writer.py` keeps the two in step.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from crawler.errors import OutputError
from crawler.ledger import statements
from crawler.ledger.budgets import Budgets
from crawler.ledger.capture_index import Captures
from crawler.ledger.duplicates import Twins
from crawler.ledger.lease import ANNOUNCING, Found, Freshness, Lease, Tier
from crawler.ledger.queue import Queue
from crawler.ledger.rounds import Rounds
from crawler.ledger.term_counts import Words
from crawler.storage import recovery
from crawler.storage.database import lock, open_database

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path


class Ledger:
    """The owner of `ledger.sqlite`: what waits, what is known, and how each page ended.

    - path: the file; it is made when there is none.
    - answers: what answers the requests: "live", or the hashes of replayed archives.
    - depth_limit, bridges: of the `queue`.

    Raises OutputError when the file is another process's, was made with other answers, is older than the data files
    beside it, or is no ledger.
    """

    def __init__(self, path: Path, answers: str = "live", *, depth_limit: int = 0, bridges: int = 100) -> None:
        self._lock = lock(path.with_suffix(".lock"))
        try:
            self._db = open_database(path, answers)
        except OutputError:
            self._lock.close()
            raise
        self.twins, self.words, self.rounds = Twins(self._db), Words(self._db), Rounds(self._db)
        self.captures = Captures(self._db)
        self._budgets = Budgets(self._db)
        self.queue = Queue(self._db, self.twins, self._budgets, depth_limit, bridges)

    def add(self, found: Iterable[Found]) -> int:
        """Enter addresses, as `Queue.add` does."""
        return self.queue.add(found)

    def begin(self) -> tuple[str, ...]:
        """The outlets that begin their next round now, all their pages having been read; see `Rounds`."""
        begun = self.rounds.begin(self.queue.waiting(), self.queue.is_wanted)
        self.queue.look_again()
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
        """End a lease, with all addresses that the page bears: done, or refused for a reason.

        `found` is where the page leads, `is_record` whether it became one, `fresh` what its answer says of its
        age. Gives the shape of addresses whose budget ends with this page, "" for all of the outlet's, else None.
        """
        self._require_transaction()
        led_to, pointed_to = self.add(found), sum(one.tier is Tier.ARTICLE for one in found)
        self.queue.close(lease, led_on=led_to > 0)
        if reason is None:
            self._db.execute(statements.END, (lease.id,))
        else:
            self._db.execute(statements.REFUSE, (reason, lease.id))
        self._db.execute(statements.SHARE, ("done" if reason is None else "refused", reason, lease.id))
        self._db.execute(statements.ASKED, (led_to, pointed_to, lease.id))
        if fresh is not None:
            self._db.execute(statements.FRESH, (fresh.fetched_at, fresh.etag, fresh.modified, lease.id))
            self.rounds.fetched(lease.outlet, fresh.fetched_at)
        return self._budgets.count(lease, reason, yielded=led_to > 0 if lease.tier is Tier.BRIDGE else is_record)

    def is_repeated(self, lease: Lease, reason: str) -> bool:
        """Whether a refusal says nothing new: the page was refused for it before, or only announces what is new."""
        return lease.reason == reason or (lease.kind in ANNOUNCING and self.rounds.number(lease.outlet) > 1)

    def known(self, canonical: str) -> str | None:
        """The state of an address: `pending`, `leased`, `done`, `refused` or `parked`; None when it was never found."""
        row = self._db.execute("SELECT state FROM address WHERE canonical = ?", (canonical,)).fetchone()
        return row[0] if row else None

    def counts(self) -> dict[str, int]:
        """The number of addresses by state."""
        return dict(self._rows("SELECT state, count(*) FROM address GROUP BY state ORDER BY state"))

    def pending(self) -> int:
        """The number of addresses that may still be handed out, by the limits of this crawl."""
        return self.queue.waiting().total()

    def articles(self) -> int:
        """The number of pages that became records, in all runs."""
        return int(self._db.execute(statements.ARTICLES).fetchone()[0])

    def starts(self, seed: str) -> list[int]:
        """The priorities of the start addresses that are known of a seed, its own article's (0) first."""
        return [row[0] for row in self._db.execute(statements.STARTS, (seed,))]

    def lengths(self) -> dict[str, int]:
        """How many bytes of each data file count, as of the last commit."""
        return dict(self._rows("SELECT name, length FROM file ORDER BY name"))

    def commit(self, lengths: Mapping[str, int]) -> None:
        """Make everything since the last commit last, with the lengths of the data files that go with it."""
        self._require_transaction()
        self._db.executemany("INSERT OR REPLACE INTO file (name, length) VALUES (?, ?)", sorted(lengths.items()))
        number = recovery.count(self._db)
        self._db.execute("COMMIT")
        recovery.note(self._lock.fileno(), number)
        self._db.execute("BEGIN IMMEDIATE")

    def close(self) -> None:
        """Forget what was not committed, and let go of the folder."""
        self._db.rollback()
        self._db.close()
        self._lock.close()

    def _require_transaction(self) -> None:
        # SQLite rolls back by itself when the disk is full; what came after would be durable by halves.
        if not self._db.in_transaction:
            raise sqlite3.OperationalError("the transaction was rolled back")

    def _rows(self, query: str, *values: str) -> list[tuple[str, int]]:
        return self._db.execute(query, values).fetchall()
