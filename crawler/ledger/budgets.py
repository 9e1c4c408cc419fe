"""Crawler trap protection: address shapes that no longer yield anything are parked.

Calendars, endless parameters, session ids and exploding tags have this in common: one template makes ever more
addresses, and none of them yields anything. So each address shape of an outlet may be barren for a while, longer
the more it has yielded; then its pending addresses are parked. A shape that keeps yielding is never cut off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.ledger.lease import Lease, Tier

if TYPE_CHECKING:
    import sqlite3

BARREN = {Tier.ARTICLE: 50, Tier.BRIDGE: 20}
"""Consecutive pages of one shape that may yield nothing. A video section can have 30 pages without a text; numbered
listings with nothing new ten times in a row have nothing new further on either."""
OUTLET_BARREN = 300
"""The same for all pages of an outlet, for traps that also make new shapes."""
VOUCHED = 5
"""Factor on both limits for addresses from an article's related block: an editor, not a template, linked them."""
_TEMPLATE_REASONS = ("empty", "too_short", "listing", "mostly_links", "stub", "duplicate", "redirect")
_ANY = ""

_COUNT_PAGE = """
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
    """The address shapes whose budget is spent; works in the ledger's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        rows = [((row[0], row[1], row[2]), row[3], limit(row[1], row[2], row[4])) for row in db.execute(_SPENT)]
        self._spent = {key for key, barren, most in rows if barren > most}
        self._vouched_too = {key for key, barren, most in rows if barren > VOUCHED * most}

    def are_spent(self, outlet: str, tier: int, shape: str, *, vouched: bool = False) -> bool:
        """Whether addresses of this shape are no longer leased."""
        spent = self._vouched_too if vouched else self._spent
        return tier != Tier.START and bool({(outlet, tier, shape), (outlet, Tier.START, _ANY)} & spent)

    def count(self, lease: Lease, reason: str | None, *, yielded: bool) -> str | None:
        """Count one page; returns the shape whose budget it exhausts, "" for the whole outlet, or None.

        Pages fetched before do not count, since nothing new is expected on them. Nor do pages refused for a reason
        that no template causes, such as a dead link.
        """
        if lease.tier is Tier.START or lease.asked or (reason is not None and reason not in _TEMPLATE_REASONS):
            return None
        exhausted = None
        for tier, shape in ((lease.tier, lease.shape), (Tier.START, _ANY)):
            key = (lease.outlet, tier, shape)
            barren, total = self._db.execute(_COUNT_PAGE, (*key, yielded)).fetchone()
            most = limit(tier, shape, total)
            if barren > VOUCHED * most and key not in self._vouched_too:
                self._vouched_too.add(key)
                self._db.execute(_PARK, (*key, True))
            if barren > most and key not in self._spent:
                self._spent.add(key)
                if shape == _ANY:
                    self._db.execute(_PARK_ALL, (lease.outlet,))
                else:
                    self._db.execute(_PARK, (*key, False))
                exhausted = shape
        return exhausted


def limit(tier: int, shape: str, yielded: int) -> int:
    """How many consecutive pages of a shape may be barren: longer the more it has yielded so far."""
    return (OUTLET_BARREN if shape == _ANY else BARREN[Tier(tier)]) + yielded
