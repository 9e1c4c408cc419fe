"""A charset that is none, in the answers of a crawl."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.http import HtmlResponse, Request, Response

from crawler.middlewares.charset import Charset
from tests.tools.loopback import article, crawl, serve

URL = "https://marfa.example/n"
LINK = '<html><head>{}</head><body><a href="/news/1">عنوان خبر طويل بما يكفي</a></body></html>'


def response(charset: str = "", meta: str = "", body: bytes = b"") -> Response:
    head = f'<meta charset="{meta}">' if meta else ""
    fields = {"Content-Type": f"text/html; charset={charset}"} if charset else {}
    return HtmlResponse(URL, headers=fields, body=body or LINK.format(head).encode())


@pytest.mark.parametrize("charset", ["undefined", "hex", "uu", "idna", "punycode"])
def test_what_reads_the_text_of_an_answer_gets_it(charset: str) -> None:
    for answer in (response(charset), response(meta=charset), response(charset, "hex")):
        assert "عنوان خبر" in Charset().process_response(Request(URL), answer).text  # type: ignore[attr-defined]


def test_the_next_declaration_counts_where_the_first_is_none() -> None:
    body = LINK.format('<meta charset="windows-1256">').encode("cp1256")
    told = Charset().process_response(Request(URL), response("undefined", body=body))
    assert "عنوان خبر" in told.text  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "answer",
    [
        response("utf-8"),
        response(meta="windows-1256"),
        response("no-such-charset"),
        response("undefined", body=LINK.format("").encode("utf-8-sig")),
        Response(URL, headers={"Content-Type": "text/plain; charset=undefined"}, body=b"x"),
    ],
    ids=["header", "page", "unknown", "byte order mark", "no text"],
)
def test_other_answers_stay_as_they_are(answer: Response) -> None:
    assert Charset().process_response(Request(URL), answer) is answer


def test_a_crawl_reads_such_pages(tmp_path: Path) -> None:
    odd = {"Content-Type": "text/html; charset=undefined"}
    pages = {
        "/news/10001": article(1, "/news/10002", "/news/10003"),
        "/news/10002": article(2, head='<meta charset="undefined">', headers={"Content-Type": "text/html"}),
        "/news/10003": article(3, headers=odd),
    }
    with serve(pages) as site:
        run = crawl(tmp_path / "out", f"{site.url}/news/10001")
    assert run.reasons == {}
    assert len(run.articles) == 3
