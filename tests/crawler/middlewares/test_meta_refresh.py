"""A meta refresh that is no address does not cost the page."""

from __future__ import annotations

from pathlib import Path

from tests.tools.loopback import article, crawl, serve

REFRESH = '<meta http-equiv="refresh" content="0; url={}">'
NO_ADDRESSES = [
    "javascript:history.go(1)",
    "http://",
    "http://[",
    "about:blank",
    "//",
    "mailto:a@b.example",
    "http://a:b/",
]


def test_a_page_whose_refresh_is_no_address_is_read(tmp_path: Path) -> None:
    numbers = range(10001, 10001 + len(NO_ADDRESSES))
    pages = {f"/news/{n}": article(n, head=REFRESH.format(to)) for n, to in zip(numbers, NO_ADDRESSES, strict=True)}
    pages["/news/10000"] = article(10000, *pages, "/news/20000")
    pages["/news/20000"] = article(20000, head=REFRESH.format("/news/20001"))
    pages["/news/20001"] = article(20001)
    with serve(pages) as site:
        run = crawl(tmp_path, f"{site.url}/news/10000")
    assert run.reasons == {}
    found = sorted(one["title"] for one in run.articles)
    assert found == [f"Article {n}" for n in (10000, *numbers, 20001)]
