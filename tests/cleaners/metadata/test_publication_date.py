"""The day of an article: said for machines, printed near the headline, or none."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import clean_html
from cleaners.dates import parse_date
from cleaners.metadata.publication_date import _machine_iso
from cleaners.metadata.read import read_metadata
from cleaners.page import Page, parse
from tests.tools.page_heads import (
    BODY,
    HEADLINE,
    PARAGRAPH,
    TITLE,
    article_of,
    data_of,
    ld,
    near,
    read,
)

NOW = datetime(2025, 3, 21, 9, 0, tzinfo=UTC)


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
        (
            "<meta property='article:published_time' content='الأربعاء، 19 مارس 2025 - 12:09 م'>",
            "2025-03-19T12:09:00",
            "meta",
        ),
        ("<meta itemprop='datePublished' content='2025-03-19'>", "2025-03-19", "meta"),
        (
            "<script id='tawsiyat-metadata' type='text/tawsiyat'>"
            '{"title": "عنوان", "published_time": "2025-03-19T10:00:00+02:00", "keywords": "مالي,روسيا"}</script>',
            "2025-03-19T10:00:00+02:00",
            "script",
        ),
        (
            "<meta property='article:published_time' content='20250319T102000+0300'>",
            "2025-03-19T10:20:00+03:00",
            "meta",
        ),
        ("<meta property='article:published_time' content='20250319T102000Z'>", "2025-03-19T10:20:00+00:00", "meta"),
        ("<meta name='pubdate' content='20250319'>", "2025-03-19", "meta"),
        ("<meta name='pubdate' content='٢٠٢٥-٠٣-١٩T٠٩:٢٠:٠٠+٠٣:٠٠'>", "2025-03-19T09:20:00+03:00", "meta"),
        (ld(datePublished="2025-03-19T10:20:15"), "2025-03-19T10:20:15", "json-ld"),
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
        "<div>بيروت في 19 آذار 2025</div>",
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


def test_a_date_with_half_of_a_surrogate_pair_can_be_written() -> None:
    stated = '{"@type": "NewsArticle", "datePublished": "2023-02-07T11:20:00+0\\ud80002:00"}'
    article = clean_html(f'<script type="application/ld+json">{stated}</script><p>نص قصير.</p>')
    assert json.dumps(article.to_dict(), ensure_ascii=False).encode("utf-8")


OWN = f'"@type":"NewsArticle","headline":"{TITLE}","datePublished":"2024-05-18T09:00:00+03:00"'
OTHER = '"@type":"NewsArticle","headline":"خبر آخر في صفحة أخرى","datePublished":"2021-01-01"'
DAYS = {
    "JSON-LD in a graph": (data_of(f'{{"@graph":[{{"@type":"WebPage"}},{{{OWN}}}]}}'), "", "2024-05-18"),
    "JSON-LD in an array, another article first": (data_of(f"[{{{OTHER}}},{{{OWN}}}]"), "", "2024-05-18"),
    "broken JSON-LD": (data_of(f'{{{OWN},"description":"قال "نعم" أمس",}}'), "", "2024-05-18"),
    "JSON-LD with two types": (
        data_of("{" + OWN.replace('"NewsArticle"', '["Article", null]') + "}"),
        "",
        "2024-05-18",
    ),
    "only other articles' JSON-LD in a list": (
        data_of(f'{{"@type":"ItemList","itemListElement":[{{{OTHER}}}]}}'),
        "",
        None,
    ),
    "JSON-LD of a comment": (data_of('{"@type":"Comment","datePublished":"2022-02-02"}'), "", None),
    "hours ago": ("", "<span>منذ 3 ساعات</span>", "2024-05-20"),
    "yesterday": ("", "<span>أمس 10:15</span>", "2024-05-19"),
    "two days ago in a class": ("", "<div class='post-date'>منذ يومين</div>", "2024-05-18"),
    "weeks ago": ("", "<span>منذ أسبوعين</span>", None),
    "both calendars": ("", "<div>السبت 10 ذو القعدة 1445 هـ - 18 مايو 2024 م</div>", "2024-05-18"),
    "both calendars, the other order": ("", "<div>18 مايو 2024م الموافق 10 ذو القعدة 1445هـ</div>", "2024-05-18"),
    "dual months": ("", "<div>السبت 18 أيار/مايو 2024</div>", "2024-05-18"),
    "dual months the other way": ("", "<div>18 مايو / أيار 2024 - 14:30</div>", "2024-05-18"),
    "Maghrebi month": ("", "<div>السبت 18 ماي 2024</div>", "2024-05-18"),
    "a stamp late in UTC, the day shown": (
        "<meta property='article:published_time' content='2024-05-17T22:30:00Z'>",
        "<div>18 مايو 2024</div>",
        "2024-05-18",
    ),
    "a stamp late in UTC, nothing shown": (
        "<meta property='article:published_time' content='2024-05-17T22:30:00Z'>",
        "",
        "2024-05-17",
    ),
    "published and updated": ("", "<div>نشر: 17 مايو 2024 | آخر تحديث: 19 مايو 2024</div>", "2024-05-17"),
    "an impossible day": ("<meta property='article:published_time' content='0001-01-01T00:00:00'>", "", None),
    "a day to come": ("<meta property='article:published_time' content='2031-01-01T00:00:00Z'>", "", None),
    "day or month first": ("", "<div>03/04/2024</div>", "2024-04-03"),
    "an image's path": ("<meta property='og:image' content='https://sahel.example/2022/03/04/a.jpg'>", "", None),
    "an image in the page": ("", "<img src='/uploads/2022/03/04/a.jpg' alt='4 مارس 2022'>", None),
    "a weekday that does not fit": ("", "<div>الأحد 18 مايو 2024</div>", None),
}


@pytest.mark.parametrize(("head", "line", "day"), DAYS.values(), ids=DAYS)
def test_days(head: str, line: str, day: str | None):
    assert (article_of(head, line).date_published or "")[:10] == (day or "")


NO_DAYS = {
    "comments": "<div class='comments'><time datetime='2024-05-19'>19 مايو 2024</time><p>شكرا</p></div>",
    "comments of an unknown class": "<div><h3>التعليقات</h3><div><b>سالم</b> <span>19 مايو 2024</span></div></div>",
    "a widget": "<div class='widget'><h3>آخر الأخبار</h3><ul><li>"
    "<a href='/n/1'>خبر آخر من القرى</a> 19 مايو 2024</li></ul></div>",
    "cards": "<div><a href='/n/1'><h3>خبر آخر من القرى الست</h3></a><time datetime='2024-05-19'>قبل يوم</time></div>"
    * 3,
    "a footer": "<footer>جميع الحقوق محفوظة 2024 - 19 مايو 2024</footer>",
    "a plain footer": "<div>آخر تحديث للموقع 19 مايو 2024</div>",
}


@pytest.mark.parametrize("after", NO_DAYS.values(), ids=NO_DAYS)
def test_a_day_after_the_text_is_not_the_article_s(after: str):
    assert article_of(after=after).date_published is None


NAMED = "بلدية عين الصخر تبدأ توسيع الطريق إلى القرى الست"
SAID = "<p>أعلنت بلدية عين الصخر، الأحد، بدء أعمال توسيع الطريق الجبلي، على أن تنتهي قبل الشتاء كما قال نزار قاسم.</p>"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("<div>ظهر هنا: 9 نوفمبر 2023</div><div>عاد إليه القلم: 11 نوفمبر 2023</div>", "2023-11-09"),
        ("<div>عاد إليه القلم: 11 نوفمبر 2023</div><div>ظهر هنا: 9 نوفمبر 2023</div>", "2023-11-09"),
        ("<div>آخر تحديث: 11 نوفمبر 2023</div><div>ظهر هنا: 9 نوفمبر 2023</div>", "2023-11-09"),
        ("<div>ظهر هنا: 9 نوفمبر 2023</div><div>تاريخ النشر: 11 نوفمبر 2023</div>", "2023-11-11"),
        ("<div>ظهر هنا: ٩ نوفمبر ٢٠٢٣ / هالة منصور</div>", "2023-11-09"),
        ("<div><b>ظهر هنا: 9/11/2023</b> <b>هالة منصور</b></div>", "2023-11-09"),
        ("<div>ظهر هنا: نوفمبر 2023</div>", None),
        ("<meta name=date content='2023-11-09T10:20:00Z'>", "2023-11-09"),
    ],
)
def test_dates_after_unknown_labels(line: str, day: str | None):
    page = f"<html><head></head><body><h1>{NAMED}</h1>{line}{SAID}{SAID}</body></html>"
    tree = parse(Page(page))
    assert tree is not None
    found = read_metadata(tree, "https://marfa.example/n/7", None).date_published
    assert (found or "")[:10] == (day or "")


@pytest.mark.parametrize(
    ("line", "published", "modified"),
    [
        ("<span class='date'>آخر تحديث: 19 مارس 2025</span>", None, "2025-03-19"),
        ("<span>تم التحديث في 19/03/2025 - 14:30</span>", None, "2025-03-19T14:30:00"),
        ("<span>نُشر في: 18/3/2025 — حُدّث في: 19/3/2025</span>", "2025-03-18", "2025-03-19"),
        ("<div><span>18 مارس 2025</span> <span>آخر تحديث: 19 مارس 2025</span></div>", "2025-03-18", "2025-03-19"),
        ("<div>كتبت هالة منصور - آخر تحديث: <span>٠٨:٤٣ ، ١٩ مارس ٢٠٢٥</span></div>", None, "2025-03-19T08:43:00"),
        ("<div>آخر تحديث <time datetime='2025-03-19T08:00:00Z'>أمس</time></div>", None, "2025-03-19T08:00:00+00:00"),
        ("<time itemprop='dateModified' datetime='2025-03-19'>19 مارس</time>", None, "2025-03-19"),
        ("<time class='entry-date updated' datetime='2025-03-19'></time>", "2025-03-19", None),
    ],
)
def test_the_last_change_is_no_publication(line: str, published: str | None, modified: str | None) -> None:
    article = clean_html(f"<html><body><article>{near(line)}</article></body></html>")
    assert (article.date_published, article.date_modified) == (published, modified)


@pytest.mark.parametrize(
    ("machine", "printed", "iso"),
    [
        ("2025-03-18T19:47:00-07:00", "الأربعاء, 19 مارس 2025 - 02:47 ص", "2025-03-19T02:47:00+00:00"),
        ("2025-03-18T15:10:30-08:00", "19 مارس 2025 - 02:10 ص", "2025-03-19T02:10:30+03:00"),
        ("2025-03-18T15:10:30-08:00", "19 مارس 2025", "2025-03-19"),
        ("2025-03-18T22:30:00+00:00", "19 مارس 2025", "2025-03-19"),
        ("2025-03-19T02:30:00+00:00", "18 مارس 2025", "2025-03-18"),
        ("2025-03-18T15:10:30-08:00", "19 مارس 2025 - 17:00", "2025-03-19"),
        ("2025-03-19T10:20:00+03:00", "19 مارس 2025", "2025-03-19T10:20:00+03:00"),
        ("2025-03-18T10:20:00+03:00", "19 مارس 2025", "2025-03-18T10:20:00+03:00"),
        ("2025-03-18T10:20:00+03:00", "آخر تحديث: 19 مارس 2025", "2025-03-18T10:20:00+03:00"),
        ("2025-03-18T10:20:00", "19 مارس 2025", "2025-03-18T10:20:00"),
        (
            "2025-03-18T15:10:00-08:00",
            "<time>2025-04-02T09:00:00Z</time><time>الأربعاء, 19 مارس 2025 - 02:10 ص</time>",
            "2025-03-19T02:10:00+03:00",
        ),
    ],
)
def test_the_printed_day_beats_the_zone_of_a_server(machine: str, printed: str, iso: str) -> None:
    assert read(f"<article>{near(f'<div>{printed}</div>')}</article>", ld(datePublished=machine)).date_published == iso


@pytest.mark.parametrize(
    "line",
    [
        "<blockquote class='fb-post'><p>Posted by بلدية المرج on Thursday, July 6, 2017</p></blockquote>",
        "<blockquote class='twitter-tweet'><p>وصلنا</p>— البلدية (@marj) <a href='#'>March 5, 2017</a></blockquote>",
        "<div class='instagram-media'><time datetime='2017-07-06'>6 يوليو 2017</time></div>",
        "<figure><img src='/a.jpg'><figcaption><time datetime='2017-07-06'>6 يوليو 2017</time></figcaption></figure>",
        "<blockquote><p>«وصلنا»</p><p>6 يوليو 2017</p></blockquote>",
        "<p>انطلقت أعمال الترميم يوم الأحد 20 نوفمبر 2022،</p>",
        f"<h3>6 مارس 2024</h3>{PARAGRAPH}<h3>8 مارس 2024</h3>",
        f"<p>6 مارس 2024</p>{PARAGRAPH}<p>8 مارس 2024</p>",
    ],
)
def test_dates_of_posts_captions_quotations_and_events_do_not_count(line: str) -> None:
    article = clean_html(f"<html><body><article>{near(line)}</article></body></html>")
    assert (article.date_published, article.date_modified) == (None, None)


TWO_DIGITS = st.integers(0, 61).map("{:02}".format)
OFFSETS = st.sampled_from(["", "Z", "+03:00", "-0530", "+0000", "+24:00", ".5Z", ",123", " GMT"])


@given(
    st.sampled_from([1900, 1999, 2024]), st.lists(TWO_DIGITS, min_size=5, max_size=5), st.sampled_from("T t"), OFFSETS
)
def test_exact_times_mean_what_they_mean_in_print(year: int, parts: list[str], between: str, offset: str) -> None:
    value = f"{year}-{parts[0]}-{parts[1]}{between}{':'.join(parts[2:])}{offset}"
    stamp = parse_date(value)
    assert _machine_iso(value) == (stamp.iso if stamp else None)
