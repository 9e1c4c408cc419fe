"""The parts that hold against hostile answers, one by one."""

from __future__ import annotations

import asyncio
import gzip
import json
import sys
import time
import zlib
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import StopDownload
from scrapy.http import Response

from cleaners.clean import read_html, read_text
from cleaners.links import MAX_LINKS
from cleaners.page import Page
from crawler.discovery.read_announcing import MAX_ARTICLES, MAX_TITLE, read_announcing
from crawler.middlewares.body_limits import BEGINNING, BodyLimits, TooManyEncodings
from crawler.optout.metas import canonicals_of, metas_of
from crawler.pages.failures import reason_of
from crawler.workers.pool import WorkerDied, Workers

SLOW_ELEMENTS = [
    b"<meta " + b"a" * 1990 + b">",
    b"<meta a" + b" " * 1980 + b">",
    b"<meta " + b'a="' * 660 + b">",
    b"<meta",
    b"<link " + b"a" * 1990 + b">",
    b"<meta name=a content=b>",
]


@pytest.mark.parametrize("element", SLOW_ELEMENTS)
def test_metas_of_a_large_page_are_read_at_once(element: bytes) -> None:
    body = element * (10_000_000 // len(element))
    begun = time.process_time()
    metas_of(body)
    canonicals_of(body)
    assert time.process_time() - begun < 2


def test_the_metas_of_the_beginning_count() -> None:
    page = b"<meta name=robots content=noai>" + b"<meta name=a content=b>" * 1000
    assert metas_of(page)["robots"] == ["noai"]
    assert len(metas_of(page)["a"]) == 499


def response(body: bytes, encoding: str = "") -> Response:
    headers = {"Content-Encoding": encoding, "Content-Length": str(len(body))} if encoding else {}
    return Response("https://a.example/robots.txt", headers=headers, body=body)


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (b"x" * 100, ""),
        (gzip.compress(b"x" * 10_000_000), "gzip"),
        (zlib.compress(b"x" * 10_000_000), "deflate"),
        (zlib.compress(b"x" * 99, wbits=-15), "deflate"),
    ],
)
def test_of_an_answer_that_is_to_be_cut_the_beginning_is_left(body: bytes, encoding: str) -> None:
    request = Request("https://a.example/robots.txt", meta={BEGINNING: 50})
    cut = BodyLimits().process_response(request, response(body, encoding))
    assert cut.body == b"x" * 50
    assert "Content-Encoding" not in cut.headers


@pytest.mark.parametrize(("body", "encoding"), [(b"no gzip", "gzip"), (b"x" * 9, "br"), (b"x" * 9, "gzip, gzip")])
def test_what_cannot_be_unpacked_is_empty(body: bytes, encoding: str) -> None:
    request = Request("https://a.example/robots.txt", meta={BEGINNING: 50})
    assert BodyLimits().process_response(request, response(body, encoding)).body == b""


def test_other_answers_stay_and_too_many_layers_are_refused() -> None:
    request, plain = Request("https://a.example/1"), response(b"x" * 9, "gzip")
    assert BodyLimits().process_response(request, plain) is plain
    with pytest.raises(TooManyEncodings) as raised:
        BodyLimits().process_response(request, response(b"x", ", ".join(["gzip"] * 4)))
    assert reason_of(raised.value) == ("too_large", "4 content encodings")


def test_a_download_stops_behind_its_beginning() -> None:
    request = Request("https://a.example/robots.txt", meta={BEGINNING: 50})
    bodies = BodyLimits()
    bodies.bytes_received(b"x" * 50, request)
    with pytest.raises(StopDownload) as raised:
        bodies.bytes_received(b"x", request)
    assert raised.value.fail is False
    bodies.bytes_received(b"x" * 1000, Request("https://a.example/1"))


def test_of_too_many_links_the_surest_are_kept() -> None:
    text = "".join(f'<a href="/n/{n}?x={n}">{n}</a> ' for n in range(MAX_LINKS + 100))
    related = '<h3>اقرأ أيضا</h3><ul><li><a href="/news/77777">خبر آخر يقود إليه هذا الخبر اليوم</a></li></ul>'
    links = read_html(Page(f"<p>{text}</p>{related}", "https://a.example/1")).links
    assert len(links) == MAX_LINKS
    assert "https://a.example/news/77777" in [link.url for link in links]


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


def test_lone_surrogates_leave_nothing_that_cannot_be_written() -> None:
    node = '{"@type":"NewsArticle","headline":"\\ud800 خبر عاجل اليوم"}'
    data = f'<script type="application/ld+json">{node}</script><p>نص</p>'
    for reading in (
        read_text("خبر \udcd9 عاجل\n\nنص \ud800"),
        read_html(Page("<p>خبر \udcd9 عاجل</p>")),
        read_html(Page(data)),
    ):
        json.dumps(reading.to_dict(), ensure_ascii=False).encode("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not count data")
def test_a_page_that_wants_more_memory_than_there_is_fails_alone() -> None:
    async def main() -> None:
        workers = Workers("tests.tools.hostile_cleaner:read_page", 1, 20, 300)
        await workers.start()
        facts = ("https://a.example/1", "2026-11-22T05:00:00Z", "text/html")
        with pytest.raises(WorkerDied, match="CLEANER_MEMORY_MB"):
            await workers.run(b"<p>DO THIS: kept = bytearray(400 << 20)</p>", *facts)
        with pytest.raises(WorkerDied, match="CLEANER_MEMORY_MB"):
            await workers.run(b"<br>" * 1_500_000, *facts)
        assert (await workers.run("<p>خبر</p>".encode(), *facts))["article"]
        await workers.close()

    asyncio.run(main())
