"""Addresses are split and joined in one place, which never raises."""

from __future__ import annotations

import ast
import urllib.parse
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import clean_html
from cleaners.text.web_address import join_address, path_and_query, split_address
from tests.tools.fixtures import ROOT
from tests.tools.step_tables import HEAD, LAST, MORE, PROSE

INVALID = [
    "http://[x",
    "http://[domain]/",
    "http://x]/",
    "//[::1",
    "http://ex℀mple.com/a",
    "http://exa／mple.com/a",
    "http://a.example:port/",
    "http://a.example:99999/",
    "http://" + "a" * 20_000,
]
PIECES = st.sampled_from(["http://", "//", "[", "]", ":", "@", "℀", "／", "?", "#", "%5B", "::1", "\\", "\x0b", "٣"])
PAGE = (
    '<head><title>{head} | صحيفة المدينة</title><link rel="canonical" href="{url}"><base href="{url}">'
    '<meta property="og:url" content="{url}"><script type="application/ld+json">'
    '{{"@type": "NewsArticle", "url": "{url}", "headline": "{head}"}}</script></head>'
    '<body><a href="{url}">صحيفة المدينة</a><article><h1>{head}</h1>{body}</article>'
    '<h3>اقرأ أيضا</h3><ul><li><a href="{url}">خبر آخر يقود إليه هذا الخبر الطويل</a></li></ul>'
)


@pytest.mark.parametrize("url", INVALID)
def test_what_is_no_address_has_no_parts_and_harms_no_page(url: str) -> None:
    assert split_address(url) is None
    assert join_address(None, url) is None
    assert join_address(url, "b") is None
    body = "".join(f"<p>{line}</p>" for line in (PROSE, MORE, LAST))
    article = clean_html(PAGE.format(url=url, head=HEAD, body=body), "https://marfa.example/news/7")
    assert article.blocks == (PROSE, MORE, LAST)
    assert clean_html(PAGE.format(url="/a", head=HEAD, body=body), url).text == article.text


@given(st.lists(PIECES | st.text(max_size=4), max_size=8).map("".join), st.text(max_size=20))
def test_no_address_raises(url: str, link: str) -> None:
    for parts in (split_address(url), split_address(join_address(url, link)), split_address(join_address(link, url))):
        assert parts is None or isinstance(parts.hostname, str | None)
        assert parts is None or isinstance(parts.port, int | None)


BASES = ("https://a.example/b/c?x", "http://a.b:80/x", "https://a.example", "a/b", "", "https://a.example?x=/y/z")
PARTS = st.sampled_from(
    [
        "https://",
        "http://",
        "//",
        "/",
        "?",
        "#",
        "a",
        "b.example",
        ";",
        ":",
        "..",
        ".",
        "%D8",
        "خبر",
        " ",
        "\t",
        "[",
        "@",
    ]
)
ADDRESSES = st.lists(PARTS, max_size=7).map("".join)


@given(st.sampled_from(BASES), ADDRESSES)
def test_plain_addresses_are_joined_as_urllib_joins_them(base: str, link: str) -> None:
    try:
        joined: str | None = urllib.parse.urljoin(base, link)
    except ValueError:
        joined = None
    assert join_address(base, link) == (joined if split_address(joined) else None)


@given(ADDRESSES)
def test_plain_addresses_are_split_as_urllib_splits_them(url: str) -> None:
    parts = split_address(url)
    assert path_and_query(url) == (None if parts is None else (parts.path, parts.query))


def _takes_from_urllib(path: Path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    taken = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module == "urllib.parse"]
    return {name.name for node in taken for name in node.names}


def test_no_other_module_lets_urllib_split_or_join() -> None:
    sources = [*(ROOT / "cleaners").rglob("*.py"), *(ROOT / "crawler" / "urls").rglob("*.py")]
    found = {
        path.name for path in sources if _takes_from_urllib(path) & {"urlsplit", "urljoin", "urlparse", "urldefrag"}
    }
    assert found == {"web_address.py"}
    assert not [path for path in sources if "urllib.parse.url" in path.read_text("utf-8")]
