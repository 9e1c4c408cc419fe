"""Outlet files: every example judged rightly, every mistake named."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.data_files import DataFileError
from crawler import outlets as package
from crawler.outlets import general_outlet, load_outlets

OUTLETS = load_outlets()
FILES = sorted(Path(package.__file__).parent.glob("*.toml"))
EXAMPLES = [
    (path.stem, kind, url)
    for path in FILES
    for kind in ("article", "other")
    for url in tomllib.loads(path.read_text("utf-8"))["examples"][kind]
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


def sitemap(template: str, message: str) -> tuple[str, str, str]:
    return "feeds", f'sitemaps = ["{template}"]\nfeeds', message


def listing(entry: str, message: str) -> tuple[str, str, str]:
    return "feeds", f"listings = [{entry}]\nfeeds", message


def twin(entry: str, message: str) -> tuple[str, str, str]:
    return "feeds", f"twins = [{{ {entry} }}]\nfeeds", message


MISTAKES = [
    ('name = "A"', 'nam = "A"', r"a\.example\.toml: nam: unknown key; did you mean 'name'\?"),
    ('name = "A"', "name = 3", "name: must be a string that is not blank, not 3"),
    ('name = "A"', 'name = " "', "name: must be a string that is not blank"),
    ('name = "A"', "", "name: missing"),
    ('checked = "never"', "", "checked: missing"),
    ("'^/b'", "'^/(b'", r"other\[0\]: bad regular expression '\^/\(b'"),
    ("other = ['^/b']", "other = '^/b'", "other: must be a list of strings, not"),
    ("['^/b']", "[1]", r"other\[0\]: must be a string, not 1"),
    ("https://a.example/feed/", "https://b.example/feed/", "feeds: not an address of a.example"),
    ('other = ["https://a.example/b"]', "", "examples.other: missing"),
    ('["https://a.example/b"]', '["https://c.example/b"]', "examples.other: not an address of a.example"),
    ('["https://a.example/a/1"]', '["https://a.example/a/x"]', "examples.article: the shapes classify it otherwise"),
    ("[examples]", "[exampels]", r"exampels: unknown key; did you mean 'examples'\?"),
    ('country = "EG"', 'mirrors = ["https://m.example"]', "mirrors: not a lower-case host name"),
    ('name = "A"', 'name = "A', "not valid TOML"),
    ("feeds", f"delay = {'9' * 5000}\nfeeds", "not valid TOML"),
    ('name = "A"', 'name = "A"\nsitmaps = []', "sitmaps: unknown key; did you mean 'sitemaps'"),
    ("feeds", 'feeds = ["https://a.example/{page}"]\nlistings', "feeds: has no fields"),
    sitemap("https://a.example/{yaer}.xml", "sitemaps: unknown field {yaer} in .*; did you mean 'year'"),
    sitemap("https://a.example/{month}.xml", "sitemaps: .*must have {year}"),
    sitemap("https://a.example/{year}-{day}.xml", "sitemaps: .*must have {year}"),
    sitemap("https://a.example/{year}-{month:2}.xml", "sitemaps: invalid format of {month}"),
    sitemap("https://a.example/{year!r}.xml", "sitemaps: invalid format of {year}"),
    sitemap("https://a.example/{year:02}.xml", "sitemaps: invalid format of {year}"),
    sitemap("https://a.example/{}.xml", "sitemaps: unknown field {}"),
    sitemap("https://a.example/{year.xml", "sitemaps: invalid template"),
    sitemap("https://b.example/{year}.xml", "sitemaps: not an address of a.example"),
    sitemap("a.example/{year}.xml", "sitemaps: not an http or https address"),
    sitemap("https://{year}", "sitemaps: not an http or https address|sitemaps: not an address"),
    listing('{ url = "https://a.example/" }', r"listings\[0\].pages: missing"),
    listing('{ url = "https://a.example/", pages = "https://a.example/2" }', r"listings\[0\].pages: .*lacks {page}"),
    listing('{ url = "https://a.example/", pages = "https://a.example/{n}" }', r"unknown field {n} .*; known: page"),
    listing('{ url = "https://a.example/", pags = "x" }', r"listings\[0\].pags: unknown key; did you mean 'pages'"),
    listing(
        '{ url = "https://a.example/", pages = "https://a.example/{page}", first = 7 }',
        r"\[0\].first: must be a whole number from 0 to 2, not 7",
    ),
    listing('{ url = "https://b.example/", pages = "https://a.example/{page}" }', "listings: not an address"),
    listing("3", r"listings\[0\]: must be a string that is not blank or a table, not 3"),
    ("feeds", 'search = "https://a.example/?s="\nfeeds', "search: .*lacks {query}"),
    ("feeds", 'search = "https://b.example/?s={query}"\nfeeds', "search: not an address of a.example"),
    ("feeds", 'posts = "https://a.example/wp-json/"\nfeeds', "posts: needs wordpress = true"),
    ("feeds", "wordpress = 1\nfeeds", "wordpress: must be true or false, not 1"),
    ("feeds", "crawl = false\nfeeds", "crawl: false needs a why"),
    ("feeds", 'why = "x"\nfeeds', "why: is allowed only with crawl = false"),
    (
        "feeds",
        'paths = ["ar"]\nfeeds',
        r"paths\[0\]: must be a path that begins and ends with a slash and names something, not 'ar'",
    ),
    ("feeds", 'paths = ["/ar/"]\nfeeds', "feeds: not an address of a.example"),
    ("feeds", 'listings = "x"\nfeeds', "listings: must be a list of strings or tables, not 'x'"),
    ("feeds", "feeds = ['']\nlistings", r"feeds\[0\]: must be a string that is not blank, not ''"),
    ("feeds", 'listing_area = "main > "\nfeeds', "listing_area: bad CSS selector 'main > '"),
    ("feeds", "listing_area = 3\nfeeds", "listing_area: must be a string, not 3"),
    ("feeds", "delay = nan\nfeeds", "delay: must be a number from 0 to 3600, not nan"),
    ("feeds", "delay = -1\nfeeds", "delay: must be a number from 0 to 3600, not -1"),
    (
        "[examples]",
        "[expect]\nmedian_wrods = 1\n[examples]",
        "expect.median_wrods: unknown key; did you mean 'median_words'",
    ),
    ("[examples]", "[expect]\ndated = 2\n[examples]", "expect.dated: must be a number from 0 to 1, not 2"),
    ("[examples]", "[expect]\ntitled = true\n[examples]", "expect.titled: must be a number from 0 to 1, not True"),
    twin("shape = '(', article = '/1'", r"twins\[0\].shape: bad regular expression"),
    twin("shape = '^/p/(?P<id>x)$', article = '/{no}'", r"twins\[0\].article: must be a path with the named groups"),
    twin("shape = '^/p/(?P<id>x)$', article = 'a/{id}'", r"twins\[0\].article: must be a path"),
    twin("shape = '^/p/(?P<id>x)$', article = '/{id}{'", r"twins\[0\].article: must be a path"),
    twin("shape = '^/p/(?P<id>x)$', artikel = '/{id}'", r"artikel: unknown key; did you mean 'article'"),
    twin("shape = '^/p/(?P<id>x)$', article = '/a/{id}'", "examples.twins: is missing"),
    (
        "[examples]",
        "[examples]\ntwins = { 'https://a.example/p/1' = 'https://a.example/a/1' }",
        r"examples\.twins\.https://a\.example/p/1: is folded into",
    ),
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
    write(tmp_path, "a.example", GOOD.replace(old, new, 1))
    with pytest.raises(DataFileError, match=message) as raised:
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
    with pytest.raises(DataFileError, match=r"b\.example\.toml: host 'a\.example' is also in a\.example\.toml"):
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
    ("bbc.com", "https://www.bbc.com/arabic", True),
    ("bbc.com", "https://www.bbc.com/arabic?page=2", True),
    ("bbc.com", "https://www.bbc.com/news/articles/c62x34m1nkzo", False),
    ("bbc.com", "https://www.bbc.com/arabicnews", False),
    ("bbc.com", "https://feeds.bbci.co.uk/arabic/rss.xml", True),
    ("dw.com", "https://www.dw.com/en/a-title/a-58253360", False),
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
    (
        "albawabhnews.com",
        "http://albawabhnews.com/print.aspx?id=12345&utm_source=a",
        "https://www.albawabhnews.com/12345",
    ),
    ("albawabhnews.com", "https://www.albawabhnews.com/print.aspx", "https://www.albawabhnews.com/print.aspx"),
    ("sarabic.ae", "https://www.arabic.sputniknews.com/world/", "https://sarabic.ae/world/"),
    ("arabic.rt.com", "https://rss.rtarabic.com/news/", "https://rss.rtarabic.com/news/"),
    ("bbc.com", "http://bbc.com/arabic/articles/c62x34m1nkzo.amp", "https://www.bbc.com/arabic/articles/c62x34m1nkzo"),
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


def test_many_outlets_are_described_and_some_may_not_be_crawled() -> None:
    assert len(OUTLETS) >= 17
    closed = [outlet for outlet in OUTLETS.values() if not outlet.may_crawl]
    assert closed
    assert all(outlet.why for outlet in closed)
    assert all("never fetched live" in (outlet.checked or "") for outlet in OUTLETS.values())
    assert OUTLETS["alquds.co.uk"].delay == 120


@pytest.mark.parametrize("outlet", OUTLETS.values(), ids=list(OUTLETS))
def test_examples_fold_to_one_form(outlet) -> None:
    for domain, _, url in EXAMPLES:
        if domain == outlet.domain:
            folded = outlet.canonicalize(url)
            assert outlet.canonicalize(folded) == folded
            assert outlet.owns(folded)
            assert outlet.is_article(folded) is outlet.is_article(url)


@settings(deadline=None)  # each example asks every outlet
@given(
    st.text(max_size=40) | st.from_regex(r"/(print\.aspx\?id=\d+|Print/\d+\.aspx|ar/[a-z]/a-\d+/amp)", fullmatch=True)
)
def test_any_address_is_judged_and_folded(rest: str) -> None:
    for outlet in OUTLETS.values():
        url = f"https://{outlet.canonical_host}/{rest.lstrip('/')}"
        folded = outlet.canonicalize(url)
        assert outlet.canonicalize(folded) == folded
        assert outlet.is_article(url) in (True, False, None)


RICH = GOOD.replace(
    "article",
    """
sitemaps = [
    "https://a.example/index.xml",
    "https://a.example/s.xml?yyyy={year}&mm={month:02}&dd={day:02}",
    "https://a.example/s-{year}-{month}.xml",
    "https://a.example/{year}.xml",
]
listings = [
    "https://a.example/b",
    { url = "https://a.example/b/c", pages = "https://a.example/b/c/page/{page}/" },
    { url = "https://a.example/b/d", pages = "https://a.example/b/d?page={page}", first = 1 },
]
search = "https://a.example/b?s={query}"
wordpress = true
article""",
    1,
)


@pytest.fixture
def rich(tmp_path: Path):
    write(tmp_path, "a.example", RICH + "[expect]\nmedian_words = 250\ndated = 0.9\n")
    return load_outlets(tmp_path)["a.example"]


def test_sitemaps_of_days_months_and_years(rich) -> None:
    assert rich.sitemaps == ("https://a.example/index.xml",)
    assert rich.sitemaps_on(date(2024, 12, 30), date(2025, 1, 2)) == (
        "https://a.example/s.xml?yyyy=2025&mm=01&dd=02",
        "https://a.example/s-2025-1.xml",
        "https://a.example/2025.xml",
        "https://a.example/s.xml?yyyy=2025&mm=01&dd=01",
        "https://a.example/s.xml?yyyy=2024&mm=12&dd=31",
        "https://a.example/s-2024-12.xml",
        "https://a.example/2024.xml",
        "https://a.example/s.xml?yyyy=2024&mm=12&dd=30",
    )


def test_dated_sitemaps_are_bounded(rich) -> None:
    assert len(rich.sitemaps_on(date.min, date.max)) == 366
    assert rich.sitemaps_on(date.min, date.max, 2)[0] == "https://a.example/s.xml?yyyy=9999&mm=12&dd=31"
    assert len(rich.sitemaps_on(date.min, date(1, 1, 3))) == 5
    assert rich.sitemaps_on(date(2025, 1, 2), date(2025, 1, 1)) == ()
    assert rich.sitemaps_on(date(2025, 1, 1), date(2025, 1, 2), 0) == ()
    assert OUTLETS["almayadeen.net"].sitemaps_on(date(2025, 2, 27), date(2025, 3, 1)) == (
        "https://www.almayadeen.net/sitemaps/all/sitemap-2025-3.xml",
        "https://www.almayadeen.net/sitemaps/all/sitemap-2025-2.xml",
    )


@pytest.mark.parametrize(
    ("url", "after"),
    [
        ("https://a.example/b", None),
        ("https://a.example/b/c", "https://a.example/b/c/page/2/"),
        ("http://www.a.example/b/c?fbclid=1", "https://a.example/b/c/page/2/"),
        ("https://a.example/b/c/page/2/?utm_source=x", "https://a.example/b/c/page/3/"),
        ("https://a.example/b/c/page/x/", None),
        ("https://a.example/feed/", "https://a.example/feed/?paged=2"),
        ("https://a.example/feed/?paged=4", "https://a.example/feed/?paged=5"),
        ("https://a.example/b/d", "https://a.example/b/d?page=1"),
        ("https://a.example/b/d?page=9", "https://a.example/b/d?page=10"),
        ("nonsense", None),
    ],
)
def test_the_next_page_of_a_listing(rich, url: str, after: str | None) -> None:
    assert rich.listing_after(url) == after


def test_only_wordpress_numbers_the_pages_of_its_feed() -> None:
    assert OUTLETS["nan.media"].listing_after("https://nan.media/feed/") == "https://nan.media/feed/?paged=2"
    assert OUTLETS["aawsat.com"].listing_after("https://aawsat.com/feed") is None


def test_what_else_a_file_may_say(rich) -> None:
    assert rich.listings == ("https://a.example/b", "https://a.example/b/c", "https://a.example/b/d")
    assert rich.posts == "https://a.example/wp-json/wp/v2/posts"
    assert rich.search_for("مالي & روسيا") == (
        "https://a.example/b?s=%D9%85%D8%A7%D9%84%D9%8A%20%26%20%D8%B1%D9%88%D8%B3%D9%8A%D8%A7"
    )
    assert (rich.expect.median_words, rich.expect.dated, rich.expect.titled) == (250, 0.9, None)
    assert rich.may_crawl
    assert rich.delay is None


def test_an_outlet_without_a_file_has_general_rules_only() -> None:
    outlet = general_outlet("https://news.example/")
    assert outlet.listing_after("https://news.example/") is None
    assert outlet.search_for("x") is None
    assert outlet.sitemaps_on(date(2025, 1, 1), date(2025, 1, 2)) == ()
    assert outlet.may_crawl
