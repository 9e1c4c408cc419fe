"""What the links of one page cost the crawler's own process, whatever they look like: it has no time limit there."""

from __future__ import annotations

import time
from itertools import product
from string import ascii_lowercase
from typing import Any

import pytest

from cleaners.links import MAX_LINKS
from crawler.outlets import Outlet, general_outlet, load_outlets, outlet
from crawler.pages.outlinks import MAX_LINKED_BYTES, edges_of, links_to_follow, outlinks_of
from crawler.urls import MAX_FIELDS, MAX_LETTERS, canonicalize, split
from crawler.urls.address_shape import address_shape
from tests.tools.outlinks import LEASE

SECONDS = 4.0
"""Of processor time; 0.1 to 0.4 are taken on an idle machine, where each of the defects took 20 to 200."""
PAIRS = ["".join(pair) for pair in product(ascii_lowercase, repeat=2)]
SHAPES = {
    "plain": "/world/2025/3/19/some-slug-of-words",
    "letters": "/" + "ا-ب" * 110,
    "encoded": "/" + "%d8%a7" * 315,
    "signs": "/" + "%41%25/" * 270,
    "fields": "/?" + "&".join(PAIRS[:640]),
    "encoded fields": "/?" + "&".join(f"a{n}=" + "%7e" * 8 for n in range(MAX_FIELDS - 2)),
    "amp": "/" + "amp/" * 470,
    "up and down": "/" + "a/" * 380 + "../" * 380,
    "parts": "/" + "/".join(PAIRS[:620]),
    "words": "/2025/" + "a-" * 950,
    "numbers": "/" + "-11111" * 300,
}


def links_of(shape: str, host: str = "a.example", number: int = MAX_LINKS) -> list[dict[str, Any]]:
    return [{"url": f"https://{host}/{n}{SHAPES[shape]}", "kind": "related", "text": "خبر"} for n in range(number)]


def follow(links: list[dict[str, Any]], of: Outlet) -> None:
    """What a crawl asks of each link: for its words, its place in the ledger, and its edge."""
    for link in links:
        if of.owns(link["url"]) and of.is_article(link["url"]):
            of.canonicalize(link["url"])
    for found in outlinks_of(links, of, LEASE):
        address_shape(found.canonical)
    edges_of(LEASE.canonical, links, of)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("domain", [None, "almayadeen.net"])
def test_the_links_of_a_page_take_no_longer_than_others(shape: str, domain: str | None) -> None:
    of = load_outlets()[domain] if domain else general_outlet("https://a.example/")
    links = links_of(shape, of.canonical_host or "a.example")
    begun = time.process_time()
    follow(links_to_follow(links), of)
    assert time.process_time() - begun < SECONDS


def test_each_address_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(outlet, "classify_address", lambda url: asked.append(url) or (True, ""))
    follow(links_of("plain", "once.example", 300), general_outlet("https://once.example/"))
    assert len(asked) == len(set(asked)) == 300


@pytest.mark.parametrize("letters", [1200, MAX_LETTERS - len("https://a.example/")])
def test_long_slugs_are_addresses(letters: int) -> None:
    slug = ("%D8%A7" * letters)[: letters // 6 * 6]
    assert canonicalize(f"https://a.example/{slug}") == f"https://a.example/{slug}"


@pytest.mark.parametrize(
    "path",
    [
        "a" * (MAX_LETTERS + 1),
        "ا" * (MAX_LETTERS // 6 + 1),
        "%" * (MAX_LETTERS // 3 + 1),
        "?" + "&".join(f"a{n}" for n in range(MAX_FIELDS + 1)),
    ],
    ids=["letters", "Arabic letters", "signs", "fields"],
)
def test_what_is_longer_than_any_address_is_none(path: str) -> None:
    assert split(f"https://a.example/{path}") is None
    assert canonicalize(f"https://a.example/{path}") == ""
    assert not general_outlet("https://a.example/").owns(f"https://a.example/{path}")


def test_of_too_many_letters_the_surest_links_are_followed() -> None:
    some = [{"url": f"https://a.example/{n}", "kind": "menu", "text": ""} for n in range(MAX_LINKS)]
    assert links_to_follow(some) == some
    many = [one | {"url": one["url"] + "x" * 400} for one in some]
    many[-1] = many[-1] | {"kind": "related"}
    followed = links_to_follow(many)
    assert followed[0] == many[-1]
    assert MAX_LINKED_BYTES * 0.99 < sum(len(one["url"]) for one in followed) <= MAX_LINKED_BYTES
