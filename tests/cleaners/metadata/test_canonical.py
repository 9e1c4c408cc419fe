"""The address that a page says it has."""

from __future__ import annotations

from tests.tools.page_heads import (
    TITLE,
    article_of,
)


def test_archives_rewrite_addresses():
    url = "https://web.archive.org/web/20240518101112id_/https://www.sahel.example/news/4711/road"
    head = (
        f"<title>{TITLE} | صدى الساحل</title>"
        "<link rel='canonical' href='https://web.archive.org/web/20240518101112/https://www.sahel.example/news/4711/r'>"
    )
    article = article_of(head, url=url)
    assert (article.title, article.date_published) == (TITLE, None)
    dated = "https://web.archive.org/web/20240518101112id_/https://www.sahel.example/2023/04/02/road"
    assert article_of(head, url=dated).date_published == "2023-04-02"


def test_a_canonical_of_the_home_page_is_not_believed():
    head = (
        "<title>صدى الساحل</title><meta property='og:title' content='صدى الساحل'>"
        "<link rel='canonical' href='https://www.sahel.example/'>"
        "<meta property='article:published_time' content='2019-01-01T00:00:00+00:00'>"
    )
    article = article_of(head, "<span class=date>19 مايو 2024</span>")
    assert (article.title, article.date_published) == (TITLE, "2024-05-19")
