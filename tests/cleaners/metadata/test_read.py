"""What pages say about their articles: titles, authors, dates, sections, directives."""

import json
from datetime import UTC, datetime

import lxml.html
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaners import clean_html
from cleaners.metadata.read import Metadata, read_metadata
from cleaners.metadata.titles import choose_title
from cleaners.page import Page, parse
from tests.tools.fixtures import ROOT

SHARED = ROOT.parent / "shared"
URL = "https://www.example.net/news/1234"
NOW = datetime(2025, 3, 21, 9, 0, tzinfo=UTC)
HEADLINE = "وزير الخارجية يزور باماكو لبحث التعاون الأمني"
PARAGRAPH = (
    "<p>أعلنت وزارة الخارجية، الأربعاء، أن الوزير وصل إلى العاصمة المالية باماكو في زيارة تستمر يومين يبحث خلالها مع"
    " المسؤولين سبل تعزيز التعاون بين البلدين في مجالات الأمن والاقتصاد والتعليم.</p>"
)
BODY = f"<h1>{HEADLINE}</h1>{PARAGRAPH}{PARAGRAPH}{PARAGRAPH}"


def read(body: str = BODY, head: str = "", url: str | None = URL, now: datetime | None = None) -> Metadata:
    tree = parse(Page(f"<html><head>{head}</head><body>{body}</body></html>"))
    assert tree is not None
    return read_metadata(tree, url, now)


def title_of(metadata: Metadata, printed: str | None = None) -> str | None:
    return choose_title(metadata.candidates, printed)


def ld(**fields: object) -> str:
    node = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(node, ensure_ascii=False)}</script>'


def near(line: str) -> str:
    """A page that prints a line between its headline and its text."""
    return f"<div class='page'><h1>{HEADLINE}</h1>{line}{PARAGRAPH}{PARAGRAPH}</div>"


# titles


@pytest.mark.parametrize(
    "head",
    [
        f"<title>{HEADLINE} - موقع المثال</title><meta property='og:site_name' content='موقع المثال'>",
        f"<title>موقع المثال | {HEADLINE}</title><meta property='og:site_name' content='موقع المثال'>",
        f"<title>{HEADLINE} – أخبار – بوابة المثال الإلكترونية</title>"
        "<meta name='application-name' content='بوابة المثال'>",
        f"<title>{HEADLINE} | Example</title>",
        f"<meta property='og:title' content='{HEADLINE} « example.net'>",
        ld(headline=HEADLINE) + "<title>موقع المثال</title>",
    ],
)
def test_the_sites_name_is_not_part_of_the_title(head: str) -> None:
    assert title_of(read(BODY, head)) == HEADLINE
    assert title_of(read(PARAGRAPH, head.replace(" – أخبار", ""))) == HEADLINE


def test_a_dash_inside_a_headline_stays() -> None:
    headline = "القمة العربية - الإفريقية: جولة جديدة في الرياض"
    assert title_of(read(f"<h1>{headline}</h1>{PARAGRAPH}", f"<title>{headline} - المثال</title>")) == headline


def test_the_logo_is_no_headline() -> None:
    metadata = read(
        f"<header><h1>موقع المثال</h1></header>{BODY}", "<meta property='og:site_name' content='موقع المثال'>"
    )
    assert title_of(metadata) == HEADLINE


def test_a_section_name_in_h1_is_no_headline() -> None:
    metadata = read(f"<h1>سياسة</h1><h2>{HEADLINE}</h2>{PARAGRAPH}", f"<meta property='og:title' content='{HEADLINE}'>")
    assert title_of(metadata) == HEADLINE


def test_a_title_that_was_cut_off_is_made_whole_by_the_heading() -> None:
    metadata = read(BODY, ld(headline=HEADLINE[:30] + "…") + f"<meta property='og:title' content='{HEADLINE[:30]}...'>")
    assert title_of(metadata) == HEADLINE


def test_the_heading_spells_the_headline() -> None:
    metadata = read(
        "<h1>«الأمن» يتصدّر محادثات باماكو</h1>" + PARAGRAPH,
        "<meta property='og:title' content='الأمن يتصدر محادثات باماكو'><title>الأمن يتصدر محادثات باماكو</title>",
    )
    assert title_of(metadata) == "«الأمن» يتصدّر محادثات باماكو"


def test_entities_in_json_are_letters() -> None:
    assert title_of(read(PARAGRAPH, ld(headline="&quot;شعر وردي&quot; يشعل السخرية"))) == '"شعر وردي" يشعل السخرية'


def test_the_heading_outweighs_what_only_search_engines_are_told() -> None:
    other = "أخبار مالي اليوم: تفاصيل زيارة الوفد الدبلوماسي"
    head = ld(headline=other) + f"<title>{other}</title><meta property='og:title' content='{other}'>"
    assert title_of(read(BODY, head)) == HEADLINE
    assert title_of(read(f"<div>{other}</div>{BODY}", head)) == other


def test_a_headline_without_heading_elements() -> None:
    page = (
        f"<table><tr><td><font size=5>{HEADLINE}</font></td></tr><tr><td>بقلم: أحمد علي - 19 مارس 2025</td></tr>"
        f"<tr><td>{PARAGRAPH}{PARAGRAPH}</td></tr></table>"
    )
    metadata = read(page, f"<title>{HEADLINE} - صحيفة لا يذكر اسمها في مكان آخر</title>")
    assert (title_of(metadata), metadata.authors, metadata.date_published) == (HEADLINE, ("أحمد علي",), "2025-03-19")


def test_the_lines_of_the_text_complete_a_title_that_was_cut_off() -> None:
    metadata = read("<div></div>", f"<title>{HEADLINE[:35]}...</title>")
    assert choose_title(metadata.candidates, None, [HEADLINE, "نص"]) == HEADLINE


def test_the_block_that_the_text_shows_is_the_last_resort() -> None:
    assert title_of(read(PARAGRAPH), HEADLINE) == HEADLINE
    assert title_of(read(PARAGRAPH)) is None


def test_a_head_written_for_the_home_page_is_not_believed() -> None:
    head = (
        "<title>شبكة المثال | الصفحة الرئيسية</title><link rel='canonical' href='https://www.example.net'>"
        "<meta property='og:title' content='شبكة المثال | الصفحة الرئيسية'><meta property='og:type' content='website'>"
        "<meta property='article:published_time' content='2019-01-01T10:00:00+03:00'>"
        "<meta property='article:modified_time' content='2022-02-12T13:14:09+00:00'>"
    )
    metadata = read(f"<h1>شبكة المثال</h1>{near('<span>19/03/2025</span>')}", head)
    assert title_of(metadata) == HEADLINE
    assert (metadata.date_published, metadata.date_modified) == ("2025-03-19", None)
    assert metadata.canonical == "https://www.example.net"
    assert metadata.kinds == ()


# dates


@pytest.mark.parametrize(
    ("head", "iso", "method"),
    [
        (ld(datePublished="2025-03-19T10:20:00+03:00"), "2025-03-19T10:20:00+03:00", "json-ld"),
        (ld(datePublished=["2025-03-19"]), "2025-03-19", "json-ld"),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": ["Article"],'
            ' "datePublished": "2025-03-19"}]}</script>',
            "2025-03-19",
            "json-ld",
        ),
        (
            '<script type="application/ld+json">[{"@type": "BreadcrumbList"}, {"@type": "NewsArticle",'
            ' "datePublished": "2025-03-19",},]</script>',
            "2025-03-19",
            "json-ld",
        ),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "قال "نعم" ثم مضى",'
            ' "datePublished": "2025-03-19"}</script>',
            "2025-03-19",
            "json-ld",
        ),
        (
            '<script type="application/ld+json">/*<![CDATA[*/{"@type": "NewsArticle", "headline": "سطر\nثان",'
            ' "datePublished": "2025-03-19"}/*]]>*/</script>',
            "2025-03-19",
            "json-ld",
        ),
        (
            "<meta property='article:published_time' content='2025-03-19T10:20:00Z'>",
            "2025-03-19T10:20:00+00:00",
            "meta",
        ),
        ("<meta name='pubdate' content='2025-03-19'>", "2025-03-19", "meta"),
        ("<meta property='article:published_time' content='الأربعاء، 19 مارس 2025 - 12:09 م'>", "2025-03-19", "meta"),
        ("<meta itemprop='datePublished' content='2025-03-19'>", "2025-03-19", "meta"),
        (
            "<script id='tawsiyat-metadata' type='text/tawsiyat'>"
            '{"title": "عنوان", "published_time": "2025-03-19T10:00:00+02:00", "keywords": "مالي,روسيا"}</script>',
            "2025-03-19T10:00:00+02:00",
            "script",
        ),
        ("<meta name='creation_date' content='10-Nov-2000'>", None, None),
        ("<meta name='pubdate' content='3/4/2025'>", None, None),  # day first or month first?
        ("<meta property='article:published_time' content='1970-01-01T00:00:00Z'>", None, None),
        ("<meta property='article:modified_time' content='2025-03-19T10:20:00Z'>", None, None),
    ],
)
def test_dates_for_machines(head: str, iso: str | None, method: str | None) -> None:
    metadata = read(BODY, head)
    assert (metadata.date_published, metadata.date_method) == (iso, method)


@pytest.mark.parametrize(
    "line",
    [
        "<span>19 مارس 2025</span>",
        "<div class='x'>رانيا حداد - ١٩ مارس ٢٠٢٥</div>",
        "<div>سياسة</div><ul class='share'><li>فيسبوك</li><li>تويتر</li></ul><p>الأربعاء 19 آذار/مارس 2025 | 10:15</p>",
        "<div>بقلم: <b>أحمد علي</b> - نشر في: <span>19/03/2025</span></div>",
        "<div><a>سياسة</a> <span>2025-03-19 | 12:42</span> <span>مشاهدات عالية</span></div>",
        "<time datetime='2025-03-19'>أمس</time>",
        "<footer class='submitted'>19.03.2025</footer>",
        "<p>يبحث الوزير مع نظيره المالي ملفات الأمن والاقتصاد في زيارة تستمر يومين.</p>"
        "<time datetime='2025-03-19'></time>",
        "<div class='meta'>نشرت في 19 مارس 2025 بواسطة أحمد علي</div>",
        "<span>آخر تحديث: 20 مارس 2025</span><span>نشر: 19 مارس 2025</span>",
    ],
)
def test_dates_printed_near_the_headline(line: str) -> None:
    page = f"<article>{near(line)}</article>"
    metadata = read(page)
    assert metadata.date_published is not None
    assert metadata.date_published[:10] == "2025-03-19"
    assert metadata.date_raw


@pytest.mark.parametrize(
    "page",
    [
        f"<div class='topbar'>الجمعة 21 مارس 2025</div>{BODY}",
        f"<div class='wrap'><div id='header'><span>الجمعة 21 مارس 2025</span></div><div>{BODY}</div></div>",
        f"{BODY}<div class='comments'><time datetime='2025-03-20'>20 مارس 2025</time></div>",
        f"{BODY}<aside><time datetime='2025-03-20'>20 مارس 2025</time></aside>",
        f"{BODY}<footer>جميع الحقوق محفوظة 1 يناير 2024</footer>",
        f"<h1>{HEADLINE}</h1><img src='/2019/05/06/a.jpg'>{PARAGRAPH}{PARAGRAPH}",
        f"<h1>{HEADLINE}</h1><figure><figcaption>صورة - 5 مايو 2019</figcaption></figure>{PARAGRAPH}{PARAGRAPH}",
        f"<h1>{HEADLINE}</h1>{PARAGRAPH}{PARAGRAPH}<p>February 7, 2023</p>",
        f"<h1>{HEADLINE}</h1><p>وصل الوزير في 5 مارس 2024 إلى باماكو</p>{PARAGRAPH}{PARAGRAPH}",
        f"{BODY}<ul><li><time datetime='2025-03-01'></time></li><li><time datetime='2025-03-02'></time></li></ul>",
    ],
)
def test_dates_of_something_else_do_not_count(page: str) -> None:
    assert read(page).date_published is None


def test_a_late_moment_in_utc_is_the_outlets_next_day() -> None:
    late = ld(datePublished="2025-03-18T22:30:00Z")
    assert read(near("<span>19 مارس 2025</span>"), late).date_published == "2025-03-19"
    assert read(near("<span>25 مارس 2025</span>"), late).date_published == "2025-03-18T22:30:00+00:00"
    assert read(BODY, late).date_published == "2025-03-18T22:30:00+00:00"
    early = ld(datePublished="2025-03-18T09:30:00Z")
    assert read(near("<span>19 مارس 2025</span>"), early).date_published == "2025-03-18T09:30:00+00:00"


def test_a_stamp_of_the_fetching_day_yields_to_an_older_printed_date() -> None:
    made_now = ld(datePublished="2025-03-21T08:59:00+03:00")
    assert read(near("<span>5 مارس 2025</span>"), made_now, now=NOW).date_published == "2025-03-05"
    assert read(BODY, made_now, now=NOW).date_published == "2025-03-21T08:59:00+03:00"


def test_nothing_is_published_after_it_was_fetched() -> None:
    assert read(BODY, ld(datePublished="2026-01-01"), now=NOW).date_published is None


def test_relative_dates_are_reckoned_from_the_fetch() -> None:
    page = near("<span>منذ يومين</span>")
    assert (read(page, now=NOW).date_published, read(page).date_published) == ("2025-03-19", None)


def test_the_address_is_the_last_resort() -> None:
    metadata = read(url="https://www.example.net/story/2025/3/19/خبر/77")
    assert (metadata.date_published, metadata.date_method) == ("2025-03-19", "url")
    assert read(url="https://www.example.net/story/2025/3/عام").date_published is None


def test_the_node_with_the_pages_address_is_the_article() -> None:
    other = {"@type": "NewsArticle", "url": "https://www.example.net/news/9", "datePublished": "2020-01-01"}
    own = {"@type": "NewsArticle", "mainEntityOfPage": {"@id": URL}, "datePublished": "2025-03-19"}
    script = f'<script type="application/ld+json">{json.dumps([other, own])}</script>'
    assert read(BODY, script).date_published == "2025-03-19"


# authors


@pytest.mark.parametrize(
    ("head", "line", "authors"),
    [
        (ld(author={"@type": "Person", "name": "أحمد علي"}), "", ("أحمد علي",)),
        (ld(author=[{"name": "أحمد علي"}, {"name": "سارة محمد"}]), "", ("أحمد علي", "سارة محمد")),
        (ld(author="بقلم: أحمد علي - القاهرة"), "", ("أحمد علي",)),
        (ld(author={"@type": "Person", "name": "admin"}), "<span class='author'>كتب: أحمد علي</span>", ("أحمد علي",)),
        (ld(author={"@type": "Organization", "name": "رويترز"}), "", ()),
        (ld(author={"@type": "Person", "name": "فريق التحرير"}), "", ()),
        (ld(author="موقع المثال", publisher={"name": "موقع المثال"}), "", ()),
        ("<meta name='author' content='example'>", "", ()),
        ("<meta name='author' content='أحمد علي، سارة محمد'>", "", ("أحمد علي", "سارة محمد")),
        ("<meta name='author' content='ahmed@example.net'>", "", ()),
        ("<meta property='article:author' content='https://www.facebook.com/ahmed'>", "", ()),
        ("", "<div class='writer'><a href='/w/5'>أحمد علي</a></div>", ("أحمد علي",)),
        ("", "<div>رانيا حداد - ١٩ مارس ٢٠٢٥</div>", ("رانيا حداد",)),
        ("", "<div>الشرق الأوسط - ١٩ مارس ٢٠٢٥</div>", ()),
        ("", "<p>كتبت: أسماء نصار</p>", ("أسماء نصار",)),
        ("", "<p>كتبت أسماء نصار</p>", ("أسماء نصار",)),
        ("", "<p>تقرير حقوقي يكشف انتهاكات</p>", ()),
        ("", "<span itemprop='author' itemscope><b itemprop='name'>أحمد علي</b></span>", ("أحمد علي",)),
        ("", "<div class='comment'><span itemprop='author'>زائر كريم</span></div>", ()),
        ("", "<div class='author-box'>منوعات</div>", ()),
        ("", "<p>وكالات</p>", ()),
    ],
)
def test_authors(head: str, line: str, authors: tuple[str, ...]) -> None:
    assert read(near(line), head).authors == authors


def test_author_references_are_followed() -> None:
    graph = [
        {"@type": "Person", "@id": "#ahmed", "name": "أحمد علي"},
        {"@type": "Article", "headline": HEADLINE, "author": {"@id": "#ahmed"}},
    ]
    assert read(BODY, f'<script type="application/ld+json">{json.dumps({"@graph": graph})}</script>').authors == (
        "أحمد علي",
    )


def test_an_agency_in_the_authors_place_is_the_source() -> None:
    metadata = read(BODY, ld(author={"@type": "Organization", "name": "رويترز"}))
    assert (metadata.authors, metadata.source) == ((), "رويترز")


# the rest


def test_section_keywords_and_description() -> None:
    metadata = read(
        BODY,
        "<meta property='article:section' content='أخبار العالم'><meta name='description' content='ملخص  الخبر'>"
        f"<meta name='keywords' content='الرئیس الروسی، مالي,مالى , {HEADLINE}'>",
    )
    assert metadata.section == "أخبار العالم"
    assert metadata.keywords == ("الرئيس الروسي", "مالي")
    assert metadata.description == "ملخص الخبر"


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
    assert read("<div id='app'></div>", ld(articleBody="أولى ،\n\nثانية")).article_body == "أولى،\n\nثانية"
    assert read().article_body is None


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


# real pages, where they are at hand


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


def test_a_date_with_half_of_a_surrogate_pair_can_be_written() -> None:
    stated = '{"@type": "NewsArticle", "datePublished": "2023-02-07T11:20:00+0\\ud80002:00"}'
    article = clean_html(f'<script type="application/ld+json">{stated}</script><p>نص قصير.</p>')
    assert json.dumps(article.to_dict(), ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (f"<title>{HEADLINE} | صدى المرفأ</title>", "صدى المرفأ"),
        (f"<title>{HEADLINE} - أخبار الجبل - صدى المرفأ</title>", "صدى المرفأ"),
        (
            f"<title>{HEADLINE} | أخبار الجبل</title><meta property='article:section' content='أخبار الجبل'>",
            "example.net",
        ),
        (f"<title>{HEADLINE} | كل ما يهمك من أخبار الجبل والمرفأ</title>", "example.net"),
        (f"<title>{HEADLINE}</title>", "example.net"),
        (f"<title>{HEADLINE} | أخبار</title><meta property='og:site_name' content='صدى المرفأ'>", "صدى المرفأ"),
    ],
)
def test_an_outlet_s_name(head: str, name: str) -> None:
    assert read(head=head).site_name == name


def test_a_section_that_the_page_links_is_no_outlet_s_name() -> None:
    head, link = f"<title>{HEADLINE} | كرة القدم</title>", "<a href='{}'>كرة القدم</a>"
    assert read(head=head, body=link.format("/sport/") + BODY).site_name == "example.net"
    assert read(head=head, body=link.format("/") + BODY).site_name == "كرة القدم"
