"""Steps about the head of an article: headline, dates, reading time, byline, translator, keywords, source."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import pytest

from cleaners.steps.body.normal_form import normal_form
from cleaners.steps.head.byline import byline, translator
from cleaners.steps.head.date_line import date_line, reading_time
from cleaners.steps.head.headline import before_headline, headline, repeated_headline
from cleaners.steps.head.keyword_line import keyword_line
from cleaners.steps.tail.source_line import source_line
from tests.tools.step_tables import HEAD, LAST, MORE, PROSE, Row, block, check, numbered

NOW = datetime(2026, 2, 11, 9, 30, tzinfo=UTC)
TITLE = (block(HEAD, "title"), "title")

HEADLINE: dict[str, tuple[dict[str, object], Row]] = {
    "the heading that the metadata names": (
        {"titles": (HEAD,)},
        [("الرئيسية", "body"), (block(HEAD, tag="h1"), "title"), (PROSE, "body")],
    ),
    "spelled otherwise in the metadata": (
        {"titles": ("«بلديّة عين الصخر» تبدأ توسيع الطريق الجبلى قبل الشتاء",)},
        [(block(HEAD, tag="h1"), "title"), (PROSE, "body")],
    ),
    "a heading before the menu's or sidebar's link": (
        {"titles": (HEAD,)},
        [
            (block(HEAD, tag="h3", zone="aside"), "body"),
            (block(HEAD, tag="a", zone="nav"), "body"),
            (block(HEAD, tag="h1"), "title"),
        ],
    ),
    "any block where no heading has it": (
        {"titles": (HEAD,)},
        [(block(HEAD, tag="div"), "title"), (block(HEAD, tag="span"), "body"), (PROSE, "body")],
    ),
    "the second candidate where the first is not printed": (
        {"titles": ("عنوان لا أثر له في الصفحة أبدا", HEAD)},
        [(block(HEAD, tag="h1"), "title"), (PROSE, "body")],
    ),
    "none on a page that prints none": (
        {"titles": ("عنوان لا أثر له في الصفحة أبدا",)},
        [(block("أبرز محطات المشروع", tag="h2"), "body"), (PROSE, "body")],
    ),
    "flattened: a line that comes again over the text": (
        {"flattened": True},
        [("مباشر", "body"), (HEAD, "title"), ("12 دقيقة", "body"), (HEAD, "body"), (PROSE, "body")],
    ),
    "flattened: no line before a paragraph counts once text has begun": (
        {"flattened": True},
        [(PROSE, "body"), (HEAD, "body"), (MORE, "body"), (HEAD, "body"), (MORE, "body")],
    ),
    "flattened: a bullet is a topic, not a headline": (
        {"flattened": True},
        [
            (block(HEAD, tag="bullet"), "body"),
            ("أقسام مهمة", "body"),
            (block(HEAD, tag="bullet"), "body"),
            (PROSE, "body"),
        ],
    ),
    "flattened: the first line close to its text": (
        {"flattened": True},
        [(block(HEAD, gap=0), "title"), (block(PROSE, gap=0), "body")],
    ),
    "flattened: our own form, lines a blank line apart, has no headline": (
        {"flattened": True},
        [(block(HEAD, gap=0), "body"), (block(PROSE, gap=1), "body")],
    ),
    "flattened: a first line that is a sentence is none": (
        {"flattened": True},
        [(block("وصل الوفد إلى القرية مع الفجر.", gap=0), "body"), (block(PROSE, gap=0), "body")],
    ),
}


@pytest.mark.parametrize(("options", "row"), HEADLINE.values(), ids=HEADLINE)
def test_headline(options: dict[str, object], row: Row):
    check(partial(headline, **options), row)


BEFORE_HEADLINE: dict[str, Row] = {
    "navigation above it": [("مباشر", "noise"), (PROSE, "noise"), TITLE, (MORE, "body")],
    "nothing without a headline": [("مباشر", "body"), (PROSE, "body")],
    "another article's headline does not count": [(PROSE, "body"), (block(HEAD, "title", article=1), "title/1")],
    "roles that other steps gave stay": [(block("19 مارس 2025", "date"), "date"), TITLE],
}


@pytest.mark.parametrize("row", BEFORE_HEADLINE.values(), ids=BEFORE_HEADLINE)
def test_before_headline(row: Row):
    check(before_headline, row)


REPEATED_HEADLINE: dict[str, tuple[tuple[str, ...], Row]] = {
    "as a caption and a breadcrumb": (
        (),
        [TITLE, (HEAD, "noise"), (PROSE, "body"), (f"«{HEAD}»", "noise"), (MORE, "body")],
    ),
    "as the metadata spells it": ((HEAD,), [(block(HEAD, tag="div"), "noise"), (PROSE, "body")]),
    "only the likeliest title counts": (
        ("عنوان آخر لا علاقة له", "الطريق الجبلي"),
        [("الطريق الجبلي", "body"), (PROSE, "body")],
    ),
    "a subhead inside the text stays": (
        (),
        [TITLE, (PROSE, "body"), (block(HEAD, tag="h2"), "body"), (MORE, "body")],
    ),
    "a heading before the text goes": ((), [TITLE, (block(HEAD, tag="h2"), "noise"), (PROSE, "body")]),
    "a line that says more stays": ((), [TITLE, (f"{HEAD} وتعد بالمزيد", "body"), (PROSE, "body")]),
}


@pytest.mark.parametrize(("titles", "row"), REPEATED_HEADLINE.values(), ids=REPEATED_HEADLINE)
def test_repeated_headline(titles: tuple[str, ...], row: Row):
    check(partial(repeated_headline, titles=titles), row)


DATE_LINE: dict[str, Row] = {
    "bare": [("19 مارس 2025", "date"), (PROSE, "body")],
    "weekday, Levantine month, clock": [("الأحد 26 شباط/فبراير 2023 14:05", "date"), (PROSE, "body")],
    "labelled": [("تاريخ النشر: 03.05.2025 | 11:20 GMT", "date"), ("آخر تحديث: 4 أيار 2025", "date"), (PROSE, "body")],
    "relative": [("منذ 3 ساعات", "date"), (PROSE, "body")],
    "a short line with a place, before the text": [("القاهرة - 19 مارس 2025", "date"), (PROSE, "body")],
    "the same inside the text is text": [(PROSE, "body"), ("القاهرة في 19 مارس 2025", "body"), (MORE, "body")],
    "a bare date after the text": [(PROSE, "body"), ("19 مارس 2025", "date")],
    "a year or a day of a chronology": [
        (PROSE, "body"),
        ("في عام 2025", "body"),
        ("26 فبراير", "body"),
        (MORE, "body"),
    ],
    "a sentence that holds a date": [
        ("عقد اللقاء الأول في 5 مارس 2024 قرب السد القديم، وحضره ممثلو القرى الست جميعا.", "body")
    ],
    "a title stays a title": [(block("19 مارس 2025", "title"), "title"), (PROSE, "body")],
}


@pytest.mark.parametrize("row", DATE_LINE.values(), ids=DATE_LINE)
def test_date_line(row: Row):
    check(partial(date_line, fetched_at=NOW), row)


READING_TIME: dict[str, Row] = {
    "minutes": [("قراءة 2 دقيقة", "noise"), ("٤ دقائق قراءة", "noise"), ("أقل من دقيقة", "noise"), (PROSE, "body")],
    "labelled": [("وقت القراءة: 3 دقائق", "noise"), ("عدد المشاهدات: 1,204", "noise"), (PROSE, "body")],
    "counts": [("731 مشاهدة", "noise"), ("34 خبر", "noise")],
    "prose that opens alike": [("قراءة دقيقة للأرقام تكشف أن الكلفة تضاعفت.", "body"), ("قراءة ثانية", "body")],
    "a label with a long value": [("المشاهدات: سجلها الباحثون ليلا في الوادي الغربي", "body")],
}


@pytest.mark.parametrize("row", READING_TIME.values(), ids=READING_TIME)
def test_reading_time(row: Row):
    check(reading_time, row)


BYLINE: dict[str, Row] = {
    "labelled": [
        ("كتب: سامر العلي", "byline"),
        ("بقلم هدى منصور", "byline"),
        ("إعداد وتحرير: ليلى سعد", "byline"),
        (PROSE, "body"),
    ],
    "labelled after the text": [(PROSE, "body"), ("تحرير: ليلى سعد", "byline")],
    "a bare name under the headline": [TITLE, ("ماهر الدوري", "byline"), ("قراءة 3 دقائق", "body"), (PROSE, "body")],
    "a bare name beside the date": [
        TITLE,
        ("منوعات", "body"),
        ("ماهر الدوري", "byline"),
        (block("اليوم", "date"), "date"),
        (PROSE, "body"),
    ],
    "the author whom the metadata names": [
        TITLE,
        ("أخبار", "body"),
        ("د. رنا قباني", "byline"),
        ("الساحل", "body"),
        (PROSE, "body"),
    ],
    "a name far from headline and date": [
        TITLE,
        ("منوعات", "body"),
        ("ماهر الدوري", "body"),
        ("الساحل", "body"),
        (PROSE, "body"),
    ],
    "a name inside the text": [
        TITLE,
        (PROSE, "body"),
        ("ماهر الدوري", "body"),
        ("د. رنا قباني", "body"),
        (MORE, "body"),
    ],
    "no name without a headline": [("ماهر الدوري", "body"), (PROSE, "body")],
    "sentences that open alike": [
        ("كتب الخبير في تقريره أن الرصيف لن يصمد", "body"),
        ("كتب: سنعود قريبا.", "body"),
        ("بقلم رصاص قصير رسم الطفل بيتا وشجرة ونهرا وطائرا", "body"),
        ("تقرير البلدية يقول غير ذلك", "body"),
    ],
}


@pytest.mark.parametrize("row", BYLINE.values(), ids=BYLINE)
def test_byline(row: Row):
    after = check(partial(byline, authors=("د. رنا قبّاني",)), row)
    assert all(b.value for b in after if b.role == "byline")


def test_byline_keeps_the_name_without_its_label():
    (named,) = byline(numbered(["كتبت – هدى منصور"]))
    assert named.value == "هدى منصور"


TRANSLATOR: dict[str, Row] = {
    "credits": [("نقله إلى العربية: حسين قطايا", "noise"), ("ترجمة: رنا قباني", "noise")],
    "prose": [("ترجمة الديوان استغرقت عامين", "body"), ("نقله إلى العربية صديق قديم للشاعر.", "body")],
    "too long for a credit": [("ترجمة: " + PROSE, "body")],
    "only body is asked": [(block("ترجمة: رنا قباني", "title"), "title")],
}


@pytest.mark.parametrize("row", TRANSLATOR.values(), ids=TRANSLATOR)
def test_translator(row: Row):
    check(translator, row)


TAG = {"link": "/tag/1", "shapes": ("div", "div post-tags", "a")}
KEYWORDS: dict[str, Row] = {
    "labelled line": [(PROSE, "body"), ("کلمات دلالیة: الرصيف الميناء السردين", "keywords")],
    "a label alone and its linked words": [
        ("الوسوم", "keywords"),
        (block("الميناء", link="/t/1"), "keywords"),
        (block("الصيد", link="/t/2"), "keywords"),
        (MORE, "body"),
    ],
    "linked words end where a line of text stands": [
        ("الوسوم", "keywords"),
        (MORE, "body"),
        (block("الميناء", link="/t/1"), "body"),
    ],
    "an element that is named for tags": [(PROSE, "body"), (block("الميناء القديم", **TAG), "keywords")],
    "a headline in such an element is none": [(block("بلدية عين الصخر تبدأ اليوم توسيع الطريق", **TAG), "body")],
    "prose": [("الوسوم التي وضعها الرعاة على الحجارة ما زالت تدل العابرين.", "body"), ("علامات التعب", "body")],
    "a label before a whole paragraph": [("كلمات دلالية: " + PROSE * 4, "body")],
}


@pytest.mark.parametrize("row", KEYWORDS.values(), ids=KEYWORDS)
def test_keyword_line(row: Row):
    check(keyword_line, row)


SOURCE: dict[str, Row] = {
    "labelled": [(PROSE, "body"), ("المصدر: أ ف ب", "credit:source"), ("نقلا عن: صحيفة المرفأ", "credit:source")],
    "labelled above the text": [("المصدر: وكالات", "credit:source"), (PROSE, "body")],
    "an agency after the text": [(PROSE, "body"), ("وكالات", "credit:source"), ("(أ.ف.ب)", "credit:source")],
    "an agency before the text is none": [("وكالات", "body"), (PROSE, "body")],
    "prose": [
        ("المصدر ذاته أكد أن المبلغ لا يكفي", "body"),
        ("المصدر: قال لنا أحدهم إن المبلغ لا يكفي.", "body"),
        (PROSE, "body"),
    ],
    "too long for a credit": [("المصدر: " + MORE, "body")],
    "a label alone names nothing": [(PROSE, "body"), ("المصدر:", "body")],
}


@pytest.mark.parametrize("row", SOURCE.values(), ids=SOURCE)
def test_source_line(row: Row):
    check(source_line, row)


def test_source_line_tells_the_source_without_its_label():
    (credit,) = source_line(numbered([PROSE, "المصدر : الجزيرة + وكالات"]))
    assert credit.value == "الجزيرة + وكالات"


def test_normal_form_edits_text_and_nothing_else():
    before = numbered(["الرئیس ،  قال", block("\u200f\u200e", tag="p"), block("كما هو", "title"), LAST])
    after = before.edited(normal_form(before))
    assert [b.text for b in after] == ["الرئيس، قال", "", "كما هو", LAST]
    assert [b.role for b in after] == ["body", "noise", "title", "body"]
    assert after[3] is before[3]
