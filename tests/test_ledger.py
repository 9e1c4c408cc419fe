from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.errors import OutputError
from crawler.ledger import Ledger
from crawler.ledger.lease import Found, Lease, Tier
from tests.loopback import ROOT


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
    while lease := ledger.lease():
        names.append(lease.url.rpartition("/")[2])
        ledger.end(lease)
    return names


def leased(ledger: Ledger) -> Lease:
    lease = ledger.lease()
    assert lease is not None
    return lease


def test_order_is_tier_then_depth_then_priority_then_insertion(ledger: Ledger) -> None:
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
    assert drained(ledger) == ["start", "first", "second", "other", "deep", "bridge"]


def test_one_open_lease_per_outlet_and_outlets_take_turns(ledger: Ledger) -> None:
    ledger.add([found(name, outlet) for outlet in ("a.example", "b.example") for name in ("1", "2")])
    first, second = leased(ledger), leased(ledger)
    assert {first.outlet, second.outlet} == {"a.example", "b.example"}
    assert ledger.lease() is None
    ledger.end(second)
    assert leased(ledger).outlet == second.outlet
    ledger.end(first)
    assert leased(ledger).outlet == first.outlet


def test_an_address_is_known_once_whatever_became_of_it(ledger: Ledger) -> None:
    assert ledger.add([found("1"), found("1"), found("2")]) == 2
    ledger.end(leased(ledger))
    ledger.end(leased(ledger), "http_error")
    assert ledger.add([found("1"), found("2")]) == 0
    assert ledger.lease() is None
    assert ledger.counts() == {"done": 1, "refused": 1}
    assert ledger.known("https://a.example/2") == "refused"


def test_a_pending_address_found_again_nearer_moves_up(ledger: Ledger) -> None:
    ledger.add([found("near", depth=2), found("far", depth=5, priority=4)])
    ledger.add([found("far", depth=1, priority=3), found("near", depth=4)])
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
    assert not ledger.has_pending()
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
    assert ledger.twins.claim(lease, lease.url, lease.canonical)
    assert ledger.twins.claim(lease, "https://a.example/2", "https://a.example/2")
    assert ledger.twins.claim(lease, "https://a.example/3", "https://a.example/3")
    ledger.end(lease, "stub")
    assert ledger.counts() == {"refused": 3}
    assert ledger.lease() is None


def test_an_address_that_another_page_bears_is_not_to_be_had(ledger: Ledger) -> None:
    ledger.add([found("1"), found("2")])
    first = leased(ledger)
    ledger.twins.remember(first, "https://a.example/1", "a title", "hash one")
    ledger.twins.claim(first, "https://a.example/0", "https://a.example/0")
    ledger.end(first)
    second = leased(ledger)
    assert not ledger.twins.claim(second, "https://a.example/0", "https://a.example/0")
    assert ledger.twins.title_key("https://a.example/0") == "a title"
    assert ledger.twins.title_key("https://a.example/9") is None


def test_a_text_is_remembered_once_per_outlet_until_its_page_is_refused(ledger: Ledger) -> None:
    ledger.add([found("1"), found("2"), found("3"), found("1", "b.example")])
    a1, b1 = leased(ledger), leased(ledger)
    assert ledger.twins.remember(a1, "https://a.example/one", "t", "hash") is None
    assert ledger.twins.remember(b1, "https://b.example/1", "t", "hash") is None
    ledger.end(a1)
    a2 = leased(ledger)
    assert ledger.twins.remember(a2, a2.url, "t", "hash") == "https://a.example/one"
    assert ledger.twins.remember(a2, a2.url, "t", "other") is None
    ledger.end(a2, "pipeline")
    assert ledger.twins.remember(leased(ledger), "https://a.example/3", "t", "other") is None


def test_what_was_not_committed_is_forgotten_and_leases_are_taken_back(path: Path) -> None:
    ledger = Ledger(path)
    ledger.add([found("1"), found("2")])
    lease = leased(ledger)
    ledger.twins.claim(lease, "https://a.example/2", "https://a.example/2")
    ledger.twins.remember(lease, lease.url, "t", "hash")
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
    assert ledger.twins.remember(leased(ledger), "https://a.example/2", "t", "hash") is None
    ledger.close()


def test_released_leases_are_pending_again(ledger: Ledger) -> None:
    ledger.add([found("1")])
    leased(ledger)
    assert not ledger.has_pending()
    ledger.release()
    assert ledger.has_pending()
    assert drained(ledger) == ["1"]


def test_an_address_is_known_with_and_without_its_final_slash(ledger: Ledger) -> None:
    assert ledger.add([found("x/", url="https://a.example/x/amp/"), found("x"), found("y?a=1"), found("y/?a=1")]) == 2
    lease = leased(ledger)
    assert (lease.url, lease.canonical) == ("https://a.example/x", "https://a.example/x/")
    assert ledger.twins.claim(lease, "https://a.example/x", "https://a.example/x")
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
    assert ledger.twins.is_waiting(lease, "https://a.example/2")
    assert ledger.twins.is_waiting(lease, "https://a.example/2/")
    assert not ledger.twins.is_waiting(lease, "https://a.example/1/")
    assert not ledger.twins.is_waiting(lease, "https://a.example/3")


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
    with pytest.raises(OutputError, match="recording"):
        Ledger(path, "replay:def")
    Ledger(path, "replay:abc").close()


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
    assert ledger.lease() is None
