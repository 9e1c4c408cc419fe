"""The pages of an article after this one."""

from __future__ import annotations

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.metadata.further_pages import (
    _may_lead_on,
    _number_of_page,
    _Paths,
    _split_page,
    further_pages,
    is_later_page,
)
from cleaners.metadata.page_elements import PageElements
from cleaners.text.web_address import join_address

URL = "https://a.example/news/bridge-opens/"


def _elements(body: str) -> PageElements:
    return PageElements(lxml.html.document_fromstring(body))


def pages(body: str, url: str | None = URL) -> list[str]:
    return [address.removeprefix("https://a.example") for address in further_pages(_elements(body or "<p>"), url)]


@pytest.mark.parametrize(
    "target",
    [
        "?page=2", "?p=2", "?PAGE=2", "2/", "/news/bridge-opens/2", "page/2/", "/news/bridge-opens/page-2",
        "https://www.a.example/news/bridge-opens/2/", "/news/bridge-opens-2.html",
        "/news/bridge-opens_2.htm",
    ],
)  # fmt: skip
def test_rel_next_and_numbered_links_name_the_next_page(target: str) -> None:
    assert len(pages(f'<head><link rel="next" href="{target}"></head>')) == 1
    assert len(pages(f'<article><p>نص</p><div class="page-links"><a href="{target}#top">٢</a></div></article>')) == 1


def test_all_pages_come_in_order_and_once() -> None:
    pager = '<div class="pages"><a href="./">1</a> <a href="3/">3</a> <a href="2/">2</a> <a href="2/">التالي</a></div>'
    assert pages(pager) == ["/news/bridge-opens/2/", "/news/bridge-opens/3/"]
    assert pages('<a href="?page=1">1</a><a href="?page=3">3</a>', URL + "?page=2") == ["/news/bridge-opens/?page=3"]


@pytest.mark.parametrize(
    "body",
    [
        '<link rel="next" href="/news/another-story/">',
        '<link rel="next" href="/news/bridge-opens-2/">',
        '<link rel="prev" href="?page=0"><a href="?page=1">1</a>',
        '<a href="/news/page/2/">الأخبار الأقدم</a>',
        '<a href="comment-page-2/#comments">تعليقات أقدم</a>',
        '<div id="comments"><a href="?page=2">2</a></div>',
        '<aside><a href="?page=2">2</a></aside>',
        '<div class="related-posts"><span><a href="?page=2">2</a></span></div>',
        '<a href="?page=all">صفحة واحدة</a><a href="?page=200">200</a><a href="?id=2">2</a>',
        '<a href="https://b.example/news/bridge-opens/2/">2</a>',
        '<a href="//[x">2</a><a href="">2</a><a>2</a>',
    ],
)
def test_other_links_do_not(body: str) -> None:
    assert pages(body) == []


@pytest.mark.parametrize(
    ("url", "body", "is_later"),
    [
        (URL + "?page=2", '<div><a href="?page=1">1</a> 2 <a href="?page=3">3</a></div>', True),
        (URL + "2/", f'<link rel="prev" href="{URL}">', True),
        (URL + "2/", '<a href="../">١</a>', True),
        (URL + "2/", '<a href="/news/">1</a>', False),
        (URL + "2/", '<a href="../">الأخبار</a>', False),
        (URL, '<a href="./">1</a><link rel="prev" href="/news/other/">', False),
        ("https://a.example/2024/05/12", '<a href="/2024/05">مايو</a>', False),
        (None, '<a href="./">1</a>', False),
    ],
)
def test_later_pages_lead_back(url: str | None, body: str, is_later: bool) -> None:
    assert is_later_page(_elements(body), url) is is_later


def test_without_an_own_address_there_are_none() -> None:
    assert pages('<link rel="next" href="?page=2">', None) == []
    assert pages('<link rel="next" href="?page=2">', "//[x") == []
    assert pages('<a href="/2/">2</a>', "https://a.example/") == []


OWN = ("https://a.example/خبر-طويل/", "https://a.example/news/5.html", "https://a.example/", "https://a.example/?id=7")
HOSTS = ("https://a.example", "http://www.a.example", "//a.example", "/")
PATHS = ("news/5", "خبر-طويل", "%D8%AE%D8%A8%D8%B1-", "طويل", "%d8%b7", "..", "\t")
NUMBERS = ("2", "-2", "/", ".html", "?page=2", "&id=7", "?id=7", "#x")
LINKS = st.lists(st.sampled_from((*HOSTS, *PATHS, *NUMBERS)), max_size=6).map("".join)


@given(st.sampled_from(OWN), LINKS)
def test_no_further_page_fails_the_first_test(address: str, href: str) -> None:
    target, own = join_address(address, href), _split_page(address)
    assert own is not None
    if target is not None and _number_of_page(target, address) is not None:
        assert _may_lead_on(href, _Paths.of([own[0][1]]))
