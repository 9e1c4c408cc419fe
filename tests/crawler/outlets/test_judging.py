"""An outlet judges the same in a cleaning process, and what was judged there is not worked out again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crawler.outlets import Outlet, general_outlet, load_outlets, outlet
from crawler.outlets.judging import Verdict, judge, packed, unpacked, verdict_on
from crawler.pages.outlinks import edges_of, links_of_edges, outlinks_of
from tests.tools.outlinks import LEASE

OUTLETS = [*load_outlets().values(), general_outlet("https://madina.example/")]
PATHS = ("news/2025/3/19/10002", "amp/news/10002.html", "tag/water", "about-us", "", "news/10002?page=2#top")


def links_on(one: Outlet) -> list[dict[str, Any]]:
    hosts = [one.canonical_host or one.domain, *one.aliases, *one.mirrors, f"www.{one.domain}", "other.example"]
    kinds = ("related", "menu", "body", "latest")
    urls = [f"https://{host}/{prefix}{path}" for host in hosts for prefix in ("", "arabic/") for path in PATHS]
    return [
        {"url": url, "kind": kinds[at % len(kinds)], "text": "خبر"}
        for at, url in enumerate([*urls, "mailto:a@b.example"])
    ]


@pytest.mark.parametrize("one", OUTLETS, ids=[one.domain for one in OUTLETS])
def test_a_packed_outlet_judges_as_itself(one: Outlet) -> None:
    links, other = links_on(one), unpacked(packed(one))
    assert [verdict_on(link, other) for link in links] == [verdict_on(link, one) for link in links]
    assert other.address_rule(links[0]["url"]) == one.address_rule(links[0]["url"])


@pytest.mark.parametrize(
    "one", OUTLETS[:: len(OUTLETS) // 6], ids=[one.domain for one in OUTLETS[:: len(OUTLETS) // 6]]
)
def test_judged_links_lead_where_the_others_lead(one: Outlet) -> None:
    links = links_on(one)
    reading = {"links": json.loads(json.dumps(links)), "article": None}
    judge(reading, one)
    sent = json.loads(json.dumps(reading))["links"]
    assert outlinks_of(sent, one, LEASE) == outlinks_of(links, one, LEASE)
    assert edges_of(LEASE.canonical, sent, one) == edges_of(LEASE.canonical, links, one)
    assert edges_of(LEASE.canonical, links_of_edges(sent, one), one) == edges_of(LEASE.canonical, links, one)


def test_what_was_judged_is_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError

    link = {
        "url": "https://madina.example/1",
        "kind": "related",
        "text": "",
        "verdict": ["https://b.example/", True, None],
    }
    monkeypatch.setattr(outlet, "canonicalize", fail)
    assert verdict_on(link, OUTLETS[-1]) == Verdict("https://b.example/", True, None)


def test_related_entries_get_their_canonical_address() -> None:
    urls = ("https://madina.example/news/1/amp/#top", "mailto:a@b.example", None)
    article = {"related": [{"title": "خبر", "url": url, "kind": "related"} for url in urls]}
    judge({"links": [], "article": article}, OUTLETS[-1])
    assert [one["canonical"] for one in article["related"]] == ["https://madina.example/news/1/", "", None]
