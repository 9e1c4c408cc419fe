"""What a page means for the crawl, where its opt-outs, its kind and its canonical address meet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crawler.ledger import Ledger
from crawler.ledger.lease import Found, Lease
from crawler.ledger.outcome import Outcome, Visit, outcome_of
from crawler.optout.directives import OptOuts
from crawler.outlets import Outlet, general_outlet
from crawler.pages.decide import decide, listing_rule, plausible_canonical
from tests.tools.outlinks import LEASE, OUTLET
from tests.tools.stub_cleaner import read_page

URL = "https://a.example/news/10001"
LINK = b'<p>%s</p><a class="related" href="/news/10002">To</a>'


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with closing(Ledger(tmp_path / "ledger.sqlite")) as ledger:
        yield ledger


def judged(ledger: Ledger, text: bytes = b"Text.", kind: str = "article", **opt_outs: Any) -> Outcome:
    ledger.add([Found(URL, URL, "a.example", kind)])
    lease = ledger.queue.lease()
    assert isinstance(lease, Lease)
    reading = read_page(LINK % text, URL, "2026-11-22T05:00:00Z", "text/html")
    visit = Visit(lease, URL, "2026-11-22T05:00:00Z", 200)
    finding = decide(reading, visit, general_outlet(URL), ledger.duplicates, opt_outs=OptOuts(**opt_outs))
    return outcome_of(visit, finding)


def test_a_record_says_what_did_not_forbid_it(ledger: Ledger) -> None:
    outcome = judged(ledger, robots=("noarchive",), tdm_reservation=0, tdm_from="file")
    assert outcome.record is not None
    told = {"robots": ["noarchive"], "tdm_reservation": 0, "tdm_policy": None, "tdm_from": "file"}
    assert outcome.record["opt_outs"] == told


@pytest.mark.parametrize(
    ("opt_outs", "detail", "links"),
    [
        ({"robots": ("noai",)}, "noai", 1),
        ({"robots": ("none",)}, "none", 0),
        ({"tdm_reservation": 1}, "tdm-reservation", 1),
    ],
)
def test_an_opt_out_refuses_the_page_and_not_always_its_links(
    ledger: Ledger, opt_outs: dict[str, Any], detail: str, links: int
) -> None:
    outcome = judged(ledger, **opt_outs)
    assert outcome.rejection is not None
    assert (outcome.rejection["reason"], outcome.rejection["detail"]) == ("opt_out", detail)
    assert len(outcome.found) == links


def test_a_listing_says_which_rule_took_it_for_one(ledger: Ledger) -> None:
    lease = Lease(1, URL, URL, "a.example", "page", None, 0)
    visit, outlet, reading = (
        Visit(lease, URL, "2026-11-22T05:00:00Z"),
        general_outlet(URL),
        read_page(LINK % b"", URL, "", ""),
    )
    assert listing_rule(reading, visit, outlet) is None
    reading["article"] |= {"reason": "listing", "text": "Two words"}
    assert listing_rule(reading, visit, outlet) == "2 words of text, 0 related headlines"
    reading["static"] = True
    assert listing_rule(reading, visit, outlet) == "its CMS calls it a page, not an article"


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("/author/salma", "section word 'author'"),
        ("/", "home page"),
        ("/news/?page=3", "query field 'page'"),
        ("/tariff/", "other = '^/tariff/$' of a.example.toml"),
    ],
)
def test_a_hub_page_says_which_rule_takes_its_address_for_no_article_s(path: str, rule: str) -> None:
    url = f"https://a.example{path}"
    visit = Visit(Lease(1, url, url, "a.example", "bridge", None, 0), url, "2026-11-22T05:00:00Z")
    outlet = Outlet(domain="a.example", name="A", other=(re.compile("^/tariff/$"),))
    assert listing_rule({"article": {}}, visit, outlet) == f"hub page by its address: {rule}"


@pytest.mark.parametrize(("text", "reason"), [(b"Text.", "listing"), (b"BOT WALL", "bot_wall")])
def test_a_bot_wall_in_place_of_a_listing_is_seen(ledger: Ledger, text: bytes, reason: str) -> None:
    rejection = judged(ledger, text, "bridge").rejection
    assert rejection is not None
    assert rejection["reason"] == reason
    assert (rejection["detail"] is not None) == (reason == "listing")


def test_a_duplicate_stands_in_the_spelling_that_it_claims(ledger: Ledger) -> None:
    ledger.end(judged(ledger).lease, None, is_record=True)
    other = URL.replace("10001", "10003")
    ledger.add([Found(other, other, "a.example", "article")])
    lease = ledger.queue.lease()
    assert lease is not None
    own = f"{other}/"
    reading = read_page(LINK % b"Text.", other, "2026-11-22T05:00:00Z", "text/html") | {"canonical": own}
    visit = Visit(lease, other, "2026-11-22T05:00:00Z", 200)
    finding = decide(reading, visit, general_outlet(URL), ledger.duplicates, opt_outs=OptOuts())
    rejection = outcome_of(visit, finding).rejection
    assert rejection is not None
    assert (rejection["url"], rejection["detail"]) == (own, f"same text as {URL}")


@pytest.mark.parametrize(
    ("canonical", "believed"),
    [
        ("https://a.example/news/10002", "https://a.example/news/10002"),
        ("https://a.example/news/10001?utm_source=x", None),
        ("https://a.example/", None),
        ("https://a.example/category/x", None),
        ("https://b.example/news/10002", None),
        ("https://a.example/short", None),
        ("", None),
        (None, None),
    ],
)
def test_a_canonical_address_is_believed_when_it_may_be_an_article(canonical: str | None, believed: str | None) -> None:
    assert plausible_canonical(canonical, LEASE.canonical, OUTLET) == believed
