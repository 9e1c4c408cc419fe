"""Rounds: what is asked again, and what a refresh does to a record."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.errors import OutputError
from crawler.ledger import Ledger
from crawler.ledger.lease import Freshness, Tier
from tests.tools.ledgers import drained, found, leased


def test_a_later_recording_begins_a_round_but_does_not_go_on_with_one(path: Path) -> None:
    ledger = Ledger(path, "replay:abc")
    ledger.add([found("1")])
    ledger.commit({})
    ledger.close()
    with pytest.raises(OutputError, match=r"a recording .* use another OUTPUT_DIR"):
        Ledger(path, "replay:def")
    ledger = Ledger(path, "replay:abc")
    ledger.end(leased(ledger))
    ledger.commit({})
    ledger.close()
    Ledger(path, "replay:def").close()
    Ledger(path, "replay:def").close()
    with pytest.raises(OutputError, match=r"a recording .* the live network"):
        Ledger(path, "live")


def test_an_outlet_that_was_read_begins_a_round_and_one_under_way_does_not(ledger: Ledger) -> None:
    ledger.add([found("feed", kind="feed"), found("1"), found("feed", "b.example", kind="feed")])
    ledger.rounds.enter()
    assert ledger.begin() == ()
    for lease in (leased(ledger), leased(ledger)):
        ledger.end(lease, fresh=Freshness("2026-01-01T00:00:00Z"))
    ledger.end(leased(ledger), is_record=True, fresh=Freshness("2026-01-01T00:00:09Z"))
    ledger.add([found("2", "b.example")])
    assert ledger.begin() == ("a.example",)
    assert (ledger.rounds.number("a.example"), ledger.rounds.before("a.example")) == (2, "2026-01-01T00:00:00Z")
    assert (ledger.rounds.number("b.example"), ledger.rounds.before("b.example")) == (1, None)
    assert sorted(drained(ledger)) == ["2", "feed"]


def test_a_round_asks_bridges_and_pages_that_never_answered_but_none_that_is_gone(ledger: Ledger) -> None:
    section, tag = (found(name, kind="bridge", tier=Tier.BRIDGE) for name in ("section", "tag"))
    ledger.add([section, tag, found("slow"), found("gone")])
    ledger.rounds.enter()
    reasons = {"slow": "timeout", "gone": "http_error", "section": "listing", "tag": "listing"}
    while lease := ledger.queue.lease():
        name = lease.url.rpartition("/")[2]
        ledger.end(lease, reasons.get(name), found=[found(str(n)) for n in range(3)] if name == "section" else [])
    ledger.begin()
    asked = []
    while lease := ledger.queue.lease():
        asked.append((lease.url.rpartition("/")[2], lease.reason))
        ledger.end(lease, lease.reason)
    assert asked == [("section", "listing"), ("slow", "timeout")]


def test_validators_come_back_with_the_next_lease(ledger: Ledger) -> None:
    ledger.add([found("feed", kind="feed")])
    ledger.rounds.enter()
    ledger.end(leased(ledger), fresh=Freshness("2026-01-01T00:00:00Z", '"etag"', "Thu, 01 Jan 2026 00:00:00 GMT"))
    ledger.begin()
    lease = leased(ledger)
    assert (lease.asked, lease.etag, lease.modified) == (1, '"etag"', "Thu, 01 Jan 2026 00:00:00 GMT")


def test_a_refreshed_article_keeps_its_record_whatever_becomes_of_it(path: Path) -> None:
    ledger = Ledger(path)
    ledger.add([found("1")])
    first = leased(ledger)
    ledger.duplicates.remember(first, first.url, "t", "old")
    ledger.end(first, is_record=True, fresh=Freshness("2026-01-01T00:00:00Z"))
    assert ledger.rounds.refresh("2026-01-01T00:00:00Z") == 0
    assert ledger.rounds.refresh("2026-01-02T00:00:00Z") == 1
    ledger.commit({})
    ledger.close()
    ledger = Ledger(path)
    again = leased(ledger)
    assert (again.record, again.revision) == (first.url, 1)
    ledger.duplicates.remember(again, first.url, "t", "new")
    ledger.commit({})
    ledger.close()  # as a kill in mid flight would
    ledger = Ledger(path)
    again = leased(ledger)
    assert ledger.duplicates.is_unchanged(again, "old")
    ledger.end(again, "http_error")
    assert (ledger.known(first.canonical), ledger.articles()) == ("done", 1)
    ledger.rounds.refresh("2026-01-02T00:00:00Z")
    again = leased(ledger)
    ledger.duplicates.remember(again, first.url, "t", "new")
    ledger.end(again, is_record=True, fresh=Freshness("2026-01-03T00:00:00Z"))
    ledger.rounds.refresh("2026-01-04T00:00:00Z")
    assert leased(ledger).revision == 2
    ledger.close()


def test_a_refreshed_page_keeps_its_other_addresses_when_it_is_put_back(ledger: Ledger) -> None:
    ledger.add([found("1")])
    lease = leased(ledger)
    ledger.duplicates.claim(lease, "https://a.example/2", "https://a.example/2")
    ledger.duplicates.remember(lease, lease.url, "t", "hash")
    ledger.end(lease, is_record=True, fresh=Freshness("2026-01-01T00:00:00Z"))
    ledger.rounds.refresh("2026-02-01T00:00:00Z")
    leased(ledger)
    ledger.queue.release()
    assert ledger.counts() == {"done": 1, "pending": 1}


def test_what_was_too_old_waits_again_when_an_earlier_day_is_wanted(ledger: Ledger) -> None:
    ledger.rounds.set_first_day("2025-06-01")
    ledger.add([found("1")])
    ledger.end(leased(ledger), "too_old")
    ledger.rounds.set_first_day("2025-06-01")
    assert ledger.counts() == {"refused": 1}
    ledger.rounds.set_first_day("")
    assert ledger.counts() == {"pending": 1}
