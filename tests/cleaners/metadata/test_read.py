"""What pages say about their articles, all of it together: sections, keywords, directives, kinds."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import lxml.html
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaners.metadata.read import Metadata, read_metadata
from cleaners.metadata.titles import choose_title
from cleaners.page import Page, parse
from tests.tools.fixtures import ROOT
from tests.tools.page_heads import BODY, HEADLINE, URL, data_of, ld, near, read

SHARED = ROOT.parent / "shared"
NOW = datetime(2025, 3, 21, 9, 0, tzinfo=UTC)


def title_of(metadata: Metadata, printed: str | None = None) -> str | None:
    return choose_title(metadata.candidates, printed)


def test_the_node_with_the_pages_address_is_the_article() -> None:
    other = {"@type": "NewsArticle", "url": "https://www.example.net/news/9", "datePublished": "2020-01-01"}
    own = {"@type": "NewsArticle", "mainEntityOfPage": {"@id": URL}, "datePublished": "2025-03-19"}
    script = f'<script type="application/ld+json">{json.dumps([other, own])}</script>'
    assert read(BODY, script).date_published == "2025-03-19"


def test_section_keywords_and_description() -> None:
    metadata = read(
        BODY,
        "<meta property='article:section' content='أخبار العالم'><meta name='description' content='ملخص  الخبر'>"
        f"<meta name='keywords' content='الرئیس الروسی، مالي,مالى , {HEADLINE}'>",
    )
    assert metadata.section == "أخبار العالم"
    assert metadata.keywords == ("الرئيس الروسي", "مالي")
    assert metadata.description == "ملخص الخبر"


CRUMBS = [
    {"position": 1, "item": {"name": "الرئيسية"}},
    {"position": 2, "item": {"name": "صدى المرفأ"}},
    {"position": 3, "name": "محليات"},
    {"position": 4, "name": HEADLINE},
]


@pytest.mark.parametrize(
    ("head", "line", "section", "keywords"),
    [
        (ld(articleSection=["محليات"], keywords="جسر, قصب"), "", "محليات", ("جسر", "قصب")),
        ("", "<a rel='category tag' href='/c/1'>محليات</a><a rel='tag' href='/t/1'>جسر</a>", "محليات", ("جسر",)),
        ("", "<a rel='tag' href='/category/local'>محليات</a><a rel='tag'>#عين_الصخر</a>", "محليات", ("عين الصخر",)),
        ("", "<a rel='tag'>جسر</a>, <a rel='tag'>قصب</a>, <a rel='tag'>جسر</a>", None, ("جسر", "قصب")),
        (f"{data_of(json.dumps({'@type': 'BreadcrumbList', 'itemListElement': CRUMBS}))}", "", "محليات", ()),
        ("", "<nav class='breadcrumb'><a>الرئيسية</a> » <a>محليات</a> » <a>جسور</a></nav>", "جسور", ()),
        ("", "<ul id='breadcrumbs'><li><a>الرئيسية</a></li></ul>", None, ()),
        ("<meta property='article:section' content='صدى المرفأ'>", "", None, ()),
        ("<meta property='article:section' content='الرئيسية'>", "<a rel='category'>محليات</a>", "محليات", ()),
        ("", "<aside><a rel='category tag'>محليات</a><a rel='tag'>جسر</a></aside>", None, ()),
        ("<meta name='news_keywords' content='جسر، قصب،جسر'>", "<a rel='tag'>وادي</a>", None, ("جسر", "قصب")),
    ],
)
def test_sections_and_keywords(head: str, line: str, section: str | None, keywords: tuple[str, ...]) -> None:
    metadata = read(near(line), f"<meta property='og:site_name' content='صدى المرفأ'>{head}")
    assert (metadata.section, metadata.keywords) == (section, keywords)


def test_robots_directives() -> None:
    metadata = read(
        BODY,
        "<meta name='robots' content='NoIndex, max-image-preview:large'><meta name='googlebot' content='noai'>"
        "<meta name='bingbot' content='nofollow'><meta name='tdm-reservation' content='1'>",
    )
    assert metadata.directives == ("noindex", "max-image-preview:large", "noai", "tdm-reservation")


def test_kinds_and_canonical() -> None:
    metadata = read(
        BODY, "<link rel='canonical' href='/news/1234'><meta property='og:type' content='article'>" + ld(headline="خبر")
    )
    assert metadata.canonical == "https://www.example.net/news/1234"
    assert metadata.kinds == ("article", "NewsArticle")


def test_the_text_of_a_page_that_has_it_only_in_json() -> None:
    assert read("<div id='app'></div>", ld(articleBody="أولى ،\n\nثانية")).article_body() == "أولى،\n\nثانية"
    assert read().article_body() is None


JUNK = st.text(
    st.sampled_from("<>\"'/{}[]:,@graph typeNewsArticle datePublished h1 meta 2025-03-19 ١٩ مارس"), max_size=60
)


@given(JUNK, JUNK)
@example("", "'{")
def test_no_page_raises(one: str, other: str) -> None:
    read(
        f"<h1>{one}</h1><time datetime='{other}'>{one}</time><span itemprop='{one}'>{other}</span>{other}",
        f"<script type='application/ld+json'>{one}</script><meta name='author' content='{other}'><title>{one}</title>"
        f"<script type='application/ld+json'>{json.dumps({'@type': one, '@graph': [other], 'author': [one]})}</script>",
        url=other,
        now=NOW,
    )


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.sampled_from(["NewsArticle", "2025-03-19", "https://[a", "أحمد"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["@type", "@graph", "@id", "author", "name", "headline", "url", "datePublished", "keywords"]
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=12,
    )
)
def test_no_json_raises(data: object) -> None:
    read(BODY, f"<script type='application/ld+json'>{json.dumps(data)}</script>")


def labelled(kind: str, labels: str) -> list[dict[str, object]]:
    path = SHARED / "data" / kind / labels
    return json.loads(path.read_text("utf-8")) if path.exists() else []


@pytest.mark.skipif(not (SHARED / "tools" / "gold.py").exists(), reason="no labelled pages beside the project")
@pytest.mark.parametrize(("kind", "labels", "authors"), [("pages", "labels.json", 26), ("hard", "gold.json", 16)])
def test_labelled_pages(kind: str, labels: str, authors: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SHARED / "tools"))
    from gold import tokens  # type: ignore[import-not-found]

    pages = labelled(kind, labels)
    same = {"title": 0, "date": 0, "author": 0}
    for label in pages:
        tree = parse(Page((SHARED / "data" / kind / str(label["file"])).read_bytes(), str(label.get("url"))))
        assert isinstance(tree, lxml.html.HtmlElement)
        metadata = read_metadata(tree, str(label.get("url")), None)
        days = {label["date"], *(label.get("date_alt") or [])}  # type: ignore[misc]
        same["title"] += tokens(title_of(metadata) or "") == tokens(label["title"])
        same["date"] += (metadata.date_published or "")[:10] in days
        same["author"] += tokens((*metadata.authors, "")[0]) == tokens(label["author"] or "")
    assert (same["title"], same["date"]) == (len(pages), len(pages))
    assert same["author"] >= authors
