"""Listings: their links, where the next page is, and when a listing ends."""

from __future__ import annotations

import json
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import Response

from cleaners.data_files import CssSelector, DataFileError
from crawler.discovery import Announced, next_page_to_read, read_listing
from crawler.discovery.listing_markers import read_listing_markers
from crawler.discovery.pagination import page_after, split_page
from crawler.discovery.read_announcing import TASK, read_announcing
from crawler.ledger.lease import Lease
from crawler.outlets import Outlet
from crawler.seeding.plan import Plan
from crawler.seeding.sought import Sought

URL = "https://outlet.example/news/"
CARDS = """
<header><a href="/about-us">من نحن</a></header><nav><a href="/sport">رياضة</a></nav>
<main>
  <article><header><a href="/1"><img alt="صورة القمة"></a><h2><a href="/1">قمة المناخ تبدأ</a></h2></header>
    <time datetime="2025-03-19T10:00:00+02:00">19 مارس</time></article>
  <article><h2><a href="/2#comments">موازنة &amp; ضرائب</a></h2><p><a href="/2">اقرأ</a></p>
    <time datetime="2025-03-18">18 مارس</time></article>
  <div><a href="/3"><h3>بلا تاريخ</h3></a><a href="mailto:x@outlet.example">راسلنا</a></div>
</main>
<footer><a href="/privacy">الخصوصية</a></footer>
"""


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()


def next_of(body: str, url: str = URL, head: str = "") -> str | None:
    return read_listing(page(body, head), url).next_page


def test_links_of_the_cards_alone() -> None:
    assert read_listing(page(CARDS), URL).links == [
        Announced("https://outlet.example/1", "قمة المناخ تبدأ", "2025-03-19T10:00:00+02:00"),
        Announced("https://outlet.example/2", "موازنة & ضرائب", "2025-03-18"),
        Announced("https://outlet.example/3", "بلا تاريخ", None),
    ]


SECTION = """
<div class="strip"><a href="/popular">الأكثر قراءة اليوم</a></div>
<section class="list"><div class="list"><h3><a href="/1">قمة المناخ تبدأ</a></h3></div>
  <nav><a href="/sport">رياضة</a></nav><h3><a href="/2">موازنة وضرائب</a></h3></section>
<a rel="next" href="?page=2">2</a>
"""


@pytest.mark.parametrize(
    ("css", "paths"),
    [
        (".list", ["/1", "/2"]),
        ("section.list > div", ["/1"]),
        ("div.strip + section", ["/1", "/2"]),
        (".strip, div.list", ["/popular", "/1"]),
        ("main.archive", ["/popular", "/1", "/2"]),
    ],
    ids=["nested", "child", "neighbour", "two", "an element that the page has not"],
)
def test_the_links_of_an_area_alone(css: str, paths: list[str]) -> None:
    found = read_listing(page(SECTION), URL, area=CssSelector(css))
    assert [one.url.removeprefix("https://outlet.example") for one in found.links] == paths
    assert found.next_page == read_listing(page(SECTION), URL).next_page is not None


def test_an_outlet_s_listings_are_read_in_its_area_and_its_search_is_not() -> None:
    outlet = Outlet(domain="outlet.example", name="A", listing_area=CssSelector("div.list"))
    for kind, count in (("listing", 1), ("search", 3)):
        lease = Lease(1, URL, URL, "outlet.example", kind, None, 0)
        answer = Response(URL, headers={"Content-Type": "text/html"})
        facts = Sought(None, None, (), Plan(focus=False)).facts(lease, answer, outlet)
        assert facts.pop("task") == TASK
        assert len(read_announcing(page(SECTION), **facts)["articles"]) == count


def test_a_time_of_several_cards_is_nobodys() -> None:
    first, second = "<li><h3><a href='/1'>أول</a></h3></li>", "<li><h3><a href='/2'>ثان</a></h3>"
    body = f"<ul>{first}{second}<time datetime='2025-03-19'></time></li></ul>"
    assert [one.published for one in read_listing(page(body), URL).links] == [None, "2025-03-19"]


def test_a_base_moves_relative_links() -> None:
    body = "<a href='x/1'>خبر</a><a rel='next' href='?page=2'>2</a>"
    found = read_listing(page(body, "<base href='/news/'>"), "https://outlet.example/other")
    assert found.links[0].url == "https://outlet.example/news/x/1"
    assert found.next_page == "https://outlet.example/news/?page=2"


def test_windows_1256_is_read() -> None:
    body = "<html><head></head><a href='/1'>قمة المناخ تبدأ أعمالها</a>".encode("windows-1256")
    assert read_listing(body, URL, "text/html; charset=windows-1256").links[0].title == "قمة المناخ تبدأ أعمالها"


NEXT = [
    ("<a rel='next' href='/news/page/2/'>x</a>", "https://outlet.example/news/page/2/"),
    ("<a rel='prev next' href='older'>x</a>", "https://outlet.example/news/older"),
    (
        "<a class='page-numbers' href='/news/page/2/'>2</a><a href='/news/page/3/'>3</a>",
        "https://outlet.example/news/page/2/",
    ),
    ("<a href='?page=3'>3</a><a href='?page=2'>2</a>", "https://outlet.example/news/?page=2"),
    ("<a href='?paged=2&amp;x=1'>2</a>", None),  # another listing, filtered
    ("<a href='?page=1'>التالي</a>", "https://outlet.example/news/?page=1"),  # counted from 0
    ("<a class='next page-numbers' href='/news/p2'>»</a>", "https://outlet.example/news/p2"),
    ("<li class='pager-next'><a href='/archive?from=20'>20</a></li>", "https://outlet.example/archive?from=20"),
    ("<a href='/archive?from=20'>الصفحة التالية</a>", "https://outlet.example/archive?from=20"),
    ("<a href='/archive?from=20' title='مقالات أقدم'>x</a>", "https://outlet.example/archive?from=20"),
    ("<a href='/archive?from=20' aria-label='Next'><svg></svg></a>", "https://outlet.example/archive?from=20"),
    ("<a href='#' class='next'>التالي</a>", None),
    ("<a href='javascript:void(0)' class='next'>التالي</a>", None),
    ("<a href='https://other.example/news/page/2/' rel='next'>التالي</a>", None),
    ("<a href='/2025/03/19/an-article' rel='next'>التالي</a>", None),
    ("<a class='nextgen' href='/nextgen'>جيل</a>", None),
    (
        "<button class='btn-load-more' data-url='/ajax/news?page=2'>تحميل المزيد</button>",
        "https://outlet.example/ajax/news?page=2",
    ),
    ("<button data-next-page='2'>عرض المزيد</button>", "https://outlet.example/news/?page=2"),
    ("<div id='loadmore' data-page='1' data-max-pages='9'>x</div>", "https://outlet.example/news/?page=2"),
    ("<div id='loadmore' data-page='2' data-max-pages='9'>x</div>", "https://outlet.example/news/?page=2"),
    ("<div class='load-more' data-page='0'>x</div>", "https://outlet.example/news/?page=1"),
    ("<div class='load-more' data-page='1' data-max-pages='1'>x</div>", None),
    (
        "<div class='load-more' data-page='1' data-url='/ajax?section=7&amp;page='>x</div>",
        "https://outlet.example/ajax?section=7&page=2",
    ),
    ("<div class='load-more' data-page='٣'>x</div>", None),
    ("<a class='load-more' href='/news/?page=2'>x</a>", "https://outlet.example/news/?page=2"),
    ("<section><h2>رياضة</h2><a href='/sport/'>المزيد</a></section>", None),  # a section, not the next page
    ("<button class='load-more'>المزيد</button>", None),
    ("", None),
]


@pytest.mark.parametrize(("body", "expected"), NEXT)
def test_the_next_page(body: str, expected: str | None) -> None:
    assert next_of(f"<a href='/1'>خبر</a>{body}") == expected


FURTHER = [
    ("https://outlet.example/news/page/2/", "<a rel='next' href='/news/'>1</a>", None),
    (
        "https://outlet.example/news/page/2/",
        "<a rel='next' href='/news/page/1/'>1</a><a href='/news/page/3/'>3</a>",
        "/news/page/3/",
    ),
    ("https://outlet.example/news?page=2", "<a class='next' href='?page=2#top'>x</a>", None),
    ("https://outlet.example/news?page=2", "<div class='load-more' data-page='2'>x</div>", "/news?page=3"),
    ("https://outlet.example/news/page/2/", "<div class='load-more' data-page='2'>x</div>", "/news/page/3/"),
    ("https://outlet.example/news.html", "<a href='/news/page/2.html'>2</a>", "/news/page/2.html"),
]


@pytest.mark.parametrize(("url", "body", "expected"), FURTHER)
def test_it_goes_forward_only(url: str, body: str, expected: str | None) -> None:
    assert next_of(body, url) == (expected and f"https://outlet.example{expected}")


def test_link_rel_next_in_the_head() -> None:
    assert next_of("", head="<link rel='next' href='/news/page/2/'>") == "https://outlet.example/news/page/2/"


AJAX = "https://outlet.example/ajax/news?page=2"


@pytest.mark.parametrize(
    "body",
    [
        "<div><a href='/1'>خبر أول</a></div>",
        json.dumps({"html": "<div><a href='/1'>خبر أول</a></div>"}),
        json.dumps({"data": {"items": [{"title": "خبر أول", "url": "/1"}]}}),
        "\ufeff" + json.dumps([{"Headline": "خبر <b>أول</b>", "link": "https://outlet.example/1"}]),
    ],
)
def test_answers_to_a_button_are_read_and_counted_on(body: str) -> None:
    found = read_listing(body.encode(), AJAX)
    assert found.links == [Announced("https://outlet.example/1", "خبر أول")]
    assert found.next_page == "https://outlet.example/ajax/news?page=3"


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"{", b"[" * 100_000, b"null", b"\0\xff", b"<p>no more</p>", b'{"html": ""}']
)
def test_an_empty_answer_ends_it(body: bytes) -> None:
    found = read_listing(body, AJAX)
    assert (found.links, found.next_page) == ([], None)


def test_times_of_json() -> None:
    body = json.dumps({"posts": [{"title": "خبر", "url": "/1", "published_at": "2025-03-19T10:00:00Z"}]}).encode()
    assert read_listing(body, AJAX).links == [Announced("https://outlet.example/1", "خبر", "2025-03-19T10:00:00+00:00")]


DECISIONS = [
    ({"next_page": None, "new": 5, "read": [URL]}, False),
    ({"next_page": URL + "page/2/", "new": 5, "read": [URL]}, True),
    ({"next_page": URL + "page/2/", "new": 0, "read": [URL]}, False),
    ({"next_page": URL + "page/2/", "new": 5, "read": [URL, URL + "page/2/?utm_source=x"]}, False),
    ({"next_page": URL + "page/2/", "new": 5, "read": [URL], "most": 1}, False),
    ({"next_page": "javascript:x", "new": 5, "read": [URL]}, False),
]


@pytest.mark.parametrize(("asked", "goes_on"), DECISIONS)
def test_whether_to_read_on(asked, goes_on: bool) -> None:
    assert next_page_to_read(**asked) == (asked["next_page"] if goes_on else None)


def walk(pages) -> list[str]:
    """Reads a listing as a crawl does; `pages` maps an address to its body."""
    read: list[str] = []
    known: set[str] = set()
    url: str | None = URL
    while url is not None:
        read.append(url)
        found = read_listing(pages(url), url)
        new = {one.url for one in found.links} - known
        known |= new
        url = next_page_to_read(found.next_page, new=len(new), read=read)
    return read


def test_a_listing_that_never_ends_is_ended() -> None:
    def new_every_time(url: str) -> bytes:
        number = split_page(url)[1] or 1
        return page(f"<main><a href='/a/{number}'>خبر</a></main><a rel='next' href='/news/page/{number + 1}/'>x</a>")

    def same_every_time(url: str) -> bytes:
        number = split_page(url)[1] or 1
        return page(f"<main><a href='/a/1'>خبر</a></main><a href='/news/page/{number + 1}/' rel='next'></a>")

    def in_a_ring(url: str) -> bytes:
        other = "b" if url.endswith("/a") else "a"
        return page(f"<a href='{url}/{len(url)}x'>خبر</a><a rel='next' href='/ring/{other}'>x</a>")

    assert len(walk(new_every_time)) == 50
    assert len(walk(same_every_time)) == 2
    assert len(walk(in_a_ring)) == 3


def test_numbers_of_pages() -> None:
    assert page_after("https://a.example/news") is None
    assert page_after("https://a.example/news/page/9/") == "https://a.example/news/page/10/"
    assert page_after("https://a.example/x?a=1&page=9") == "https://a.example/x?a=1&page=10"
    assert split_page("https://a.example/news/index.html") == ("https://a.example/news", None)


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_accepted(body: bytes) -> None:
    read_listing(body, URL)
    read_listing(b"<html><a rel=next href='" + body, URL)
    read_listing(b"<button class=load-more data-page='" + body[:3] + b"' data-url='" + body, URL)


@given(st.text(max_size=40))
def test_any_address_is_accepted(url: str) -> None:
    read_listing(b"<html><a href='/1'>x</a><a rel=next href='?page=2'>2</a>", url)
    page_after(url)
    next_page_to_read(url, new=1, read=[url])


def test_a_long_page_is_read_in_time() -> None:
    body = page("".join(f"<div><h3><a href='/a/{n}'>خبر رقم {n}</a></h3></div>" for n in range(5000)))
    deep = page("<div>" * 2000 + "<a href='/1'>x</a>" * 500)
    started = time.perf_counter()
    assert len(read_listing(body, URL).links) == 5000
    read_listing(deep, URL)
    assert time.perf_counter() - started < 10


def test_a_wrong_mark_names_the_nearest(tmp_path) -> None:
    file = tmp_path / "listing.toml"
    file.write_text('next_text = ["a"]\n', encoding="utf-8")
    with pytest.raises(DataFileError, match=r"listing\.toml: next_text: unknown key; did you mean 'next_texts'\?"):
        read_listing_markers(file)


def test_dates_of_listings_can_be_compared() -> None:
    from crawler.discovery import certainly_before

    old = [one for one in read_listing(page(CARDS), URL).links if certainly_before(one.published, date(2025, 3, 19))]
    assert [one.url for one in old] == ["https://outlet.example/2"]
