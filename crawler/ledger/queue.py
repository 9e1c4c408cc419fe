"""What waits to be fetched: addresses come in, leases go out, one per outlet at a time.

Works in the ledger's own transaction.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from crawler.ledger import statements
from crawler.ledger.lease import ANNOUNCING, Found, Lease, Tier
from crawler.urls.address_shape import address_shape

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from crawler.ledger.budgets import Budgets
    from crawler.ledger.duplicates import Twins

_NO_LIMIT = 2**31


class Queue:
    """The order of a crawl.

    - depth_limit: deeper addresses are kept but not handed out; 0 for no limit.
    - bridges: how many bridges that lead to nothing new each outlet may have in all.
    """

    def __init__(self, db: sqlite3.Connection, twins: Twins, budgets: Budgets, depth_limit: int, bridges: int) -> None:
        self._db = db
        self._twins = twins
        self._budgets = budgets
        self._depth_limit = depth_limit or _NO_LIMIT
        self._bridges = bridges
        self._bridges_used: Counter[str] = Counter(dict(db.execute(statements.BRIDGES_USED).fetchall()))
        self.open_leases: dict[int, Lease] = {}
        self.at_once = 1
        """Leases that an outlet may have open; more where no server is asked, 0: nothing is handed out."""
        # By outlet: addresses that were put back, which come after its others.
        self._put_back: dict[str, set[int]] = {}
        self._only: frozenset[str] | None = None
        db.execute(statements.PUT_BACK_TABLE)
        db.execute(statements.PUT_BACK_FORGET)  # of pages that were taken down
        for outlet, page in db.execute(statements.PUT_BACK_ALL):
            self._put_back.setdefault(outlet, set()).add(page)
        self.look_again()

    def look_again(self) -> None:
        """Find the outlets that may have something pending; the one that waited longest is first from then on."""
        self._turns = dict.fromkeys(row[0] for row in self._db.execute(statements.WAITING) if self.is_wanted(row[0]))

    def restrict(self, outlets: Collection[str]) -> None:
        """Hand out addresses of these outlets only; the others' go on waiting."""
        self._only = frozenset(outlets)
        self.look_again()

    def is_wanted(self, outlet: str) -> bool:
        """Whether an outlet's addresses are handed out in this run."""
        return self._only is None or outlet in self._only

    def add(self, found: Iterable[Found]) -> int:
        """The number of pages to try that were new, bridges apart; known ones move up where they came nearer."""
        new = 0
        for one in found:
            place = (one.depth, one.tier, one.priority)
            canonical = self._twins.spelled(one.canonical)
            shape = address_shape(canonical)
            is_spent = self._budgets.are_spent(one.outlet, one.tier, shape, vouched=one.vouched)
            state = "parked" if is_spent else "pending"
            values = (one.url, canonical, one.outlet, one.kind, one.seed, *place, shape, one.vouched, state)
            if self._db.execute(statements.INSERT, values).rowcount:
                new += one.tier is not Tier.BRIDGE and state == "pending"
            elif one.kind in ANNOUNCING:
                self._db.execute(statements.READ_ON, (canonical, one.kind))
            else:
                self._db.execute(statements.NEARER, (one.url, canonical, one.kind, *place, one.canonical, one.vouched))
                if one.kind == "bridge":
                    self._db.execute(statements.AGAIN, (one.seed, *place, canonical))
            if self.is_wanted(one.outlet):
                self._turns.setdefault(one.outlet)
        return new

    def lease(self, resting: Collection[str] = ()) -> Lease | None:
        """The next address of an outlet that has no open lease and does not rest, or None; outlets take turns."""
        busy = self._busy().union(resting) if self.at_once else set(self._turns)
        for outlet in [outlet for outlet in self._turns if outlet not in busy]:
            del self._turns[outlet]
            lease = self._lease_of(outlet)
            if lease is not None:
                self._turns[outlet] = None
                return lease
        return None

    def _lease_of(self, outlet: str) -> Lease | None:
        last = self._put_back.get(outlet)
        row = (self._first_but(last, outlet) if last else None) or self._first_but((), outlet)
        if row is None:
            return None
        *facts, _ = row
        facts[7] = Tier(facts[7])
        lease = Lease(*facts)
        self._db.execute("UPDATE address SET state = 'leased' WHERE id = ?", (lease.id,))
        self._bridges_used[outlet] += _is_charged(lease)
        self.open_leases[lease.id] = lease
        return lease

    def _first_but(self, last: Collection[int], outlet: str) -> Any:
        """The row of the address that comes next, those put back apart."""
        tiers = [Tier.ARTICLE, *([Tier.BRIDGE] if self._bridges_used[outlet] < self._bridges else [])]
        put_back = json.dumps(list(last))

        def first(tier: Tier) -> Any:
            return self._db.execute(statements.NEXT, (outlet, tier, self._depth_limit, put_back)).fetchone()

        rows = (first(tier) for tier in tiers)
        return first(Tier.START) or min(filter(None, rows), key=lambda row: (row[-1], row[7]), default=None)

    def has_pending(self, left: Collection[str] = ()) -> bool:
        """Whether an outlet without an open lease may have an address left; certain once `lease` gave None.

        The outlets in `left` do not count.
        """
        return not self._turns.keys() <= self._busy().union(left)

    def _busy(self) -> set[str]:
        leases = Counter(lease.outlet for lease in self.open_leases.values())
        return {outlet for outlet, number in leases.items() if number >= self.at_once}

    def close(self, lease: Lease, *, led_on: bool) -> None:
        """Let go of a lease whose page has been read, or refused; a bridge that led on costs nothing."""
        del self.open_leases[lease.id]
        put_back = self._put_back.get(lease.outlet, set())
        if lease.id in put_back:
            put_back.remove(lease.id)
            self._db.execute(statements.PUT_BACK_NO_MORE, (lease.id,))
        self._bridges_used[lease.outlet] -= led_on and _is_charged(lease)

    def put_back(self, lease: Lease, failed: int = 0) -> None:
        """Let a leased address wait again, behind all others of its outlet; how often it `failed` is remembered."""
        self._release(lease)
        self._db.execute(statements.PUT_BACK, (lease.id, failed))
        self._put_back.setdefault(lease.outlet, set()).add(lease.id)

    def release(self) -> None:
        """Put all open leases back to pending; what a page had claimed is free again."""
        for lease in list(self.open_leases.values()):
            self._release(lease)

    def _release(self, lease: Lease) -> None:
        del self.open_leases[lease.id]
        self._db.execute(statements.FORGET, (lease.id,))
        self._db.execute(statements.RELEASE, (lease.id,))
        self._bridges_used[lease.outlet] -= _is_charged(lease)
        self._turns.setdefault(lease.outlet)

    def waiting(self) -> Counter[str]:
        """The number of addresses by outlet that may still be handed out, by the limits of this crawl."""
        waiting: Counter[str] = Counter()
        for outlet, tier, number in self._db.execute(statements.QUEUE, (self._depth_limit,)):
            left = self._bridges - self._bridges_used[outlet]
            if self.is_wanted(outlet):
                waiting[outlet] += min(max(0, left), number) if tier == Tier.BRIDGE else number
        return +waiting


def _is_charged(lease: Lease) -> bool:
    """Whether a page costs its outlet one of its bridges: a first visit, for its links only."""
    return lease.tier is Tier.BRIDGE and not lease.asked
