"""Every link of a page, told apart by where it stands."""

from __future__ import annotations

import pytest

from cleaners import Page, PageLink, read_html
from cleaners.links import MAX_LINKS, _is_fetchable
from tests.tools.card_pages import LI, PARAGRAPHS, links, page


def kinds(found: tuple[PageLink, ...]) -> dict[str, str]:
    return {link.url.removeprefix("https://marfa.example"): link.kind for link in found}


@pytest.mark.parametrize(
    ("where", "url", "kind"),
    [
        ({"before": "<nav><a href='/s/1'>سياسة</a></nav>"}, "/s/1", "menu"),
        ({"before": "<header><a href='/home'>المرفأ</a></header>"}, "/home", "menu"),
        ({"after": "<footer><a href='/about'>من نحن</a></footer>"}, "/about", "menu"),
        (
            {"between": "<p>قال <a href='/people/1'>المهندس المشرف</a> إن العمل بدأ أمس في القرية الأولى.</p>"},
            "/people/1",
            "body",
        ),
        ({"end": "<p>الوسوم: <a href='/w/1'>طريق</a> <a href='/w/2'>جبل</a></p>"}, "/w/1", "tag"),
        ({"after": "<a href='/tag/road'>طريق</a>"}, "/tag/road", "tag"),
        ({"after": "<a href='/category/local/'>محليات</a>"}, "/category/local/", "tag"),
        ({"after": "<a href='/author/salma/'>سلمى النجار</a>"}, "/author/salma/", "author"),
        ({"after": "<div class='nav-previous'><a href='/n/6'>الخبر الذي قبله</a></div>"}, "/n/6", "adjacent"),
        ({"after": "<div class='x'><a href='/whatever'>شيء ما</a></div>"}, "/whatever", "other"),
        ({"after": "<a href='/picture'><img src='a.jpg'></a>"}, "/picture", "other"),
        ({"after": f"<h3>الأكثر قراءة</h3><ul>{links(LI)}</ul>"}, "/n/2", "most_read"),
        ({"between": "<p>اقرأ أيضا: <a href='/n/9'>سكان القرى يطالبون بجسر ثان</a></p>"}, "/n/9", "inline"),
    ],
)
def test_kinds(where: dict[str, str], url: str, kind: str):
    assert kinds(page(**where).links)[url] == kind


def test_an_address_is_told_once_with_its_surest_kind_and_longest_words():
    reading = page(before="<nav><a href='/n/0'>الطريق</a></nav>", after=f"<h3>مقالات ذات صلة</h3><ul>{links(LI)}</ul>")
    found = [link for link in reading.links if link.url.endswith("/n/0")]
    assert found == [PageLink("https://marfa.example/n/0", "سكان القرى الست يطالبون بجسر ثان فوق الوادي", "related")]


def test_links_stand_in_page_order():
    found = page(before="<nav><a href='/s/1'>أ</a><a href='/s/2'>ب</a></nav>", after=f"<ul>{links(LI)}</ul>").links
    assert [link.url.rpartition("/")[2] for link in found] == ["1", "2", "0", "1", "2", "3"]


def test_links_of_parts_without_blocks_count_too():
    html = f"<html><body>{''.join(PARAGRAPHS)}<noscript><a href='/no'>لا</a></noscript></body></html>"
    assert "https://marfa.example/no" in {link.url for link in read_html(Page(html, "https://marfa.example/")).links}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://marfa.example/a", True),
        ("HTTP://marfa.example/a", True),
        ("/a", False),
        ("mailto:a@marfa.example", False),
        ("javascript:void(0)", False),
        ("ftp://marfa.example/a", False),
        ("https://marfa.example/" + "a" * 3000, False),
        ("", False),
    ],
)
def test_what_can_be_fetched(url: str, expected: bool):
    assert _is_fetchable(url) is expected


def test_directives_and_canonical():
    head = (
        "<meta name='robots' content='noindex, NoFollow'><meta name='robots' content='max-snippet:-1'>"
        "<meta name='tdm-reservation' content='1'><link rel='canonical' href='/n/7'>"
    )
    reading = read_html(
        Page(f"<html><head>{head}</head><body><p>نص</p></body></html>", "https://marfa.example/n/7?utm_source=x")
    )
    assert {"noindex", "nofollow", "tdm-reservation"} <= set(reading.directives)
    assert reading.canonical == "https://marfa.example/n/7"


def test_the_json_form_holds_links_and_article():
    told = page(after=f"<ul>{links(LI)}</ul>").to_dict()
    assert set(told) == {"article", "links", "canonical", "directives", "later_page", "pages", "rule", "static"}
    assert told["links"][0] == {
        "url": "https://marfa.example/n/0",
        "text": "سكان القرى الست يطالبون بجسر ثان فوق الوادي",
        "kind": "unlabelled",
    }


def test_of_too_many_links_the_surest_are_kept() -> None:
    text = "".join(f'<a href="/n/{n}?x={n}">{n}</a> ' for n in range(MAX_LINKS + 100))
    related = '<h3>اقرأ أيضا</h3><ul><li><a href="/news/77777">خبر آخر يقود إليه هذا الخبر اليوم</a></li></ul>'
    links = read_html(Page(f"<p>{text}</p>{related}", "https://a.example/1")).links
    assert len(links) == MAX_LINKS
    assert "https://a.example/news/77777" in [link.url for link in links]
