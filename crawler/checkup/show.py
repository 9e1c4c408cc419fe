"""The state of a ledger, outlet by outlet, and a readable report on it."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import closing
from typing import TYPE_CHECKING, Any

from crawler.ledger.budgets import limit
from crawler.ledger.lease import Tier
from crawler.storage.committed import CommittedFolder

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from crawler.storage.committed import Json

_STATES = ("pending", "leased", "done", "refused", "parked")
_OUTLETS_SHOWN = 20
"""Outlets in the short report, those with the most articles first."""
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


def folder_state(path: Path) -> Json:
    """The state of a folder as `scrapy ledger show --json` prints it: totals, then one object per outlet by domain.

    Raises OutputError if there is no ledger, sqlite3.Error for a damaged one.
    """
    with closing(CommittedFolder.open(path)) as folder:
        db = folder.db
        about = dict(db.execute("SELECT name, value FROM about").fetchall())
        counts, records = _address_counts(db), dict(db.execute(_RECORDS).fetchall())
        rounds = folder.rounds()
        return {
            "folder": str(path),
            "answers": _source_of_answers(about.get("answers", "")),
            "addresses": sum(one["state"].total() for one in counts.values()),
            "articles": sum(records.values()),
            "records": folder.revisions,
            "outlets": [
                _outlet_state(db, outlet, numbers, records.get(outlet, 0), *rounds.get(outlet, (1, None)))
                for outlet, numbers in sorted(counts.items())
            ],
        }


def _outlet_state(
    db: sqlite3.Connection, outlet: str, numbers: Mapping[str, Counter[str]], articles: int, number: int, since: Any
) -> Json:
    spent = [{"what": what, "barren": barren} for what, barren in _spent_shapes(db, outlet)]
    waiting = db.execute(_WAITING, (outlet, _WAITING_SHOWN)).fetchall()
    return {
        "domain": outlet,
        "round": number,
        "since": since,
        "articles": articles,
        "states": {state: numbers["state"][state] for state in _STATES},
        "kinds": dict(numbers["kind"].most_common()),
        "refused": dict(numbers["reason"].most_common()),
        "spent": spent,
        "next": [{"url": canonical, "kind": kind, "depth": depth} for canonical, kind, depth in waiting],
    }


def report_lines(state: Json, *, full: bool = False) -> Iterator[str]:
    """The lines of the report on a folder's state: one per outlet, or with `full` all that is known."""
    outlets = state["outlets"]
    articles = f"{state['articles']} articles in {state['records']} records"
    counted = f"{len(outlets)} outlets, {state['addresses']} addresses, {articles}"
    yield f"{state['folder']}: {state['answers']}; {counted}"
    if full:
        for outlet in outlets:
            yield from _outlet_lines(outlet)
        return
    for outlet in sorted(outlets, key=lambda one: -one["articles"])[:_OUTLETS_SHOWN]:
        states, reason = outlet["states"], next(iter(outlet["refused"]), None)
        most = f", most for {reason}" if reason else ""
        counted = f"{states['pending']} waiting, {states['refused']} refused{most}"
        yield f"  {outlet['articles']:>7}  {outlet['domain']}: round {outlet['round']}, {counted}"
    if len(outlets) > _OUTLETS_SHOWN:
        yield f"           and {len(outlets) - _OUTLETS_SHOWN} more outlets (--full)"


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


def _outlet_lines(outlet: Json) -> Iterator[str]:
    since = f" since {outlet['since']}" if outlet["since"] else ""
    yield f"{outlet['domain']}: round {outlet['round']}{since}, {outlet['articles']} articles"
    yield "  " + "  ".join(f"{state} {number}" for state, number in outlet["states"].items())
    for name, label in (("kinds", "kinds"), ("refused", "refused for")):
        if outlet[name]:
            yield f"  {label}: " + ", ".join(f"{key} {number}" for key, number in outlet[name].items())
    for spent in outlet["spent"]:
        yield f"  spent: {spent['what']}: {spent['barren']} pages in a row yielded nothing"
    for one in outlet["next"]:
        yield f"  next: {one['kind']}, depth {one['depth']}: {one['url']}"


def _spent_shapes(db: sqlite3.Connection, outlet: str) -> Iterator[tuple[str, int]]:
    """The address shapes whose budget is spent, each with its number of consecutive barren pages."""
    for tier, shape, barren, yielded in db.execute(_BUDGETS, (outlet,)):
        if barren > limit(tier, shape, yielded):
            yield (f"{shape} ({Tier(tier).name.lower()})" if shape else "the whole outlet"), barren
