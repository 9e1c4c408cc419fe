"""Feeds and sitemaps: a folder a case, and how much of one is read."""

from __future__ import annotations

import gzip
import time
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import (
    SitemapPage,
    certainly_before,
    read_feed,
    read_sitemap,
)
from crawler.discovery.read_announcing import MAX_ARTICLES, MAX_TITLE, read_announcing
from crawler.discovery.xml import MAX_BYTES, decompress

CASES = sorted(path.parent for path in Path(__file__).parent.glob("cases/*/source.toml"))
URL = "https://outlet.example/x"


def found(case: Path) -> list[tuple[str, ...]]:
    source = tomllib.loads((case / "source.toml").read_text(encoding="utf-8"))
    body, url = (case / "response.xml").read_bytes(), source["url"]
    if source["kind"] == "feed":
        announced, sitemaps = read_feed(body, url), []
    else:
        page = read_sitemap(body, url)
        announced, sitemaps = page.articles, page.sitemaps
    lines = [(one.url, one.title or "-", one.published or "-") for one in announced]
    return [*lines, *(("sitemap", one) for one in sitemaps)]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case(case: Path) -> None:
    expected = (case / "expected.txt").read_text(encoding="utf-8").splitlines()
    started = time.perf_counter()
    assert found(case) == [tuple(line.split("\t")) for line in expected]
    assert time.perf_counter() - started < 2


def test_there_are_cases() -> None:
    assert len(CASES) >= 12


SITEMAP = b"<urlset><url><loc>https://outlet.example/a</loc></url></urlset>"


@pytest.mark.parametrize("parts", [[SITEMAP], [SITEMAP[:20], SITEMAP[20:]]])
def test_gzip_is_known_by_its_first_bytes(parts: list[bytes]) -> None:
    body = b"".join(gzip.compress(part) for part in parts)
    assert [one.url for one in read_sitemap(body, URL).articles] == ["https://outlet.example/a"]


def test_a_cut_gzip_gives_what_is_there() -> None:
    body = b"<urlset>" + b"".join(b"<url><loc>https://outlet.example/%d</loc></url>" % n for n in range(5000))
    whole = gzip.compress(body)
    articles = read_sitemap(whole[: len(whole) // 2], URL).articles
    assert 100 < len(articles) < 5000


def test_a_gzip_bomb_is_refused() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * (MAX_BYTES + 1), 1)
    assert len(bomb) < MAX_BYTES / 50
    assert decompress(bomb) is None
    assert read_sitemap(bomb, URL).articles == []


def test_decompression_stops_at_the_limit() -> None:
    assert decompress(gzip.compress(b"x" * 100), limit=100) == b"x" * 100
    assert decompress(gzip.compress(b"x" * 101), limit=100) is None
    assert decompress(b"x" * 101, limit=100) is None


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: f"<rss><item>{text}".encode()))
def test_any_bytes_are_accepted(body: bytes) -> None:
    read_feed(body, URL)
    read_sitemap(body, URL)


BEFORE = [
    ("2025-03-18", True),
    ("2025-03-19", False),
    ("2025-03-18T23:59:59", True),
    ("2025-03-18T09:59:59+00:00", True),
    ("2025-03-18T10:00:00+00:00", False),  # 19 March at UTC+14
    ("2025-03-18T12:30:00+03:00", True),
    ("2026-01-01", False),
    ("nonsense", False),
    ("", False),
    (None, False),
    ("9999-12-31T23:59:59+00:00", False),
]


@pytest.mark.parametrize(("published", "before"), BEFORE)
def test_what_is_certainly_older_than_a_day(published: str | None, before: bool) -> None:
    assert certainly_before(published, date(2025, 3, 19)) is before


def test_a_plain_list_is_a_sitemap() -> None:
    body = "\ufeffhttps://outlet.example/a\r\nhttps://outlet.example/موسم\n\nhttps://outlet.example/a\n".encode()
    expected = ["https://outlet.example/a", "https://outlet.example/موسم"]
    assert [one.url for one in read_sitemap(body, URL).articles] == expected
    assert [one.url for one in read_sitemap(gzip.compress(body), URL).articles] == expected
    assert read_sitemap(b"https://outlet.example/a is down\n", URL).articles == []


def index(*entries: tuple[str, str | None]) -> SitemapPage:
    lines = [
        f"<sitemap><loc>https://outlet.example/{name}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</sitemap>"
        for name, day in entries
    ]
    return read_sitemap(f"<sitemapindex>{''.join(lines)}</sitemapindex>".encode(), URL)


def names(urls: list[str]) -> list[str]:
    return [url.rpartition("/")[2] for url in urls]


def test_sitemaps_of_an_index_come_newest_first() -> None:
    dated = index(
        ("a.xml", "2025-01-01"), ("b.xml", "2025-03-19T10:00:00+02:00"), ("c.xml", None), ("d.xml", "2024-01-01")
    )
    assert names(dated.newest()) == ["b.xml", "a.xml", "d.xml", "c.xml"]
    assert names(dated.newest(date(2025, 1, 1))) == ["b.xml", "a.xml", "c.xml"]
    assert names(dated.newest(most=1)) == ["b.xml"]
    months = index(("sitemap-2024-9.xml", None), ("sitemap-2024-12.xml", None), ("sitemap-2025-1.xml", None))
    assert names(months.newest()) == ["sitemap-2025-1.xml", "sitemap-2024-12.xml", "sitemap-2024-9.xml"]


def test_sitemaps_of_tags_and_authors_come_last() -> None:
    mixed = index(
        ("author-sitemap.xml", "2026-01-01"),
        ("post-sitemap1.xml", "2025-01-01"),
        ("wp-sitemap-taxonomies-category-1.xml", None),
        ("post_tag-sitemap3.xml", "2026-01-01"),
        ("wp-sitemap-users-1.xml", None),
        ("wp-sitemap-posts-page-1.xml", None),
        ("wp-sitemap-posts-post-1.xml", None),
        ("wp-sitemap-posts-post-2.xml", None),
    )
    assert names(mixed.newest(most=3)) == [
        "post-sitemap1.xml",
        "wp-sitemap-posts-post-2.xml",
        "wp-sitemap-posts-post-1.xml",
    ]
    assert len(mixed.newest()) == 8


@pytest.mark.parametrize(
    "place",
    [
        "<\udca0>",
        "<a\udced\udca0\udc80>x</a>",
        "<url \udced\udca0\udc80='1'>",
        "<url>\udced\udca0\udc80</url>",
        "<url>&#xd800;&#x0DFFF;&#55296;</url>",
        "<url><loc><![CDATA[\x08&#xd800;]]></loc></url>",
        "<url a='&#57343;'/>",
        "<url xmlns='&#xdabc;'/>",
    ],
)
def test_half_a_surrogate_is_no_fault(place: str) -> None:
    body = f"<urlset>{place}<url><loc>https://outlet.example/a</loc></url></urlset>".encode("utf-8", "surrogateescape")
    read_sitemap(body, URL)
    read_feed(body, URL)
    read_sitemap(body.decode("utf-8", "replace").encode("utf-16"), URL)


def announced(body: bytes, kind: str) -> Any:
    return read_announcing(
        body, kind=kind, url="https://a.example/x", content_type="", total_pages="", since=None, is_general=False
    )["articles"]


def test_of_an_announcing_page_a_bounded_part_is_given() -> None:
    rows = "".join(f"<url><loc>https://a.example/{n}</loc></url>" for n in range(MAX_ARTICLES + 10))
    assert len(announced(f"<urlset>{rows}</urlset>".encode(), "sitemap")) == MAX_ARTICLES
    items = (
        f"<link>https://a.example/1</link><title>{'x' * 9999}</title>",
        f"<link>https://a.example/{'2' * 9999}</link>",
    )
    long = f"<rss>{''.join(f'<item>{item}</item>' for item in items)}</rss>"
    ((url, title, _),) = announced(long.encode(), "feed")
    assert url == "https://a.example/1"
    assert len(title) == MAX_TITLE
