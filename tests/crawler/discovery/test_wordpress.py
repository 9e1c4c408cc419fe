"""WordPress's REST collection of posts: what it announces, and where it ends."""

from __future__ import annotations

import gzip
import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import Announced, next_posts, posts_page, read_posts

URL = "https://outlet.example/wp-json/wp/v2/posts"
POST = {
    "link": "https://outlet.example/bridge/",
    "title": {"rendered": "افتتاح &#8220;جسر النهر&#8221; <em>أمام</em> المارة"},
    "date_gmt": "2025-03-19T08:30:00",
    "date": "2025-03-19T10:30:00",
}
READ = Announced("https://outlet.example/bridge/", "افتتاح “جسر النهر” أمام المارة", "2025-03-19T08:30:00+00:00")

BODIES = [
    (json.dumps([POST]).encode(), [READ]),
    (json.dumps([POST], ensure_ascii=False).encode(), [READ]),
    (json.dumps([POST, POST]).encode(), [READ]),
    (gzip.compress(json.dumps([POST]).encode()), [READ]),
    (b"\xef\xbb\xbf\n" + json.dumps([POST]).encode(), [READ]),
    (
        b"<br />\n<b>Notice</b>: Undefined index in x.php [8]<br />"
        + json.dumps([POST]).encode()
        + b"\n<!-- cached -->",
        [READ],
    ),
    (json.dumps([{"url": "/a", "title": "نتيجة بحث"}]).encode(), [Announced("https://outlet.example/a", "نتيجة بحث")]),
    (
        json.dumps([{"link": "/a", "date": "2025-03-19T10:30:00"}]).encode(),
        [Announced("https://outlet.example/a", None, "2025-03-19T10:30:00")],
    ),
    (json.dumps([{"link": "/a", "date_gmt": "0000-00-00T00:00:00"}]).encode(), [Announced("https://outlet.example/a")]),
    (json.dumps([{"link": 3}, {"link": "mailto:x"}, {}, None, 7, "x", [POST]]).encode(), []),
    (json.dumps({"code": "rest_post_invalid_page_number"}).encode(), []),
    (b"<html>403</html>", []),
    (b"[" * 100_000, []),
    (b'[{"link": "https://outlet.example/a"', []),
    (b"", []),
]


@pytest.mark.parametrize(("body", "expected"), BODIES)
def test_posts(body: bytes, expected: list[Announced]) -> None:
    assert read_posts(body, URL) == expected


def test_addresses_of_pages() -> None:
    asked = parse_qs(urlsplit(posts_page(URL)).query)
    assert (asked["per_page"], asked["page"]) == (["100"], ["1"])
    assert asked["_fields"] == ["link,title,date_gmt,modified_gmt"]
    asked = parse_qs(
        urlsplit(posts_page(URL + "?lang=ar&page=9", 3, search="قمة & مناخ", since=date(2025, 3, 1))).query
    )
    assert (asked["lang"], asked["page"], asked["search"]) == (["ar"], ["3"], ["قمة & مناخ"])
    assert asked["after"] == ["2025-03-01T00:00:00"]


ENDS = [
    (1, 100, "3", True),
    (2, 100, "3", True),
    (3, 100, "3", False),
    (1, 100, None, True),
    (1, 0, None, False),
    (1, 100, "nonsense", True),
    (1, 100, "٣", True),
    (1, 100, "-1", True),
    (200, 100, "999999", False),
    (199, 100, "99999999999999", True),
]


@pytest.mark.parametrize(("page", "found", "total", "goes_on"), ENDS)
def test_the_collection_ends(page: int, found: int, total: str | None, goes_on: bool) -> None:
    after = next_posts(posts_page(URL, page, search="مالي"), found, total)
    assert after == (posts_page(URL, page + 1, search="مالي") if goes_on else None)


@pytest.mark.parametrize("url", [URL + "?page=x", URL + "?page=-3", URL + "?page=0"])
def test_a_page_that_is_no_number_ends_it(url: str) -> None:
    assert next_posts(url, 100, "9") is None


@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.text(max_size=9) | st.integers(), st.lists).map(lambda x: json.dumps(x).encode())
)
def test_any_bytes_are_accepted(body: bytes) -> None:
    read_posts(body, URL)


@given(st.text(max_size=40), st.text(max_size=12))
def test_any_address_and_header_are_accepted(url: str, total: str) -> None:
    next_posts(url, 1, total)
