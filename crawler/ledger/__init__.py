"""What a crawl knows, in SQLite: scheduler, dupefilter and memory in one file.

All changes since the last `commit` stand in one open transaction. Whatever kills the process, the file then
still says what it said then, and how long each data file was; `writer.py` keeps the two in step.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from crawler.errors import OutputError
from crawler.ledger.file import lock, open_database
from crawler.ledger.lease import ANNOUNCING, Found, Lease, Tier
from crawler.ledger.twins import Twins

_NO_LIMIT = 2**31

_INSERT = """
INSERT OR IGNORE INTO address (url, canonical, outlet, kind, seed, depth, tier, priority)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
# A page found again on a shorter way, or by a better kind of link, moves up while it waits.
_NEARER = """
UPDATE address SET
  url = CASE WHEN ?1 = ?7 THEN ?1 ELSE url END,
  kind = CASE WHEN ?5 < tier THEN ?3 ELSE kind END,
  depth = min(depth, ?4), tier = min(tier, ?5), priority = min(priority, ?6)
WHERE canonical = ?2 AND state = 'pending'
  AND (depth > ?4 OR tier > ?5 OR priority > ?6 OR (?1 = ?7 AND url NOT IN (?1, ?2)))
"""
# A listing that was read for a seed's headline is another page's bridge all the same, once.
_AGAIN = """
UPDATE address SET state = 'pending', kind = 'bridge', seed = ?, depth = ?, tier = ?, priority = ?
WHERE canonical = ? AND state = 'done' AND kind = 'listing'
"""
_NEXT = """
SELECT id, url, canonical, outlet, kind, seed, depth FROM address
WHERE state = 'pending' AND outlet = ? AND tier = ? AND depth <= ? AND id NOT IN (SELECT value FROM json_each(?))
ORDER BY depth, priority, id LIMIT 1
"""

_RELEASE = """
UPDATE address SET state = 'pending', holder = NULL, content_hash = NULL WHERE id = ? OR holder = ?
"""
_BRIDGES_USED = "SELECT outlet, count(*) FROM address WHERE tier = 2 AND state <> 'pending' GROUP BY outlet"
_QUEUE = "SELECT outlet, tier, count(*) FROM address WHERE state = 'pending' AND depth <= ? GROUP BY 1, 2"
_ARTICLES = "SELECT count(*) FROM address WHERE state = 'done' AND content_hash IS NOT NULL"
_STARTS = "SELECT priority FROM address WHERE seed = ? AND kind = 'start' ORDER BY priority"
_WAITING = "SELECT DISTINCT outlet FROM address WHERE state = 'pending' ORDER BY outlet"


class Ledger:
    """The owner of `ledger.sqlite`: hands out addresses, one per outlet at a time; knows how each ended.

    - path: the file; it is made when there is none.
    - answers: what answers the requests: "live", or the hashes of replayed archives.
    - depth_limit: deeper addresses are kept but not handed out; 0 for no limit.
    - bridges: how many bridges each outlet may have in all.

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
        self._bridges_used = Counter(dict(self._rows(_BRIDGES_USED)))
        # Outlets that may have something pending, the one that waited longest first.
        self._turns = dict.fromkeys(row[0] for row in self._rows(_WAITING))
        self.open_leases: dict[int, Lease] = {}
        # By outlet: addresses that were put back, which come after its others.
        self._put_back: dict[str, set[int]] = {}
        self.twins = Twins(self._db)

    def add(self, found: Iterable[Found]) -> int:
        """The number of addresses that were new; the others move up in the queue where they came nearer."""
        new = 0
        for one in found:
            place = (one.depth, one.tier, one.priority)
            canonical = self.twins.spelled(one.canonical)
            values = (one.url, canonical, one.outlet, one.kind, one.seed, *place)
            if self._db.execute(_INSERT, values).rowcount:
                new += 1
            elif one.kind not in ANNOUNCING:
                self._db.execute(_NEARER, (one.url, canonical, one.kind, *place, one.canonical))
                if one.kind == "bridge":
                    self._db.execute(_AGAIN, (one.seed, *place, canonical))
            self._turns.setdefault(one.outlet)
        return new

    def lease(self, resting: Collection[str] = ()) -> Lease | None:
        """The next address of an outlet that has no open lease and does not rest, or None; outlets take turns."""
        busy = self._busy().union(resting)
        for outlet in [outlet for outlet in self._turns if outlet not in busy]:
            del self._turns[outlet]
            lease = self._lease_of(outlet)
            if lease is not None:
                self._turns[outlet] = None
                return lease
        return None

    def _lease_of(self, outlet: str) -> Lease | None:
        last = self._put_back.get(outlet)
        return (self._first_but(last, outlet) if last else None) or self._first_but((), outlet)

    def _first_but(self, last: Collection[int], outlet: str) -> Lease | None:
        for tier in Tier:
            if tier is Tier.BRIDGE and self._bridges_used[outlet] >= self._bridges:
                continue
            row = self._db.execute(_NEXT, (outlet, tier, self._depth_limit, json.dumps(list(last)))).fetchone()
            if row is None:
                continue
            lease = Lease(*row)
            self._db.execute("UPDATE address SET state = 'leased' WHERE id = ?", (lease.id,))
            self._bridges_used[outlet] += tier is Tier.BRIDGE
            self.open_leases[lease.id] = lease
            return lease
        return None

    def has_pending(self, left: Collection[str] = ()) -> bool:
        """Whether an outlet without an open lease may have an address left; certain once `lease` gave None.

        The outlets in `left` do not count.
        """
        return not self._turns.keys() <= self._busy().union(left)

    def _busy(self) -> set[str]:
        return {lease.outlet for lease in self.open_leases.values()}

    def end(self, lease: Lease, reason: str | None = None) -> None:
        """End a lease, with all addresses that the page bears: done, or refused for a reason."""
        self._require_transaction()
        del self.open_leases[lease.id]
        self._put_back.get(lease.outlet, set()).discard(lease.id)
        state = "done" if reason is None else "refused"
        self._db.execute(
            "UPDATE address SET state = ?, reason = ? WHERE id = ? OR holder = ?",
            (state, reason, lease.id, lease.id),
        )
        if reason is not None:
            self._db.execute("UPDATE address SET content_hash = NULL WHERE id = ?", (lease.id,))

    def put_back(self, lease: Lease) -> None:
        """Let a leased address wait again: until this ledger is closed, behind all others of its outlet."""
        self._require_transaction()
        del self.open_leases[lease.id]
        self._db.execute(_RELEASE, (lease.id, lease.id))
        (tier,) = self._db.execute("SELECT tier FROM address WHERE id = ?", (lease.id,)).fetchone()
        self._bridges_used[lease.outlet] -= tier == Tier.BRIDGE
        self._put_back.setdefault(lease.outlet, set()).add(lease.id)
        self._turns.setdefault(lease.outlet)

    def release(self) -> None:
        """Put all open leases back to pending; what a page had claimed is free again."""
        for lease in self.open_leases.values():
            self._db.execute(_RELEASE, (lease.id, lease.id))
            self._turns.setdefault(lease.outlet)
        self.open_leases.clear()

    def known(self, canonical: str) -> str | None:
        """The state of an address: `pending`, `leased`, `done` or `refused`; None when it was never found."""
        row = self._db.execute("SELECT state FROM address WHERE canonical = ?", (canonical,)).fetchone()
        return row[0] if row else None

    def counts(self) -> dict[str, int]:
        """The number of addresses by state."""
        return dict(self._rows("SELECT state, count(*) FROM address GROUP BY state ORDER BY state"))

    def pending(self) -> int:
        """The number of addresses that may still be handed out, by the limits of this crawl."""
        waiting: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
        for outlet, tier, number in self._db.execute(_QUEUE, (self._depth_limit,)):
            waiting[tier == Tier.BRIDGE][outlet] += number
        left = {outlet: max(0, self._bridges - self._bridges_used[outlet]) for outlet in waiting[True]}
        return waiting[False].total() + sum(min(left[o], number) for o, number in waiting[True].items())

    def articles(self) -> int:
        """The number of pages that became records, in all runs."""
        return int(self._db.execute(_ARTICLES).fetchone()[0])

    def starts(self, seed: str) -> list[int]:
        """The priorities of the start addresses that are known of a seed, its own article's (0) first."""
        return [row[0] for row in self._db.execute(_STARTS, (seed,))]

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
