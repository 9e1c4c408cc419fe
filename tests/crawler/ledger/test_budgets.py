"""Budgets: of bridges, of shapes that yield nothing, of outlets."""

from __future__ import annotations

from pathlib import Path

from crawler.ledger import Ledger
from crawler.ledger.budgets import BARREN, OUTLET_BARREN
from crawler.ledger.lease import Found, Tier
from tests.tools.ledgers import drained, found, leased


def words(number: int) -> list[str]:
    """Words of letters only, as parts of addresses are."""
    return [chr(ord("a") + n) * 3 for n in range(number)]


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


def test_endless_subdomains_share_the_budgets_of_their_domain(ledger: Ledger) -> None:
    hosts = [f"https://h{number}.a.example/tag/x" for number in range(100)]
    ledger.add(Found(url, url, "a.example", "page", tier=Tier.ARTICLE) for url in hosts)
    assert len(drained(ledger)) == BARREN[Tier.ARTICLE] + 1


def test_a_shape_that_has_given_much_may_be_barren_for_longer(ledger: Ledger) -> None:
    ledger.add([found(f"news/{n}") for n in range(200)])
    for n in range(60):
        ledger.end(leased(ledger), is_record=n < 30)
    assert len(drained(ledger)) == 51  # 30 records let it go on for 50 + 30 pages; 30 were barren


def test_new_shapes_without_end_end_with_the_outlet(ledger: Ledger) -> None:
    names = [f"{first}/{second}" for first in words(26) for second in words(26)]
    ledger.add([found(f"{name}/x") for name in names])
    assert len(drained(ledger)) == OUTLET_BARREN + 1


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
