"""Outlet files: every example judged rightly, every mistake named."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaners.errors import OwnDataError
from crawler import outlets as package
from crawler.outlets import general_outlet, load_outlets
from crawler.strict_toml import read_table

OUTLETS = load_outlets()
FILES = sorted(Path(package.__file__).parent.glob("*.toml"))
EXAMPLES = [
    (path.stem, kind, url)
    for path in FILES
    for kind in ("article", "other")
    for url in read_table(path).table("examples").texts(kind)
]

GOOD = """
name = "A"
country = "EG"
feeds = ["https://a.example/feed/"]
article = ['^/a/\\d+$']
other = ['^/b']
checked = "never"
[examples]
article = ["https://a.example/a/1"]
other = ["https://a.example/b"]
"""

MISTAKES = [
    ('name = "A"', 'nam = "A"', r"a\.example\.toml: nam: unknown key; did you mean 'name'\?"),
    ('name = "A"', "name = 3", "name: must be a string with something in it, not 3"),
    ('name = "A"', 'name = " "', "name: must be a string with something in it"),
    ('name = "A"', "", "name: missing"),
    ('checked = "never"', "", "checked: missing"),
    ("'^/b'", "'^/(b'", r"other: bad regular expression '\^/\(b'"),
    ("other = ['^/b']", "other = '^/b'", "other: must be a list of strings"),
    ("['^/b']", "[1]", "other: must hold strings"),
    ("https://a.example/feed/", "https://b.example/feed/", "feeds: not an address of a.example"),
    ('other = ["https://a.example/b"]', "", "examples.other: missing"),
    ('["https://a.example/b"]', '["https://c.example/b"]', "examples.other: not an address of a.example"),
    ('["https://a.example/a/1"]', '["https://a.example/a/x"]', "examples.article: the shapes say otherwise"),
    ("[examples]", "[exampels]", r"exampels: unknown key; did you mean 'examples'\?"),
    ('country = "EG"', 'mirrors = ["https://m.example"]', "mirrors: not a lower-case host name"),
    ('name = "A"', 'name = "A', "not valid TOML"),
]


def write(folder: Path, domain: str, text: str) -> None:
    (folder / f"{domain}.toml").write_text(text, encoding="utf-8")


def test_the_seeds_outlets_are_described() -> None:
    assert set(OUTLETS) >= {"arabkhabar.com", "nan.media", "arabic.rt.com", "almayadeen.net"}


@pytest.mark.parametrize(("domain", "kind", "url"), EXAMPLES)
def test_shapes_judge_the_examples(domain: str, kind: str, url: str) -> None:
    assert OUTLETS[domain].owns(url)
    assert OUTLETS[domain].is_article(url) is (kind == "article")


@pytest.mark.parametrize("outlet", OUTLETS.values(), ids=list(OUTLETS))
def test_places_of_announcement_are_no_articles(outlet) -> None:
    for url in (*outlet.feeds, *outlet.sitemaps, *outlet.listings):
        assert outlet.owns(url)
        assert outlet.is_article(url) is False


def test_a_good_file_loads(tmp_path: Path) -> None:
    write(tmp_path, "a.example", GOOD)
    outlet = load_outlets(tmp_path)["a.example"]
    assert (outlet.name, outlet.canonical_host) == ("A", "a.example")


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES)
def test_a_mistake_is_named_in_one_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    write(tmp_path, "a.example", GOOD.replace(old, new))
    with pytest.raises(OwnDataError, match=message) as raised:
        load_outlets(tmp_path)
    assert "\n" not in str(raised.value)
    assert "a.example.toml" in str(raised.value)


def test_two_outlets_may_not_claim_one_host(tmp_path: Path) -> None:
    write(tmp_path, "a.example", GOOD)
    write(
        tmp_path,
        "b.example",
        GOOD.replace("a.example", "b.example").replace("[ex", 'aliases = ["a.example"]\n[ex'),
    )
    with pytest.raises(OwnDataError, match=r"b\.example\.toml: host 'a\.example' is also in a\.example\.toml"):
        load_outlets(tmp_path)


OWNED = [
    ("arabic.rt.com", "https://rtarabic.com/world/1", True),
    ("arabic.rt.com", "https://www.rtarabic.com/world/1", True),
    ("arabic.rt.com", "https://russian.rt.com/world/1", False),
    ("arabic.rt.com", "https://rt.com/", False),
    ("arabkhabar.com", "https://eanlibya.com/x", True),
    ("almayadeen.net", "https://english.almayadeen.net/", False),
    ("almayadeen.net", "https://almayadeen.net.example/", False),
    ("almayadeen.net", "https://almayadeen.net@b.example/", False),
]


@pytest.mark.parametrize(("domain", "url", "owned"), OWNED)
def test_owns(domain: str, url: str, owned: bool) -> None:
    assert OUTLETS[domain].owns(url) is owned
    if not owned:
        assert OUTLETS[domain].is_article(url) is False


FOLDED = [
    ("arabic.rt.com", "http://www.rtarabic.com/world/1542829-x/amp", "https://arabic.rt.com/world/1542829-x"),
    ("almayadeen.net", "https://almayadeen.net/news/x?utm_source=a", "https://www.almayadeen.net/news/x"),
    ("arabkhabar.com", "http://www.eanlibya.com/x", "https://eanlibya.com/x"),
    ("arabkhabar.com", "http://www.arabkhabar.com/a/1", "https://arabkhabar.com/a/1"),
    ("nan.media", "http://other.example/", "http://other.example/"),
    ("nan.media", "nonsense", ""),
]


@pytest.mark.parametrize(("domain", "url", "expected"), FOLDED)
def test_twins_fold_onto_one_host(domain: str, url: str, expected: str) -> None:
    folded = OUTLETS[domain].canonicalize(url)
    assert folded == expected
    assert OUTLETS[domain].canonicalize(folded) == folded


def test_an_outlet_without_a_file_owns_its_domain() -> None:
    outlet = general_outlet("http://www.news.example/2025/03/19/mali")
    assert outlet.domain == "news.example"
    assert outlet.owns("https://m.news.example/")
    assert not outlet.owns("https://other.example/")
    assert outlet.is_article("http://news.example/2025/03/19/mali") is True
    assert outlet.is_article("http://other.example/2025/03/19/mali") is False
    assert outlet.canonicalize("http://news.example") == "http://news.example/"


def test_loopback_addresses_are_outlets_of_their_own() -> None:
    outlet = general_outlet("http://127.0.0.2:8000/a")
    assert outlet.owns("http://127.0.0.2:8000/b")
    assert not outlet.owns("http://127.0.0.3:8000/b")
