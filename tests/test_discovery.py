"""Feeds and sitemaps: a folder a case, and what a headline finds in them."""

from __future__ import annotations

import gzip
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import Announced, match_headline, read_feed, read_sitemap
from crawler.discovery.xml import MAX_BYTES, decompress

CASES = sorted(path.parent for path in Path(__file__).parent.glob("discovery/*/source.toml"))
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


@pytest.mark.parametrize("body", [gzip.compress(SITEMAP), gzip.compress(SITEMAP[:20]) + gzip.compress(SITEMAP[20:])])
def test_gzip_is_known_by_its_first_bytes(body: bytes) -> None:
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


LEAD = "بوتين: العلاقات بين روسيا وإيران تتطور بشكل إيجابي"
OTHER = "وزير الصناعة الروسي: التبادل التجاري مع الإمارات تجاوز 9 مليارات دولار"


def titled(title: str | None, url: str = "https://outlet.example/1") -> Announced:
    return Announced(url, title)


@pytest.mark.parametrize(
    "title",
    [
        LEAD,
        "بوتين : العلاقات بين روسيا وايران تتطور بشكل ايجابى",
        "بُوتين: العَلاقات بين روسيا وإيران تتطور بشكلٍ إيجابي - عرب خبر",
    ],
)
def test_a_headline_is_found_by_its_title(title: str) -> None:
    (match,) = match_headline([OTHER, LEAD], [titled(title)])
    assert (match.lead, match.witness) == (LEAD, "title")
    assert match.score >= 0.75


@pytest.mark.parametrize(
    "title",
    ["بوتين: علاقات روسيا وإندونيسيا تتطور بشكل جيد", "العلاقات بين روسيا وإيران", "", None],
)
def test_another_headline_is_not(title: str | None) -> None:
    assert match_headline([LEAD], [titled(title)]) == []


def test_the_slug_is_the_weaker_witness() -> None:
    slug = titled(None, "https://outlet.example/news/1672120/بوتين-العلاقات-بين-روسيا-وإيران-تتط.html")
    title = titled(LEAD, "https://outlet.example/2")
    matches = match_headline([LEAD], [slug, title, slug])
    assert [(match.announced, match.witness) for match in matches] == [(title, "title"), (slug, "slug")]


def test_a_short_slug_or_lead_proves_nothing() -> None:
    assert match_headline([LEAD], [titled(None, "https://outlet.example/روسيا-وإيران")]) == []
    assert match_headline(["اقرأ المزيد"], [titled("اقرأ المزيد")]) == []


def test_percent_encoded_slugs_are_read() -> None:
    url = "https://outlet.example/%d8%a8%d9%88%d8%aa%d9%8a%d9%86-%d8%a7%d9%84%d8%b9%d9%84%d8%a7%d9%82%d8%a7%d8%aa-%d8%a8%d9%8a%d9%86-%d8%b1%d9%88%d8%b3%d9%8a%d8%a7/"
    assert [match.witness for match in match_headline([LEAD], [titled(None, url)])] == ["slug"]
