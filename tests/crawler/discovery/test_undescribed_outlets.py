"""Outlets that no file describes: what robots.txt, a front page and custom say about their feeds and sitemaps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import announcers_of_page, sitemaps_of_robots, usual_announcers

ROBOTS = "https://outlet.example/robots.txt"
HOME = "https://outlet.example/"

LINES = [
    (b"User-agent: *\nDisallow: /x\nSitemap: https://outlet.example/a.xml\n", ["https://outlet.example/a.xml"]),
    (
        b"\xef\xbb\xbfSITEMAP :  /a.xml  \r\nsitemap:/b.xml\rSitemap: /a.xml",
        ["https://outlet.example/a.xml", "https://outlet.example/b.xml"],
    ),
    (b"Sitemap:\nSitemap: javascript:x\nSitemapx: /a.xml\n# Sitemap: /b.xml", []),
    (b"Sitemap: https://cdn.example/a.xml", ["https://cdn.example/a.xml"]),
    (b"\xff\xfe\0<html>", []),
    (b"", []),
]


@pytest.mark.parametrize(("body", "expected"), LINES)
def test_sitemaps_of_robots(body: bytes, expected: list[str]) -> None:
    found = sitemaps_of_robots(body, ROBOTS)
    assert [one.url for one in found] == expected
    assert {one.kind for one in found} <= {"sitemap"}


HEAD = """<html><head>
<link rel="alternate" type="application/rss+xml" title="خلاصة" href="/feed/">
<link rel="alternate" type="application/rss+xml" title="خلاصة التعليقات" href="/comments/feed/">
<link rel="Alternate" type="Application/Atom+XML" href="https://www.outlet.example/atom">
<link rel="alternate" hreflang="en" href="/en/">
<link rel="alternate" type="application/rss+xml" href="https://other.example/feed/">
<link rel="sitemap" type="application/xml" href="/sitemap.xml">
<link rel="https://api.w.org/" href="https://outlet.example/wp-json/">
<link rel="alternate" type="application/rss+xml" href="/feed/">
</head><body></body></html>"""


def test_what_a_front_page_names() -> None:
    assert [(one.kind, one.url) for one in announcers_of_page(HEAD.encode(), HOME)] == [
        ("feed", "https://outlet.example/feed/"),
        ("feed", "https://www.outlet.example/atom"),
        ("sitemap", "https://outlet.example/sitemap.xml"),
        ("posts", "https://outlet.example/wp-json/wp/v2/posts"),
    ]


def test_wordpress_without_pretty_addresses() -> None:
    body = b"<html><link rel='https://api.w.org/' href='/index.php?rest_route=/'>"
    assert [one.url for one in announcers_of_page(body, HOME)] == [
        "https://outlet.example/index.php?rest_route=/wp/v2/posts"
    ]


def test_the_lists_are_bounded() -> None:
    lines = "".join(f"Sitemap: /{n}.xml\n" for n in range(10_000))
    links = "".join(f"<link rel=alternate type=application/rss+xml href=/{n}>" for n in range(1000))
    assert len(sitemaps_of_robots(lines.encode(), ROBOTS)) == 20
    assert len(announcers_of_page(f"<html>{links}".encode(), HOME)) == 20


def test_usual_places() -> None:
    found = {(one.kind, one.url) for one in usual_announcers("https://outlet.example/news/1?x=2")}
    assert {("feed", "https://outlet.example/feed/"), ("sitemap", "https://outlet.example/sitemap.xml")} <= found
    assert usual_announcers("nonsense") == []


@given(st.binary(max_size=200), st.text(max_size=30))
def test_anything_is_accepted(body: bytes, url: str) -> None:
    sitemaps_of_robots(b"Sitemap: " + body, url)
    announcers_of_page(b"<html><link rel=alternate type=application/rss+xml href='" + body, url)
    usual_announcers(url)
