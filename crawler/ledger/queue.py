"""The request queue: addresses come in, leases go out, each to an outlet that is not being asked."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from crawler.ledger import statements
from crawler.ledger.lease import ANNOUNCING, Found, Lease, Tier
from crawler.urls import slash_variant
from crawler.urls.address_shape import address_shape

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from crawler.ledger.budgets import Budgets
    from crawler.ledger.duplicates import Duplicates

_NO_LIMIT = 2**31
_NEW = (statements.INSERT_ADDRESS, statements.READ_NAMED)


class Queue:
    """The order in which addresses are fetched; works in the ledger's transaction.

    - depth_limit: deeper addresses are kept but not leased; 0 for no limit.
    - bridges: how many hub pages ("bridges") that lead to nothing new each outlet may have in all.
    """

    def __init__(
        self, db: sqlite3.Connection, duplicates: Duplicates, budgets: Budgets, depth_limit: int, bridges: int
    ) -> None:
        self._db = db
        self._duplicates = duplicates
        self._budgets = budgets
        self._depth_limit = depth_limit or _NO_LIMIT
        self._bridges = bridges
        self._bridges_used: Counter[str] = Counter(dict(db.execute(statements.BRIDGES_USED).fetchall()))
        self.open_leases: dict[int, Lease] = {}
        self._asking: dict[int, str] = {}
        """The outlets of the leases that have no answer yet."""
        self._reading: dict[int, tuple[str, int]] = {}
        """Those of pages that are there and being read, and the first priority that their links may get."""
        self.at_once = 1
        """Leases per outlet that may be without an answer at a time; 0 to lease nothing."""
        self.most_unread = _NO_LIMIT
        """Answered pages of all outlets that may wait to be read and written; beyond that nothing is leased."""
        # By outlet: addresses that were put back; they come after its others.
        self._put_back: dict[str, set[int]] = {}
        self._only: frozenset[str] | None = None
        db.execute(statements.PUT_BACK_TABLE)
        db.execute(statements.PUT_BACK_FORGET)  # pages that were taken down since
        for outlet, page in db.execute(statements.PUT_BACK_ALL):
            self._put_back.setdefault(outlet, set()).add(page)
        self.refresh_turns()

    def refresh_turns(self) -> None:
        """Look up the outlets with pending addresses; from then on, the one that waited longest comes first."""
        self._turns = dict.fromkeys(
            row[0] for row in self._db.execute(statements.WAITING_OUTLETS) if self.is_wanted(row[0])
        )

    def restrict(self, outlets: Collection[str]) -> None:
        """Lease addresses of these outlets only; the others stay pending."""
        self._only = frozenset(outlets)
        self.refresh_turns()

    def is_wanted(self, outlet: str) -> bool:
        """Whether addresses of an outlet are leased in this run."""
        return self._only is None or outlet in self._only

    def add(self, found: Iterable[Found]) -> int:
        """Add addresses, or move up known ones found nearer; returns how many are new, hub pages excepted.

        Those that spell out a title taken down are left out, unless they are where the user starts.
        """
        new, written = 0, set[str]()
        found = [one for one in found if one.tier is Tier.START or not self._is_spelled_out(one)]
        known = self._duplicates.known_places([one.canonical for one in found])
        for one in found:
            if not written.isdisjoint((one.canonical, slash_variant(one.canonical))):
                known |= self._duplicates.known_places([one.canonical])
            canonical, kind, state, asked = known.get(one.canonical, (one.canonical, "", "", 0))
            written |= {one.canonical, canonical}
            if kind in ("", "named"):
                new += self._insert(one, canonical)
            elif one.kind in ANNOUNCING:
                self._db.execute(statements.READ_NEXT_PAGE, (canonical, one.kind))
            elif state in ("pending", "parked") and not asked:
                url = self._fetched_as(one, canonical)
                values = (url, canonical, one.kind, *_place_values(one), one.canonical, one.vouched)
                self._db.execute(statements.PROMOTE, values)
            elif (one.kind, kind, state) == ("bridge", "listing", "done"):
                self._db.execute(statements.LISTING_AS_HUB, (one.seed, *_place_values(one), canonical))
            if self.is_wanted(one.outlet):
                self._turns.setdefault(one.outlet)
        return new

    def _is_spelled_out(self, one: Found) -> bool:
        """Whether an address spells out a title taken down."""
        return self._duplicates.taken_down_texts.spelled_in(one.canonical)

    def _insert(self, one: Found, canonical: str) -> bool:
        """Add an address that is unknown, or known by its name only; returns whether it counts as new."""
        shape = address_shape(canonical)
        is_spent = self._budgets.are_spent(one.outlet, one.tier, shape, vouched=one.vouched)
        state, url = "parked" if is_spent else "pending", self._fetched_as(one, canonical)
        values = (url, canonical, one.outlet, one.kind, one.seed, *_place_values(one), shape, one.vouched, state)
        is_added = any(self._db.execute(query, values).rowcount for query in _NEW)
        return is_added and one.tier is not Tier.BRIDGE and not is_spent

    def _fetched_as(self, one: Found, canonical: str) -> str:
        # One that was taken down is never fetched, so its spelling does not matter; an Arabic one may be its headline.
        return canonical if self._duplicates.is_taken_down(canonical) else one.url

    def lease(self, resting: Collection[str] = ()) -> Lease | None:
        """Lease the next address of an outlet that is neither busy nor `resting`, or None; outlets take turns.

        While pages of an outlet are being read, only what would come next whatever they link to is leased, and no hub
        page, which they may make unnecessary.
        """
        before = dict(sorted(self._reading.values(), reverse=True))  # of one outlet's, the first priority is kept
        if len(self._reading) >= self.most_unread:
            return None
        busy = self._busy().union(resting) if self.at_once else set(self._turns)
        for outlet in [outlet for outlet in self._turns if outlet not in busy]:
            del self._turns[outlet]
            lease = self._lease_of(outlet, before.get(outlet))
            if lease is not None or outlet in before:
                self._turns[outlet] = None
            if lease is not None:
                return lease
        return None

    def _lease_of(self, outlet: str, before: int | None) -> Lease | None:
        """Lease the next address of an outlet; with `before`, only if it is no hub page and has a lower priority."""
        last = self._put_back.get(outlet)
        row = (self._first_but(last, outlet) if last else None) or self._first_but((), outlet)
        if row is None:
            return None
        *facts, priority = row
        if before is not None and (facts[7] == Tier.BRIDGE or (facts[7] == Tier.ARTICLE and priority >= before)):
            return None
        facts[7] = Tier(facts[7])
        lease = Lease(*facts)
        self._db.execute("UPDATE address SET state = 'leased' WHERE id = ?", (lease.id,))
        self._bridges_used[outlet] += _is_charged(lease)
        self.open_leases[lease.id] = lease
        self._asking[lease.id] = outlet
        return lease

    def _first_but(self, last: Collection[int], outlet: str) -> Any:
        """The row of the outlet's next address outside `last`, or None."""
        tiers = [Tier.ARTICLE, *([Tier.BRIDGE] if self._bridges_used[outlet] < self._bridges else [])]
        put_back = json.dumps(list(last))

        def first(tier: Tier) -> Any:
            return self._db.execute(statements.NEXT_ADDRESS, (outlet, tier, self._depth_limit, put_back)).fetchone()

        rows = (first(tier) for tier in tiers)
        return first(Tier.START) or min(filter(None, rows), key=lambda row: (row[-1], row[7]), default=None)

    def has_pending(self, left: Collection[str] = ()) -> bool:
        """Whether an outlet that is neither busy nor in `left` may have a pending address.

        Exact once `lease` has returned None.
        """
        return not self._turns.keys() <= self._busy().union(left)

    def _busy(self) -> set[str]:
        return {outlet for outlet, number in Counter(self._asking.values()).items() if number >= self.at_once}

    def answered(self, lease: Lease, before: int = _NO_LIMIT) -> None:
        """Note that a page is there, so that its outlet may be asked for the next while this one is read.

        `before` is the first priority that a link of the page may get: what comes before it is next in any case.
        """
        if self._asking.pop(lease.id, None) is not None:
            self._reading[lease.id] = (lease.outlet, before)

    def read(self, lease: Lease) -> None:
        """Note that a page has been read, whatever still happens to its record."""
        self._reading.pop(lease.id, None)

    def close(self, lease: Lease, *, led_on: bool) -> None:
        """Close the lease of a page that was read or refused; a hub page that led to new pages costs nothing."""
        self._forget(lease)
        put_back = self._put_back.get(lease.outlet, set())
        if lease.id in put_back:
            put_back.remove(lease.id)
            self._db.execute(statements.PUT_BACK_NO_MORE, (lease.id,))
        self._bridges_used[lease.outlet] -= led_on and _is_charged(lease)

    def put_back(self, lease: Lease, failed: int = 0) -> None:
        """Make a leased address pending again, behind all others of its outlet; `failed` is its failure count."""
        self._release(lease)
        self._db.execute(statements.PUT_BACK, (lease.id, failed))
        self._put_back.setdefault(lease.outlet, set()).add(lease.id)

    def release(self) -> None:
        """Make all open leases pending again, and free the aliases they had claimed."""
        for lease in list(self.open_leases.values()):
            self._release(lease)

    def _forget(self, lease: Lease) -> None:
        del self.open_leases[lease.id]
        self._asking.pop(lease.id, None)
        self._reading.pop(lease.id, None)

    def _release(self, lease: Lease) -> None:
        self._forget(lease)
        self._db.execute(statements.FORGET_ALIASES, (lease.id,))
        self._db.execute(statements.RELEASE_LEASE, (lease.id,))
        self._bridges_used[lease.outlet] -= _is_charged(lease)
        self._turns.setdefault(lease.outlet)

    def waiting(self) -> Counter[str]:
        """The number of addresses by outlet that may still be leased within the limits of this crawl."""
        waiting: Counter[str] = Counter()
        for outlet, tier, number in self._db.execute(statements.COUNT_PENDING, (self._depth_limit,)):
            left = self._bridges - self._bridges_used[outlet]
            if self.is_wanted(outlet):
                waiting[outlet] += min(max(0, left), number) if tier == Tier.BRIDGE else number
        return +waiting


def _place_values(one: Found) -> tuple[int, int, int]:
    return one.depth, one.tier, one.priority


def _is_charged(lease: Lease) -> bool:
    """Whether a page counts against the hub page budget: the first visit of one."""
    return lease.tier is Tier.BRIDGE and not lease.asked
