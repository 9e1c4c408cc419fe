"""A seed's headline found among those that are announced."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import (
    Announced,
    match_headline,
    search_queries,
)

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
