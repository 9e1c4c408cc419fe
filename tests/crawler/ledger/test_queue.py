"""The queue: the order of leases, and one entry for an address in any spelling."""

from __future__ import annotations

from pathlib import Path

from crawler.ledger import Ledger
from crawler.ledger.lease import Tier
from tests.tools.ledgers import drained, found, leased


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
    assert ledger.duplicates.namesake(second, "https://a.example/0", "a title") == "https://a.example/1"
    assert ledger.duplicates.namesake(second, "https://a.example/0", "another") is None
    assert ledger.duplicates.namesake(second, "https://a.example/9", "a title") is None


def test_an_address_that_a_page_only_names_is_fetched_once_a_link_leads_to_it(ledger: Ledger) -> None:
    ledger.add([found("1")])
    first = leased(ledger)
    assert not ledger.duplicates.name(first, "https://a.example/2")
    assert not ledger.duplicates.name(first, "https://a.example/3")
    ledger.end(first)
    assert ledger.known("https://a.example/2") is None
    assert ledger.add([found("2/"), found("1")]) == 1
    second = leased(ledger)
    assert second.canonical == "https://a.example/2"
    assert ledger.duplicates.claim(second, "https://a.example/3", "https://a.example/3")  # a redirect leads there
    ledger.end(second)
    assert not ledger.duplicates.claim(first, "https://a.example/3", "https://a.example/3")
    assert ledger.add([found("3")]) == 0


def test_a_name_ends_with_a_lease_that_is_put_back(ledger: Ledger) -> None:
    ledger.add([found("1")])
    ledger.duplicates.name(leased(ledger), "https://a.example/2")
    ledger.queue.release()
    assert ledger.counts() == {"pending": 1}


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


def test_a_run_for_one_outlet_leaves_the_others_waiting(ledger: Ledger) -> None:
    ledger.add([found("1"), found("1", "b.example")])
    ledger.queue.restrict(["b.example"])
    ledger.add([found("2"), found("2", "b.example")])
    assert ledger.pending() == 2
    assert drained(ledger) == ["1", "2"]
    assert not ledger.queue.has_pending()
    assert ledger.counts() == {"done": 2, "pending": 2}


def test_an_outlet_whose_page_is_there_may_be_asked_again(ledger: Ledger) -> None:
    ledger.add([found(name) for name in "123"])
    first = leased(ledger)
    ledger.queue.answered(first)
    second = leased(ledger)
    assert ledger.queue.lease() is None
    ledger.end(first)
    assert ledger.queue.lease() is None
    ledger.queue.answered(second)
    ledger.end(second)
    assert leased(ledger).url == "https://a.example/3"


def test_nothing_is_leased_while_enough_pages_wait_to_be_read(ledger: Ledger) -> None:
    ledger.add([found(name, outlet) for outlet in ("a.example", "b.example", "c.example") for name in "12"])
    ledger.queue.most_unread = 2
    first, second = leased(ledger), leased(ledger)
    for lease in (first, second):
        ledger.queue.answered(lease)
    assert ledger.queue.lease() is None
    assert ledger.queue.has_pending()
    ledger.queue.put_back(first)
    assert leased(ledger).outlet == "c.example"


def test_a_hub_page_waits_until_the_articles_before_it_have_been_read(ledger: Ledger) -> None:
    ledger.add([found("1"), found("hub", tier=Tier.BRIDGE, kind="bridge")])
    first = leased(ledger)
    ledger.queue.answered(first)
    assert ledger.queue.lease() is None
    assert ledger.queue.has_pending()
    ledger.end(first, found=[found("2")])
    assert leased(ledger).url == "https://a.example/2"


def test_only_what_comes_next_in_any_case_is_leased_while_a_page_is_read(ledger: Ledger) -> None:
    """So the order is the same however long reading takes, and whenever a crawl is killed."""
    ledger.add(
        [found("1", depth=1, priority=1000), found("2", depth=1, priority=1003), found("3", depth=2, priority=2000)]
    )
    first = leased(ledger)
    ledger.queue.answered(first, 2000)
    second = leased(ledger)
    assert second.url == "https://a.example/2"
    ledger.queue.answered(second, 2000)
    assert ledger.queue.lease() is None
    ledger.end(second, found=[found("4", depth=2, priority=2000)])
    assert ledger.queue.lease() is None
    ledger.end(first)
    assert leased(ledger).url == "https://a.example/3"


def test_a_link_beside_an_address_does_not_change_its_spelling(ledger: Ledger) -> None:
    tracked = {"url": "https://a.example/x?utm_source=a", "canonical": "https://a.example/x"}
    ledger.add([found("", depth=2, **tracked)])
    ledger.add([found("x", depth=3)])
    ledger.add([found("y", depth=3)])
    first = leased(ledger)
    assert first.url == "https://a.example/x?utm_source=a"
    ledger.end(first)
    ledger.add([found("", depth=3, url="https://a.example/z?utm_source=a", canonical="https://a.example/z")])
    ledger.add([found("z", depth=3)])
    assert drained(ledger) == ["y", "z"]
    ledger.add(
        [found("", depth=2, url="https://a.example/h?utm_source=a", canonical="https://a.example/h", tier=Tier.BRIDGE)]
    )
    ledger.add([found("h", depth=3, tier=Tier.BRIDGE)])
    assert drained(ledger) == ["h"]


def test_as_many_leases_without_an_answer_as_the_setting_says(ledger: Ledger) -> None:
    ledger.add([found(name) for name in "1234"])
    ledger.queue.at_once = 2
    first, _ = leased(ledger), leased(ledger)
    assert ledger.queue.lease() is None
    ledger.queue.answered(first)
    leased(ledger)
    assert ledger.queue.lease() is None
    ledger.queue.release()
    assert ledger.counts() == {"pending": 4}
    leased(ledger)


def test_known_addresses_cost_one_statement_together(ledger: Ledger) -> None:
    known = [found(str(number)) for number in range(50)]
    ledger.add(known)
    for _ in known:
        ledger.end(leased(ledger))
    statements: list[str] = []
    ledger._db.set_trace_callback(statements.append)
    ledger.add(known)
    ledger._db.set_trace_callback(None)
    assert len(statements) == 1


def test_two_spellings_in_one_batch_are_one_address(ledger: Ledger) -> None:
    assert ledger.add([found("1/"), found("1"), found("2"), found("2/"), found("2")]) == 2
    assert ledger.counts() == {"pending": 2}


def test_a_page_that_was_read_holds_nothing_up_though_its_lease_is_open(ledger: Ledger) -> None:
    ledger.add([found("1"), found("hub", tier=Tier.BRIDGE, kind="bridge")])
    ledger.queue.most_unread = 1
    lost = leased(ledger)
    ledger.queue.answered(lost)
    assert ledger.queue.lease() is None
    ledger.queue.read(lost)
    ledger.end(leased(ledger))
    assert ledger.queue.lease() is None
    assert not ledger.queue.has_pending()
    assert list(ledger.queue.open_leases) == [lost.id]
