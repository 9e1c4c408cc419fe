"""Links of a page: which are kept, which are worth reading, and the edges between articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaners.data_files import DataFileError
from crawler.focus.priority import breadth
from crawler.pages.outlinks import edges_of, may_be_hub, outlinks_of, read_hub_limits
from tests.tools.outlinks import LEASE, OUTLET, link


def test_addresses_inherit_the_seed_and_lie_one_link_deeper() -> None:
    (found,) = outlinks_of([link("/news/10002#top")], OUTLET, LEASE)
    assert (found.seed, found.depth, found.kind) == ("000", 3, "article")
    assert found.url == found.canonical == "https://a.example/news/10002"


def test_each_address_once_by_its_best_link_in_its_plain_spelling() -> None:
    links = [link("/news/10002?utm_source=x"), link("/news/10002", "menu"), link("/news/10002/amp", "body")]
    for order in (links, links[::-1]):
        (found,) = outlinks_of(order, OUTLET, LEASE)
        assert (found.url, found.priority) == ("https://a.example/news/10002", breadth(3, 0))
    (found,) = outlinks_of([links[0], links[2]], OUTLET, LEASE)
    assert found.url == "https://a.example/news/10002?utm_source=x"


def test_an_unknown_key_of_the_limits_is_told_with_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "frontier.toml"
    path.write_text('nevr = ["feed"]\n', "utf-8")
    with pytest.raises(DataFileError, match=r"frontier\.toml: nevr: unknown key; did you mean 'never'\?"):
        read_hub_limits(path)


def test_links_off_the_outlet_and_junk_lead_nowhere() -> None:
    links = [link("https://b.example/news/10002"), link("https://[broken/"), link("mailto:a@a.example")]
    assert outlinks_of(links, OUTLET, LEASE) == ()


@pytest.mark.parametrize(
    ("url", "verdict"),
    [
        ("https://a.example/", True),
        ("https://a.example/category/x.html", True),
        ("https://a.example/?paged=2", True),
        ("https://a.example/feed/", False),
        ("https://a.example/?s=words", False),
        ("https://a.example/logo.png", False),
        ("https://a.example/wp-json/oembed", False),
        ("https://a.example/calendar?day=1", False),
    ],
)
def test_bridges_worth_reading(url: str, verdict: bool) -> None:
    assert may_be_hub(url) is verdict


def test_edges_go_to_articles_of_the_outlet_that_the_page_points_to() -> None:
    links = [
        link("/news/10002"),
        link("/news/10002", "latest"),
        link("/news/10001"),
        link("/news/10003", "menu"),
        link("/category/x", "related"),
        link("https://b.example/news/1", "inline"),
        link("/news/10004", "body"),
    ]
    edges = edges_of(LEASE.canonical, links, OUTLET)
    assert [(edge["to"].rpartition("/")[2], edge["kind"]) for edge in edges] == [
        ("10002", "related"),
        ("10004", "body"),
    ]
    assert edges[0]["anchor"] == "to /news/10002"
