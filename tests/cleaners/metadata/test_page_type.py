"""Pages that their CMS calls pages: what JSON-LD types and WordPress classes say, and what contradicts them."""

import json

import pytest

from cleaners.clean import read_html
from cleaners.page import Page

TEXT = "<h1>عن صدى المرفأ</h1><p>تصدر صدى المرفأ من عين الصخر منذ عشرين عاما، ويكتب فيها أبناء القرى الست.</p>"


def static(kinds: object = None, classes: str = "", head: str = "", body: str = TEXT) -> bool:
    script = f'<script type="application/ld+json">{json.dumps(kinds)}</script>' if kinds else ""
    page = f"<html><head>{head}{script}</head><body class='{classes}'>{body}</body></html>"
    reading = read_html(Page(page, "https://marfa.example/about-us"))
    assert reading.to_dict()["static"] is reading.static
    return reading.static


@pytest.mark.parametrize(
    "kind", ["WebPage", "AboutPage", "ContactPage", "CollectionPage", "https://schema.org/FAQPage"]
)
def test_json_ld_of_the_page_family(kind: str):
    assert static({"@type": kind})
    assert static({"@graph": [{"@type": ["WebPage", kind]}, {"@type": "WebSite"}]})


@pytest.mark.parametrize("kind", ["Article", "NewsArticle", "BlogPosting", "OpinionNewsArticle", "LiveBlogPosting"])
def test_an_article_among_the_nodes(kind: str):
    assert not static({"@graph": [{"@type": "WebPage"}, {"@type": kind, "headline": "عن صدى المرفأ"}]})
    assert not static({"@type": "WebPage", "mainEntity": {"@type": kind}})


def test_classes_of_wordpress():
    assert static(classes="page-template-default page page-id-12 wp-theme")
    assert not static(classes="post-template-default single single-post postid-12")
    assert not static(classes="page page-id-12 single")
    assert not static(classes="page")
    assert not static(classes="page-id-12")
    assert not static(classes="home page page-id-12")
    assert not static({"@type": "NewsArticle", "headline": "عن صدى المرفأ"}, classes="page page-id-12")


def test_what_contradicts_a_web_page():
    assert not static({"@type": "WebPage"}, classes="single-post")
    assert not static({"@type": "WebPage"}, head="<meta property='article:published_time' content='2023-11-09'>")
    assert not static({"@type": "WebPage"}, head="<link rel=canonical href='https://marfa.example/'>")
    item = f"<div itemscope itemtype='https://schema.org/NewsArticle'>{TEXT}</div>"
    assert not static({"@type": "WebPage"}, body=item)
    assert static({"@type": "CollectionPage"}, body=item * 3)


def test_pages_that_say_nothing():
    assert not static()
    assert not static({"@type": "Organization"})
    assert not static([1, {"@type": None}, "x"])
