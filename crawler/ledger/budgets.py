"""Where a crawl stops asking: kinds of addresses that no longer yield anything, in one table of the ledger.

Calendars, endless parameters, session ids and exploding tags all have this in common: one template makes ever
more addresses, and nothing comes of them. So each shape of address of an outlet may be barren for a while, longer
the more it has given; then its waiting addresses are parked. What yields is never cut off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.ledger.lease import Lease, Tier

if TYPE_CHECKING:
    import sqlite3

BARREN = {Tier.ARTICLE: 50, Tier.BRIDGE: 20}
"""Pages of one shape in a row that may yield nothing. A section of videos can be 30 pages without a text; numbered
listings that have nothing new ten times have nothing new behind that either."""
OUTLET_BARREN = 300
"""The same for all pages of an outlet: for traps that make new shapes too."""
VOUCHED = 5
"""So many times longer for addresses that an article's related block links: an editor, not a template, set them."""
_OF_TEMPLATES = ("empty", "too_short", "listing", "mostly_links", "stub", "duplicate", "redirect")
_ANY = ""

_COUNT = """
INSERT INTO budget (outlet, tier, shape, barren, yielded) VALUES (?1, ?2, ?3, NOT ?4, ?4)
ON CONFLICT DO UPDATE SET barren = CASE WHEN ?4 THEN 0 ELSE barren + 1 END, yielded = yielded + ?4
RETURNING barren, yielded
"""
_PARK = """
UPDATE address SET state = 'parked' WHERE outlet = ? AND tier = ? AND shape = ? AND state = 'pending' AND vouched <= ?
"""
_PARK_ALL = "UPDATE address SET state = 'parked' WHERE outlet = ? AND tier > 0 AND state = 'pending' AND asked = 0"
_SPENT = "SELECT outlet, tier, shape, barren, yielded FROM budget WHERE barren >= 20"


class Budgets:
    """Which shapes of addresses are spent; works in the ledger's own transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._spent = {
            (outlet, tier, shape)
            for outlet, tier, shape, barren, yielded in db.execute(_SPENT)
            if barren > limit(tier, shape, yielded)
        }
        self._vouched_too = {
            (outlet, tier, shape)
            for outlet, tier, shape, barren, yielded in db.execute(_SPENT)
            if barren > VOUCHED * limit(tier, shape, yielded)
        }

    def are_spent(self, outlet: str, tier: int, shape: str, *, vouched: bool = False) -> bool:
        """Whether addresses of a shape are not handed out any more."""
        spent = self._vouched_too if vouched else self._spent
        return tier != Tier.START and bool({(outlet, tier, shape), (outlet, Tier.START, _ANY)} & spent)

    def count(self, lease: Lease, reason: str | None, *, yielded: bool) -> str | None:
        """Count one page; gives the shape that is spent with it, "" for the whole outlet, None for none.

        Pages that were asked for before do not count: nothing new on them is what one expects. Nor does one that
        was refused for what no template makes, such as a dead link.
        """
        if lease.tier is Tier.START or lease.asked or (reason is not None and reason not in _OF_TEMPLATES):
            return None
        told = None
        for tier, one in ((lease.tier, lease.shape), (Tier.START, _ANY)):
            barren, had = self._db.execute(_COUNT, (lease.outlet, tier, one, yielded)).fetchone()
            if barren > VOUCHED * limit(tier, one, had) and (lease.outlet, tier, one) not in self._vouched_too:
                self._vouched_too.add((lease.outlet, tier, one))
                self._db.execute(_PARK, (lease.outlet, tier, one, True))
            if barren > limit(tier, one, had) and (lease.outlet, tier, one) not in self._spent:
                self._spent.add((lease.outlet, tier, one))
                if one == _ANY:
                    self._db.execute(_PARK_ALL, (lease.outlet,))
                else:
                    self._db.execute(_PARK, (lease.outlet, tier, one, False))
                told = one
        return told


def limit(tier: int, shape: str, yielded: int) -> int:
    """How many pages in a row may be barren, by what their like has given so far."""
    return (OUTLET_BARREN if shape == _ANY else BARREN[Tier(tier)]) + yielded
