"""What a crawl knows, in SQLite: scheduler, dupefilter and memory in one file.

All changes since the last `commit` stand in one open transaction. Whatever kills the process, the file then
still says what it said then, and how long each data file was; `writer.py` keeps the two in step.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from crawler.errors import OutputError
from crawler.ledger import sql
from crawler.ledger.budgets import Budgets
from crawler.ledger.captures import Captures
from crawler.ledger.file import lock, open_database
from crawler.ledger.lease import ANNOUNCING, Found, Freshness, Lease, Tier
from crawler.ledger.rounds import Rounds
from crawler.ledger.twins import Twins
from crawler.ledger.words import Words
from crawler.urls.shape import shape_of

_NO_LIMIT = 2**31


class Ledger:
    """The owner of `ledger.sqlite`: hands out addresses, one per outlet at a time; knows how each ended.

    - path: the file; it is made when there is none.
    - answers: what answers the requests: "live", or the hashes of replayed archives.
    - depth_limit: deeper addresses are kept but not handed out; 0 for no limit.
    - bridges: how many bridges that lead to nothing new each outlet may have in all.

    Raises OutputError when the file is another process's, was made with other answers, or is no ledger.
    """

    def __init__(self, path: Path, answers: str = "live", *, depth_limit: int = 0, bridges: int = 100) -> None:
        self._lock = lock(path.with_suffix(".lock"))
        try:
            self._db = open_database(path, answers)
        except OutputError:
            self._lock.close()
            raise
        self._depth_limit = depth_limit or _NO_LIMIT
        self._bridges = bridges
        self._bridges_used = Counter(dict(self._rows(sql.BRIDGES_USED)))
        # Outlets that may have something pending, the one that waited longest first.
        self._turns = dict.fromkeys(row[0] for row in self._rows(sql.WAITING))
        self.open_leases: dict[int, Lease] = {}
        self._shapes: dict[int, str] = {}
        self.twins, self.words, self.rounds = Twins(self._db), Words(self._db), Rounds(self._db)
        self._budgets = Budgets(self._db)
        self.captures = Captures(self._db)
        self.at_once = 1  # leases that an outlet may have open; more where no server is asked, 0: nothing is handed out

    def add(self, found: Iterable[Found]) -> int:
        """The number of pages to try that were new, bridges apart; known ones move up where they came nearer."""
        new = 0
        for one in found:
            place = (one.depth, one.tier, one.priority)
            canonical = self.twins.spelled(one.canonical)
            shape = shape_of(canonical)
            state = "parked" if self._budgets.are_spent(one.outlet, one.tier, shape) else "pending"
            values = (one.url, canonical, one.outlet, one.kind, one.seed, *place, shape, state)
            if self._db.execute(sql.INSERT, values).rowcount:
                new += one.tier is not Tier.BRIDGE and state == "pending"
            elif one.kind in ANNOUNCING:
                self._db.execute(sql.READ_ON, (canonical, one.kind))
            else:
                self._db.execute(sql.NEARER, (one.url, canonical, one.kind, *place, one.canonical))
                if one.kind == "bridge":
                    self._db.execute(sql.AGAIN, (one.seed, *place, canonical))
            self._turns.setdefault(one.outlet)
        return new

    def begin(self) -> tuple[str, ...]:
        """The outlets that begin their next round now, all their pages having been read; see `Rounds`."""
        begun = self.rounds.begin({outlet for outlet, number in self._waiting().items() if number})
        self._turns = dict.fromkeys(row[0] for row in self._rows(sql.WAITING))
        return begun

    def lease(self) -> Lease | None:
        """The next address of an outlet that has no open lease, or None; outlets take turns."""
        busy = self._busy() if self.at_once else set(self._turns)
        for outlet in [outlet for outlet in self._turns if outlet not in busy]:
            del self._turns[outlet]
            lease = self._lease_of(outlet)
            if lease is not None:
                self._turns[outlet] = None
                return lease
        return None

    def _lease_of(self, outlet: str) -> Lease | None:
        row = self._next(outlet, Tier.START)
        if row is None:
            has_bridges_left = self._bridges_used[outlet] < self._bridges
            rows = (self._next(outlet, Tier.ARTICLE), self._next(outlet, Tier.BRIDGE) if has_bridges_left else None)
            row = min((one for one in rows if one is not None), key=lambda one: (one[-1], one[7]), default=None)
        if row is None:
            return None
        *facts, self._shapes[row[0]], _ = row
        facts[7] = Tier(facts[7])
        lease = Lease(*facts)
        self._db.execute("UPDATE address SET state = 'leased' WHERE id = ?", (lease.id,))
        self._bridges_used[outlet] += self._is_charged(lease)
        self.open_leases[lease.id] = lease
        return lease

    def _next(self, outlet: str, tier: Tier) -> Any:
        return self._db.execute(sql.NEXT, (outlet, tier, self._depth_limit)).fetchone()

    @staticmethod
    def _is_charged(lease: Lease) -> bool:
        return lease.tier is Tier.BRIDGE and not lease.asked

    def has_pending(self) -> bool:
        """Whether an outlet without an open lease may have an address left; certain once `lease` gave None."""
        return not self._turns.keys() <= self._busy()

    def _busy(self) -> set[str]:
        leases = Counter(lease.outlet for lease in self.open_leases.values())
        return {outlet for outlet, number in leases.items() if number >= self.at_once}

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
        del self.open_leases[lease.id]
        led_to, pointed_to = self.add(found), sum(one.tier is Tier.ARTICLE for one in found)
        if reason is None:
            self._db.execute(sql.END, ("done", None, lease.id))
        else:
            self._db.execute(sql.REFUSE, (reason, lease.id))
        self._db.execute(sql.SHARE, ("done" if reason is None else "refused", reason, lease.id))
        self._db.execute(sql.ASKED, (led_to, pointed_to, lease.id))
        if fresh is not None:
            self._db.execute(sql.FRESH, (fresh.fetched_at, fresh.etag, fresh.modified, lease.id))
            self.rounds.fetched(lease.outlet, fresh.fetched_at)
        self._bridges_used[lease.outlet] -= led_to > 0 and self._is_charged(lease)
        yielded = led_to > 0 if lease.tier is Tier.BRIDGE else is_record
        return self._budgets.count(lease, self._shapes.pop(lease.id), yielded)

    def is_repeated(self, lease: Lease, reason: str) -> bool:
        """Whether a refusal says nothing new: the page was refused for it before, or only announces what is new."""
        return lease.reason == reason or (lease.kind in ANNOUNCING and self.rounds.number(lease.outlet) > 1)

    def release(self) -> None:
        """Put all open leases back to pending; what a page had claimed is free again."""
        for lease in list(self.open_leases.values()):
            self.put_back(lease)

    def put_back(self, lease: Lease) -> None:
        """Let a leased page wait again, as if it had never been handed out."""
        self._db.execute(sql.RELEASE, (lease.id,))
        self._turns.setdefault(lease.outlet)
        self._bridges_used[lease.outlet] -= self._is_charged(lease)
        del self.open_leases[lease.id]

    def known(self, canonical: str) -> str | None:
        """The state of an address: `pending`, `leased`, `done` or `refused`; None when it was never found."""
        row = self._db.execute("SELECT state FROM address WHERE canonical = ?", (canonical,)).fetchone()
        return row[0] if row else None

    def counts(self) -> dict[str, int]:
        """The number of addresses by state."""
        return dict(self._rows("SELECT state, count(*) FROM address GROUP BY state ORDER BY state"))

    def pending(self) -> int:
        """The number of addresses that may still be handed out, by the limits of this crawl."""
        return self._waiting().total()

    def _waiting(self) -> Counter[str]:
        waiting: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
        for outlet, tier, number in self._db.execute(sql.QUEUE, (self._depth_limit,)):
            waiting[tier == Tier.BRIDGE][outlet] += number
        for outlet, number in waiting[True].items():
            waiting[False][outlet] += min(max(0, self._bridges - self._bridges_used[outlet]), number)
        return waiting[False]

    def articles(self) -> int:
        """The number of pages that became records, in all runs."""
        return int(self._db.execute(sql.ARTICLES).fetchone()[0])

    def starts(self, seed: str) -> list[int]:
        """The priorities of the start addresses that are known of a seed, its own article's (0) first."""
        return [row[0] for row in self._db.execute(sql.STARTS, (seed,))]

    def lengths(self) -> dict[str, int]:
        """How many bytes of each data file count, as of the last commit."""
        return dict(self._rows("SELECT name, length FROM file ORDER BY name"))

    def commit(self, lengths: Mapping[str, int]) -> None:
        """Make everything since the last commit last, with the lengths of the data files that go with it."""
        self._require_transaction()
        self._db.executemany("INSERT OR REPLACE INTO file (name, length) VALUES (?, ?)", sorted(lengths.items()))
        self._db.execute("COMMIT")
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
