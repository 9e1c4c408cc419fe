"""Addresses: one spelling, one domain, and what looks like an article."""

from __future__ import annotations

import socket
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaners.data_files import DataFileError
from crawler.urls import MAX_LETTERS, address_key, article_id, canonicalize, looks_like_article, registrable_domain
from crawler.urls.rules import read_url_rules

SLUG = "وزير-الدفاع-الروسي-يزور-مالي-لتعزيز-التعاون"

CANONICAL = [
    ("https://example.com", "https://example.com/"),
    ("HTTPS://Example.COM:443/A?#x", "https://example.com/A"),
    ("http://example.com:80/", "http://example.com/"),
    ("http://example.com:8080/", "http://example.com:8080/"),
    ("https://example.com./a", "https://example.com/a"),
    (" https://example.com/a\n", "https://example.com/a"),
    (f"https://nan.media/{SLUG}/", f"https://nan.media/{quote(SLUG)}/"),
    (f"https://nan.media/{quote(SLUG).lower()}/", f"https://nan.media/{quote(SLUG)}/"),
    # Alef and hamza above, not composed: the server's own spelling stays.
    ("https://example.com/\u0627\u0654", "https://example.com/%D8%A7%D9%94"),
    ("https://example.com/%d8%a7%d9%94", "https://example.com/%D8%A7%D9%94"),
    ("https://example.com/%7Eme/a%2fb", "https://example.com/~me/a%2Fb"),
    # windows-1256 bytes are not UTF-8 and stay.
    ("https://example.com/%c7%e1", "https://example.com/%C7%E1"),
    ("https://example.com/100%", "https://example.com/100%25"),
    ("https://example.com/a/../b/./c", "https://example.com/b/c"),
    ("https://example.com/a b?x=c d+e", "https://example.com/a%20b?x=c%20d%20e"),
    ("https://example.com/?utm_source=x&fbclid=y&gclid=z", "https://example.com/"),
    ("https://example.com/?b=2&a=1&utm_medium=m", "https://example.com/?a=1&b=2"),
    ("https://example.com/a/?amp", "https://example.com/a/"),
    ("https://example.com/a/?amp=1&noamp=mobile", "https://example.com/a/"),
    ("https://example.com/a/amp", "https://example.com/a"),
    ("https://example.com/a/amp/", "https://example.com/a/"),
    ("https://example.com/a?output=amp", "https://example.com/a"),
    ("https://example.com/a?output=pdf", "https://example.com/a?output=pdf"),
    ("https://example.com/amp/news/1672120/x", "https://example.com/amp/news/1672120/x"),
    ("https://example.com/amplify", "https://example.com/amplify"),
    ("https://موقع.مصر/", "https://xn--4gbrim.xn--wgbh1c/"),
    ("http://[::1]:8000/a", "http://[::1]:8000/a"),
    ("https://EXAMPLE%2Ecom:0443/a", "https://example.com/a"),
    ("https://%65xample.com%2E/a", "https://example.com/a"),
    ("https://ｅｘａｍｐｌｅ．com/a", "https://example.com/a"),
    ("https://example。com。:443/a", "https://example.com/a"),
    ("https://%D9%85%D9%88%D9%82%D8%B9.%d9%85%d8%b5%d8%b1/", "https://xn--4gbrim.xn--wgbh1c/"),
    ("http://%31%32%37.0.0.1/", "http://127.0.0.1/"),
    ("https://example.com/a;jsessionid=0AF.node1", "https://example.com/a"),
    ("https://example.com/a;JSESSIONID=0/b;v=1;PHPSESSID=x?sid=1&b=2", "https://example.com/a/b;v=1?b=2"),
    ("https://example.com/a/..;sid=1/b", "https://example.com/b"),
    ("https://example.com/a;b/;c", "https://example.com/a;b/;c"),
    ("https://example.com/(S(lit3py55t21z5v55vlm25s55))/a.aspx", "https://example.com/a.aspx"),
    ("https://example.com/(X(1)S(lit3py55t21z5v55vlm25s55))", "https://example.com/"),
    ("https://example.com/(S(x))/a", "https://example.com/(S(x))/a"),
]

JUNK = [
    "",
    "x",
    "/a/b",
    "mailto:a@example.com",
    "javascript:void(0)",
    "ftp://example.com/",
    "http://",
    "http:///a",
    "http://[::1/",
    "http://[fe80::1%25eth0]/",
    "http://example.com:99999/",
    "http://exa mple.com/",
    "http://a..b/",
    "https://user@example.com/",
    "https://arabic.rt.com@example.com/",
    "http://\ud800/",
    "http://[x",
    "http://[domain]/",
    "http://ex℀mple.com/a",
    "http://exa／mple.com/a",
    "http://a%2Fb.example/",
    "http://a%40b.example/",
    "http://a%253A.example/",
    "http://a%3A80/",
    "http://%ff.example/",
]


@pytest.mark.parametrize(("url", "expected"), CANONICAL)
def test_canonical_form(url: str, expected: str) -> None:
    assert canonicalize(url) == expected
    assert canonicalize(expected) == expected


@pytest.mark.parametrize("url", JUNK)
def test_junk_has_no_canonical_form(url: str) -> None:
    assert canonicalize(url) == ""
    assert looks_like_article(url) is False
    assert registrable_domain(url) == ""


@given(st.text(max_size=60))
def test_any_string_is_accepted(text: str) -> None:
    assert canonicalize(text) == canonicalize(canonicalize(text)) or not canonicalize(text)


@pytest.mark.parametrize("letters", range(2015, 2050))
def test_an_address_at_the_limit_keeps_its_form_or_has_none(letters: int) -> None:
    for url in (f"https://example.com/{'a' * letters}", f"https://example.com/?{'a' * (letters - 6)}+b"):
        once = canonicalize(url)
        assert canonicalize(once) == once
        assert len(once) <= MAX_LETTERS


PIECES = st.sampled_from(
    [
        "%",
        "/",
        "amp",
        "?",
        "&",
        "=",
        "+",
        ";",
        ".",
        "..",
        "%2F",
        "%2e",
        "\0",
        "%00",
        "\u0338",
        "\u0627\u0654",
        "C",
        ";",
        ";sid=",
        "/(S(lit3py55t21z5v55vlm25s55))",
    ]
)


@given(st.lists(PIECES | st.text(max_size=3) | st.integers(0, 255).map("%{:02x}".format), max_size=12))
@example(["\0", "%", "%32", "F"])
@example(["%3C", "%CC%A7"])
@example(["amp", "/", "amp", "/", "amp"])
def test_canonical_form_is_idempotent(pieces: list[str]) -> None:
    once = canonicalize("https://example.com/" + "".join(pieces))
    assert once.startswith("https://example.com/")
    assert canonicalize(once) == once
    assert once.isascii()
    key = address_key(once)
    assert address_key(key) == key == canonicalize(key)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\u0627\u0654خبار", "أخبار"),
        ("محر\u0651\u064eر", "محر\u064e\u0651ر"),
        ("x?q=\u0627\u0654&r=1", "x?q=أ&r=1"),
    ],
)
def test_the_key_composes_letters(one: str, other: str) -> None:
    first, second = (canonicalize(f"https://example.com/{path}") for path in (one, other))
    assert first != second
    assert address_key(first) == address_key(second) == second
    assert address_key("") == ""


DOMAINS = [
    ("https://www.alarab.co.uk/x", "alarab.co.uk"),
    ("https://arabic.rt.com/", "rt.com"),
    ("https://a.b.news.example/", "news.example"),
    ("https://one.blogspot.com/", "one.blogspot.com"),
    ("http://127.0.0.2:8000/", "127.0.0.2"),
    ("http://[::1]:8000/", "[::1]"),
    ("http://localhost:8000/", "localhost"),
    ("https://moi.gov.eg/", "moi.gov.eg"),
]


@pytest.mark.parametrize(("url", "expected"), DOMAINS)
def test_registrable_domain(url: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("the suffix list was asked for"))
    assert registrable_domain(url) == expected


ARTICLES = [
    ("https://example.com/", False),
    ("https://example.com/category/news/", False),
    ("https://example.com/Tag/mali", False),
    ("https://example.com/author/someone/", False),
    (f"https://example.com/{SLUG}/page/2/", False),
    ("https://example.com/category/news/page/2.html", False),
    ("https://example.com/feed/", False),
    ("https://example.com/2025/03/", False),
    ("https://example.com/photo-of-the-day-2025.jpg", False),
    ("https://example.com/?s=mali", False),
    ("https://example.com/اتصل-بنا/", False),
    ("https://example.com/إتصل-بنا.html", False),
    ("https://example.com/privacy-policy", False),
    ("https://example.com/2025/03/19/mali", True),
    ("https://example.com/a/357250x-y", None),
    ("https://example.com/a/357250", True),
    ("https://example.com/news/357250/slug", True),
    ("https://example.com/news/story-357250.html", True),
    (f"https://example.com/{SLUG}", True),
    (f"https://example.com/{quote(SLUG)}.html", True),
    ("https://example.com/?p=123", True),
    ("https://example.com/story.aspx?id=77", True),
    ("https://example.com/world/", None),
    ("https://example.com/مالي", None),
]


@pytest.mark.parametrize(("url", "expected"), ARTICLES)
def test_looks_like_article(url: str, expected: bool | None) -> None:
    assert looks_like_article(url) is expected


def test_article_id_is_of_the_canonical_address() -> None:
    assert article_id("https://example.com/") == "0f115db062b7c0dd"


def test_unknown_rule_names_the_nearest(tmp_path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text('trackin = ["a"]\n', encoding="utf-8")
    with pytest.raises(DataFileError, match=r"rules\.toml: trackin: unknown key; did you mean 'tracking'\?"):
        read_url_rules(file)
