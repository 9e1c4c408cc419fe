from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.errors import OutputError
from crawler.ledger import Ledger
from crawler.ledger.budgets import BARREN, OUTLET_BARREN
from crawler.ledger.lease import Found, Freshness, Lease, Tier
from tests.tools.loopback import ROOT


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    ledger = Ledger(path)
    yield ledger
    ledger.close()


def found(name: str, outlet: str = "a.example", **facts: object) -> Found:
    url = f"https://{outlet}/{name}"
    return Found(**({"url": url, "canonical": url, "outlet": outlet, "kind": "article"} | facts))  # type: ignore[arg-type]


def drained(ledger: Ledger) -> list[str]:
    """The names of all addresses in the order in which they are handed out."""
    names = []
    while lease := ledger.queue.lease():
        names.append(lease.url.rpartition("/")[2])
        ledger.end(lease)
    return names


def words(number: int) -> list[str]:
    """Words of letters only, as parts of addresses are."""
    return [chr(ord("a") + n) * 3 for n in range(number)]


def leased(ledger: Ledger) -> Lease:
    lease = ledger.queue.lease()
    assert lease is not None
    return lease


def test_order_is_starts_then_priority_then_depth_then_insertion(ledger: Ledger) -> None:
    ledger.add(
        [
            found("bridge", tier=Tier.BRIDGE),
            found("deep", depth=2),
            found("other", depth=1, priority=4),
            found("first", depth=1),
            found("second", depth=1),
            found("start", tier=Tier.START),
        ]
    )
    assert drained(ledger) == ["start", "first", "second", "deep", "bridge", "other"]


def test_one_open_lease_per_outlet_and_outlets_take_turns(ledger: Ledger) -> None:
    ledger.add([found(name, outlet) for outlet in ("a.example", "b.example") for name in ("1", "2")])
    first, second = leased(ledger), leased(ledger)
    assert {first.outlet, second.outlet} == {"a.example", "b.example"}
    assert ledger.queue.lease() is None
    ledger.end(second)
    assert leased(ledger).outlet == second.outlet
    ledger.end(first)
    assert leased(ledger).outlet == first.outlet


def test_an_address_is_known_once_whatever_became_of_it(ledger: Ledger) -> None:
    assert ledger.add([found("1"), found("1"), found("2")]) == 2
    ledger.end(leased(ledger))
    ledger.end(leased(ledger), "http_error")
    assert ledger.add([found("1"), found("2")]) == 0
    assert ledger.queue.lease() is None
    assert ledger.counts() == {"done": 1, "refused": 1}
    assert ledger.known("https://a.example/2") == "refused"


def test_a_pending_address_found_again_nearer_moves_up(ledger: Ledger) -> None:
    ledger.add([found("near", depth=2, priority=4), found("far", depth=5, priority=5)])
    ledger.add([found("far", depth=1, priority=3), found("near", depth=4, priority=6)])
    lease = leased(ledger)
    assert (lease.url, lease.depth) == ("https://a.example/far", 1)
    ledger.end(lease)
    assert leased(ledger).depth == 2


def test_a_bridge_found_as_an_article_becomes_one(ledger: Ledger) -> None:
    ledger.add([found("x", kind="bridge", tier=Tier.BRIDGE)])
    ledger.add([found("x", kind="page")])
    assert leased(ledger).kind == "page"


def test_an_address_found_in_its_canonical_spelling_is_fetched_so(ledger: Ledger) -> None:
    ledger.add([found("x", url="https://a.example/x?utm_source=y")])
    ledger.add([found("x")])
    assert leased(ledger).url == "https://a.example/x"


def test_deeper_addresses_are_kept_but_not_handed_out(path: Path) -> None:
    ledger = Ledger(path, depth_limit=1)
    ledger.add([found("0"), found("1", depth=1), found("2", depth=2), found("z", depth=2, tier=Tier.BRIDGE)])
    assert ledger.pending() == 2
    assert drained(ledger) == ["0", "1"]
    assert not ledger.queue.has_pending()
    ledger.commit({})
    ledger.close()
    ledger = Ledger(path, depth_limit=2)
    assert drained(ledger) == ["2", "z"]
    ledger.close()


def test_bridges_have_a_budget_per_outlet_that_lasts(path: Path) -> None:
    ledger = Ledger(path, bridges=2)
    bridges = [found(str(n), outlet, tier=Tier.BRIDGE) for n in range(5) for outlet in ("a.example", "b.example")]
    ledger.add(bridges)
    assert ledger.pending() == 4
    assert len(drained(ledger)) == 4
    assert ledger.pending() == 0
    ledger.commit({})
    ledger.close()
    ledger = Ledger(path, bridges=3)
    assert len(drained(ledger)) == 2
    ledger.close()


def test_another_address_of_a_page_shares_its_fate(ledger: Ledger) -> None:
    ledger.add([found("1"), found("2")])
    lease = leased(ledger)
    assert ledger.duplicates.claim(lease, lease.url, lease.canonical)
    assert ledger.duplicates.claim(lease, "https://a.example/2", "https://a.example/2")
    assert ledger.duplicates.claim(lease, "https://a.example/3", "https://a.example/3")
    ledger.end(lease, "stub")
    assert ledger.counts() == {"refused": 3}
    assert ledger.queue.lease() is None


def test_an_address_that_another_page_bears_is_not_to_be_had(ledger: Ledger) -> None:
    ledger.add([found("1"), found("2")])
    first = leased(ledger)
    ledger.duplicates.remember(first, "https://a.example/1", "a title", "hash one")
    ledger.duplicates.claim(first, "https://a.example/0", "https://a.example/0")
    ledger.end(first)
    second = leased(ledger)
    assert not ledger.duplicates.claim(second, "https://a.example/0", "https://a.example/0")
    assert ledger.duplicates.title_key("https://a.example/0") == "a title"
    assert ledger.duplicates.title_key("https://a.example/9") is None


def test_a_text_is_remembered_once_per_outlet_until_its_page_is_refused(ledger: Ledger) -> None:
    ledger.add([found("1"), found("2"), found("3"), found("1", "b.example")])
    a1, b1 = leased(ledger), leased(ledger)
    assert ledger.duplicates.remember(a1, "https://a.example/one", "t", "hash") is None
    assert ledger.duplicates.remember(b1, "https://b.example/1", "t", "hash") is None
    ledger.end(a1)
    a2 = leased(ledger)
    assert ledger.duplicates.remember(a2, a2.url, "t", "hash") == "https://a.example/one"
    assert ledger.duplicates.remember(a2, a2.url, "t", "other") is None
    ledger.end(a2, "pipeline")
    assert ledger.duplicates.remember(leased(ledger), "https://a.example/3", "t", "other") is None


def test_what_was_not_committed_is_forgotten_and_leases_are_taken_back(path: Path) -> None:
    ledger = Ledger(path)
    ledger.add([found("1"), found("2")])
    lease = leased(ledger)
    ledger.duplicates.claim(lease, "https://a.example/2", "https://a.example/2")
    ledger.duplicates.remember(lease, lease.url, "t", "hash")
    ledger.commit({"articles.jsonl": 7})
    ledger.end(lease)
    ledger.add([found("lost")])
    ledger.close()
    ledger = Ledger(path)
    assert ledger.lengths() == {"articles.jsonl": 7}
    assert ledger.counts() == {"pending": 2}
    again = leased(ledger)
    assert again.url == lease.url
    ledger.end(again)
    assert ledger.duplicates.remember(leased(ledger), "https://a.example/2", "t", "hash") is None
    ledger.close()


def test_released_leases_are_pending_again(ledger: Ledger) -> None:
    ledger.add([found("1")])
    leased(ledger)
    assert not ledger.queue.has_pending()
    ledger.queue.release()
    assert ledger.queue.has_pending()
    assert drained(ledger) == ["1"]


def test_an_address_is_known_with_and_without_its_final_slash(ledger: Ledger) -> None:
    assert ledger.add([found("x/", url="https://a.example/x/amp/"), found("x"), found("y?a=1"), found("y/?a=1")]) == 2
    lease = leased(ledger)
    assert (lease.url, lease.canonical) == ("https://a.example/x", "https://a.example/x/")
    assert ledger.duplicates.claim(lease, "https://a.example/x", "https://a.example/x")
    ledger.end(lease)
    assert drained(ledger) == ["y?a=1"]
    assert ledger.counts() == {"done": 2}


def test_a_twin_that_was_an_error_does_not_stand_for_the_other_spelling(ledger: Ledger) -> None:
    ledger.add([found("x/")])
    ledger.end(leased(ledger), "http_error")
    assert ledger.add([found("x")]) == 1


def test_a_page_waits_for_its_own_sake_but_not_in_another_spelling(ledger: Ledger) -> None:
    ledger.add([found("1"), found("2")])
    lease = leased(ledger)
    assert ledger.duplicates.is_waiting(lease, "https://a.example/2")
    assert ledger.duplicates.is_waiting(lease, "https://a.example/2/")
    assert not ledger.duplicates.is_waiting(lease, "https://a.example/1/")
    assert not ledger.duplicates.is_waiting(lease, "https://a.example/3")


def test_nothing_is_ended_or_committed_after_the_transaction_was_rolled_back(path: Path) -> None:
    ledger = Ledger(path)
    ledger.add([found("1")])
    ledger.commit({})
    lease = leased(ledger)
    ledger._db.rollback()
    with pytest.raises(sqlite3.OperationalError, match="rolled back"):
        ledger.commit({"articles.jsonl": 7})
    with pytest.raises(sqlite3.OperationalError, match="rolled back"):
        ledger.end(lease)
    ledger.close()
    again = Ledger(path)
    assert (again.counts(), again.lengths()) == ({"pending": 1}, {})
    again.close()


def test_a_ledger_refuses_other_answers(path: Path) -> None:
    Ledger(path, "replay:abc").close()
    with pytest.raises(OutputError, match=r"made from a recording .* the live network; use another OUTPUT_DIR"):
        Ledger(path, "live")
    Ledger(path, "replay:abc").close()


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


def test_a_file_that_is_no_ledger_is_refused_and_left_alone(path: Path) -> None:
    path.write_bytes(b"something else entirely, and long enough to be looked at" * 20)
    with pytest.raises(OutputError, match="not a ledger"):
        Ledger(path)
    assert path.read_bytes().startswith(b"something else")


def test_a_foreign_database_is_refused(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE notes (text)")
    db.close()
    with pytest.raises(OutputError, match="ledger"):
        Ledger(path)


def test_a_second_process_is_refused_while_the_first_lives(path: Path) -> None:
    program = f"from pathlib import Path\nfrom crawler.ledger import Ledger\nLedger(Path({str(path)!r})).close()"
    command = [sys.executable, "-c", program]
    ledger = Ledger(path)
    second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "another crawl is writing there" in second.stderr
    ledger.close()
    third = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert third.returncode == 0, third.stderr


def test_others_may_read_while_a_crawl_writes(ledger: Ledger, path: Path) -> None:
    ledger.add([found("1")])
    ledger.commit({})
    ledger.add([found("2")])
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    assert db.execute("SELECT count(*) FROM address").fetchone() == (1,)
    db.close()


def test_a_listing_that_was_read_for_headlines_is_a_bridge_all_the_same_once(ledger: Ledger) -> None:
    bridge = found("", kind="bridge", tier=Tier.BRIDGE, depth=1, seed="000")
    listing = found("", kind="listing", tier=Tier.START)
    ledger.add([listing])
    ledger.end(leased(ledger))
    ledger.add([bridge])
    ledger.add([listing])  # as a crawl that goes on does
    lease = leased(ledger)
    assert (lease.kind, lease.depth, lease.seed) == ("bridge", 1, "000")
    ledger.end(lease, "listing")
    ledger.add([bridge])
    assert ledger.queue.lease() is None


def test_a_shape_that_yields_nothing_any_more_is_left_alone(path: Path) -> None:
    ledger = Ledger(path, bridges=1000)
    ledger.add([found(f"tag/{n}x", kind="bridge", tier=Tier.BRIDGE) for n in range(100)] + [found("section/x")])
    told = []
    while lease := ledger.queue.lease():
        is_section = "section" in lease.url
        told.append(ledger.end(lease, None if is_section else "listing", is_record=is_section))
    assert [one for one in told if one is not None] == ["a.example/tag/*"]
    assert len(told) == BARREN[Tier.BRIDGE] + 2
    assert ledger.add([found("tag/later", kind="bridge", tier=Tier.BRIDGE)]) == 0
    ledger.commit({})
    ledger.close()
    again = Ledger(path, bridges=1000)
    again.add([found("tag/later2", kind="bridge", tier=Tier.BRIDGE)])
    assert again.queue.lease() is None
    again.add([found("tag/later2")])  # an article's link says that it is more than a bridge
    assert leased(again).kind == "article"
    again.close()


def test_a_shape_that_has_given_much_may_be_barren_for_longer(ledger: Ledger) -> None:
    ledger.add([found(f"news/{n}") for n in range(200)])
    for n in range(60):
        ledger.end(leased(ledger), is_record=n < 30)
    assert len(drained(ledger)) == 51  # 30 records let it go on for 50 + 30 pages; 30 were barren


def test_new_shapes_without_end_end_with_the_outlet(ledger: Ledger) -> None:
    names = [f"{first}/{second}" for first in words(26) for second in words(26)]
    ledger.add([found(f"{name}/x") for name in names])
    assert len(drained(ledger)) == OUTLET_BARREN + 1


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


def test_dead_links_and_what_an_editor_linked_are_no_template(path: Path) -> None:
    ledger = Ledger(path)
    ledger.add([found(f"news/{n}") for n in range(70)] + [found("news/last")])
    while lease := ledger.queue.lease():
        ledger.end(lease, "http_error")
    assert ledger.counts() == {"refused": 71}
    ledger.add([found(f"video/{n}", vouched=n > 60) for n in range(70)])
    number = 0
    while lease := ledger.queue.lease():
        ledger.end(lease, "empty")
        number += 1
    assert number == BARREN[Tier.ARTICLE] + 1 + 9
    ledger.add([found(f"video/{1000 + n}", vouched=True) for n in range(500)])
    assert len([lease for lease in iter(ledger.queue.lease, None) if ledger.end(lease, "empty") or True]) < 300
    ledger.close()


def test_a_run_for_one_outlet_leaves_the_others_waiting(ledger: Ledger) -> None:
    ledger.add([found("1"), found("1", "b.example")])
    ledger.queue.restrict(["b.example"])
    ledger.add([found("2"), found("2", "b.example")])
    assert ledger.pending() == 2
    assert drained(ledger) == ["1", "2"]
    assert not ledger.queue.has_pending()
    assert ledger.counts() == {"done": 2, "pending": 2}


def test_what_was_too_old_waits_again_when_an_earlier_day_is_wanted(ledger: Ledger) -> None:
    ledger.rounds.set_first_day("2025-06-01")
    ledger.add([found("1")])
    ledger.end(leased(ledger), "too_old")
    ledger.rounds.set_first_day("2025-06-01")
    assert ledger.counts() == {"refused": 1}
    ledger.rounds.set_first_day("")
    assert ledger.counts() == {"pending": 1}
