"""Feeds and sitemaps: a folder a case, and what a headline finds in them."""

from __future__ import annotations

import gzip
import time
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import (
    Announced,
    SitemapPage,
    certainly_before,
    match_headline,
    read_feed,
    read_sitemap,
    search_queries,
)
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
    assert (match.headline, match.matched_by) == (LEAD, "title")
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
    assert [(match.announced, match.matched_by) for match in matches] == [(title, "title"), (slug, "slug")]


def test_a_short_slug_or_lead_proves_nothing() -> None:
    assert match_headline([LEAD], [titled(None, "https://outlet.example/روسيا-وإيران")]) == []
    assert match_headline(["اقرأ المزيد"], [titled("اقرأ المزيد")]) == []


def test_percent_encoded_slugs_are_read() -> None:
    url = "https://outlet.example/%d8%a8%d9%88%d8%aa%d9%8a%d9%86-%d8%a7%d9%84%d8%b9%d9%84%d8%a7%d9%82%d8%a7%d8%aa-%d8%a8%d9%8a%d9%86-%d8%b1%d9%88%d8%b3%d9%8a%d8%a7/"
    assert [match.matched_by for match in match_headline([LEAD], [titled(None, url)])] == ["slug"]


NEAR = [
    # Another name, number, place or end, or a word more inside.
    (
        "وزير الخارجية الروسي يبحث مع نظيره المصري تطورات الأوضاع في غزة",
        "وزير الخارجية الروسي يبحث مع نظيره القطري تطورات الأوضاع في غزة",
    ),
    ("زلزال بقوة 5 درجات يضرب سواحل اليابان الشرقية", "زلزال بقوة 6 درجات يضرب سواحل اليابان الشرقية"),
    ("مقتل 14 شخصا في انهيار مبنى وسط المدينة القديمة", "مقتل 15 شخصا في انهيار مبنى وسط المدينة القديمة"),
    ("وزير الدفاع الروسي يزور مالي لتعزيز التعاون العسكري", "وزير الدفاع الروسي يزور النيجر لتعزيز التعاون العسكري"),
    ("انطلاق أعمال قمة المناخ العربية في تونس", "انطلاق أعمال قمة المناخ العربية في عمّان"),
    ("صدامات بين متظاهرين والشرطة في شمال البلاد أمس", "صدامات جديدة بين متظاهرين والشرطة في شمال البلاد أمس"),
    ("ملخص أخبار الأسبوع في الاقتصاد", "ملخص أخبار الأسبوع في الاقتصاد 2"),
]


@pytest.mark.parametrize(("lead", "title"), NEAR)
def test_a_near_headline_is_another(lead: str, title: str) -> None:
    slug = "https://outlet.example/" + title.replace(" ", "-")
    assert match_headline([lead], [titled(title), titled(None, slug)]) == []
    assert match_headline([title], [titled(lead)]) == []


SAME = [
    ("وزير الدفاع الروسي يزور مالي لتعزيز التعاون", "عاجل.. وزير الدفاع الروسي يزور مالي لتعزيز التعاون"),
    ("وزير الدفاع الروسي يزور مالي لتعزيز التعاون", "وزير الدفاع الروسي يزور مالي لتعزيز التعاون | أخبار اليوم"),
    ("وزير الدفاع الروسي يزور مالي لتعزيز التعاون", "وزير الدفاع الروسيّ يزور مالي لتعزيز التعاون"),
    ("لافروف يصل إلى مالي لتوسيع التعاون الاقتصادي", "لافروف يصل الى مالى لتوسيع تعاون اقتصادي"),
    ("قمة المناخ في تونس: العرب يبحثون الجفاف والمياه", "قمة المناخ تونس.. العرب يبحثون الجفاف والمياه"),
    ("وزير الدفاع الروسي يزور مالي لتعزيز التعاون العسكري", "وزير الدفاع الروسي يزور مالي لتعزيز"),
]


@pytest.mark.parametrize(("lead", "title"), SAME)
def test_the_same_headline_is_found_in_another_spelling(lead: str, title: str) -> None:
    assert [match.matched_by for match in match_headline([lead], [titled(title)])] == ["title"]


def test_a_headline_of_a_series_proves_nothing() -> None:
    bulletins = [titled("نشرة منتصف الليل", f"https://outlet.example/{n}") for n in range(4)]
    assert match_headline(["نشرة منتصف الليل"], bulletins) == []
    assert len(match_headline(["نشرة منتصف الليل"], bulletins[:2])) == 2


@pytest.mark.parametrize(
    "slug",
    [
        "بوتين-العلاقات-بين-روسيا-وإيران-ت",
        "1672120-بوتين-العلاقات-بين-روسيا-وإيران",
        "بوتين-العلاقات-بين-روسيا-وإيران-تتطور_1672120.html",
    ],
)
def test_a_cut_or_numbered_slug_is_read(slug: str) -> None:
    assert [match.matched_by for match in match_headline([LEAD], [titled(None, f"https://outlet.example/{slug}")])] == [
        "slug"
    ]


@given(st.lists(st.text(max_size=30), max_size=3), st.text(max_size=30), st.text(max_size=30))
def test_any_headline_is_accepted(leads: list[str], title: str, url: str) -> None:
    match_headline(leads, [titled(title, url), titled(None, f"https://outlet.example/{url}")])
    for lead in leads:
        search_queries(lead)


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


QUERIES = [
    ("لافروف يصل إلى مالي", ("لافروف يصل إلى مالي", "لافروف مالي")),
    ("«بوتين»: العلاقات_بين روسيا وإيران!", ("بوتين العلاقات بين روسيا وإيران", "بوتين العلاقات روسيا وإيران")),
    (
        "وزير الدفاع الروسي يزور مالي لتعزيز التعاون العسكري والاقتصادي بين البلدين في منطقة الساحل",
        ("التعاون العسكري والاقتصادي البلدين",),
    ),
    ("قمة 2025", ("قمة 2025",)),
    ("!!!", ()),
    ("", ()),
]


@pytest.mark.parametrize(("headline", "queries"), QUERIES)
def test_queries_for_a_headline(headline: str, queries: tuple[str, ...]) -> None:
    assert search_queries(headline) == queries


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
