"""A readable report on a ledger, outlet by outlet."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import closing
from typing import TYPE_CHECKING

from crawler.ledger.budgets import limit
from crawler.ledger.lease import Tier
from crawler.storage.committed import CommittedFolder

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_STATES = ("pending", "leased", "done", "refused", "parked")
_WAITING_SHOWN = 3
"""Pending addresses shown per outlet."""

_ADDRESS_COUNTS = "SELECT outlet, state, kind, reason, count(*) FROM address GROUP BY 1, 2, 3, 4"
_RECORDS = "SELECT outlet, count(*) FROM address WHERE content_hash IS NOT NULL GROUP BY 1"
# In queue order, as far as that can be told from outside a running crawl.
_WAITING = """
SELECT canonical, kind, depth FROM address WHERE state = 'pending' AND outlet = ?
ORDER BY tier > 0, priority, tier, depth, id LIMIT ?
"""
_BUDGETS = "SELECT tier, shape, barren, yielded FROM budget WHERE outlet = ? ORDER BY tier, shape"


def report_lines(path: Path) -> Iterator[str]:
    """The lines of the report; raises OutputError if there is no ledger, sqlite3.Error for a damaged one."""
    with closing(CommittedFolder.open(path)) as folder:
        db = folder.db
        about = dict(db.execute("SELECT name, value FROM about").fetchall())
        counts, records = _address_counts(db), dict(db.execute(_RECORDS).fetchall())
        addresses = sum(one["state"].total() for one in counts.values())
        articles = f"{sum(records.values())} articles in {folder.revisions} records"
        answers = _source_of_answers(about.get("answers", ""))
        yield f"{path}: {answers}; {len(counts)} outlets, {addresses} addresses, {articles}"
        rounds = folder.rounds()
        for outlet, numbers in sorted(counts.items()):
            number, began = rounds.get(outlet, (1, None))
            since = f" since {began}" if began else ""
            yield f"{outlet}: round {number}{since}, {records.get(outlet, 0)} articles"
            yield from _outlet_lines(db, outlet, numbers)


def _source_of_answers(answers: str) -> str:
    """Where the responses of a crawl came from, in words."""
    known = {"live": "crawled from the network", "archive": "read from archives"}
    return known.get(answers, "replayed from a recording")


def _address_counts(db: sqlite3.Connection) -> dict[str, dict[str, Counter[str]]]:
    """By outlet: the number of addresses by `state` and `kind`, and of refused ones by `reason`."""
    found: defaultdict[str, dict[str, Counter[str]]]
    found = defaultdict(lambda: {"state": Counter(), "kind": Counter(), "reason": Counter()})
    for outlet, state, kind, reason, number in db.execute(_ADDRESS_COUNTS):
        found[outlet]["state"][state] += number
        found[outlet]["kind"][kind] += number
        if state == "refused":
            found[outlet]["reason"][str(reason)] += number
    return dict(found)


def _outlet_lines(db: sqlite3.Connection, outlet: str, numbers: Mapping[str, Counter[str]]) -> Iterator[str]:
    yield "  " + "  ".join(f"{state} {numbers['state'][state]}" for state in _STATES)
    for name, label in (("kind", "kinds"), ("reason", "refused for")):
        if numbers[name]:
            yield f"  {label}: " + ", ".join(f"{key} {number}" for key, number in numbers[name].most_common())
    for what, barren in _spent_shapes(db, outlet):
        yield f"  spent: {what}: {barren} pages in a row yielded nothing"
    for canonical, kind, depth in db.execute(_WAITING, (outlet, _WAITING_SHOWN)):
        yield f"  next: {kind}, depth {depth}: {canonical}"


def _spent_shapes(db: sqlite3.Connection, outlet: str) -> Iterator[tuple[str, int]]:
    """The address shapes whose budget is spent, each with its number of consecutive barren pages."""
    for tier, shape, barren, yielded in db.execute(_BUDGETS, (outlet,)):
        if barren > limit(tier, shape, yielded):
            yield (f"{shape} ({Tier(tier).name.lower()})" if shape else "the whole outlet"), barren
