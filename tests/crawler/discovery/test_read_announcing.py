"""A charset that is none does not stop an announcing page."""

from __future__ import annotations

import pytest

from crawler.discovery.read_announcing import read_announcing

URL = "https://marfa.example/n"
LINK = '<html><head>{}</head><body><a href="/news/1">عنوان خبر طويل بما يكفي</a></body></html>'


@pytest.mark.parametrize("charset", ["undefined", "hex", "idna"])
@pytest.mark.parametrize("kind", ["listing", "search", "posts", "feed", "sitemap", "robots"])
def test_announcing_pages_are_read(kind: str, charset: str) -> None:
    for content_type, meta in (("text/html", f'<meta charset="{charset}">'), (f"text/html; charset={charset}", "")):
        told = read_announcing(
            LINK.format(meta).encode(),
            kind=kind,
            url=URL,
            content_type=content_type,
            total_pages="",
            since=None,
            is_general=True,
        )
        assert [one[0] for one in told["articles"]] == (
            ["https://marfa.example/news/1"] if kind in ("listing", "search") else []
        )
