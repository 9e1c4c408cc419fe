"""The article's headline among its first lines, what stands before it, and where it is said again."""

from __future__ import annotations

from functools import partial

import pytest

from cleaners.steps.head.headline import before_headline, headline, repeated_headline
from tests.tools.step_tables import HEAD, LINES, MORE, PROSE, SWIMMERS, P, Row, block, check

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
    "flattened: a headline over a blank line": (
        {"flattened": True},
        [(block(HEAD, gap=0), "title"), (block(PROSE, gap=1), "body"), (block(MORE, gap=1), "body")],
    ),
    "flattened: a headline over a date, a byline and an agency": (
        {"flattened": True},
        [(HEAD, "title"), ("19 مارس 2025", "body"), ("كتب: سامر العلي", "body"), ("و م ع", "body"), (PROSE, "body")],
    ),
    "flattened: a subhead below the first line, or no full stop": (
        {"flattened": True},
        [(HEAD, "body"), ("أبرز محطات المشروع في القرية", "body"), (PROSE, "body")],
    ),
    "flattened: a caller who knows that the first line is the headline": (
        {"flattened": True, "titled": True},
        [("سوق القرية", "title"), ("أبرز محطات المشروع في القرية", "body"), (PROSE, "body")],
    ),
    "flattened: a caller who knows that there is none": (
        {"flattened": True, "titled": False},
        [(block(HEAD, gap=0), "body"), (block(PROSE, gap=0), "body")],
    ),
    "flattened: a long clause that opens the text, or one with a date": (
        {"flattened": True},
        [
            (
                block("تناقل بعض سكان القرى على مواقع التواصل مقطعا قالوا إنه يظهر جسرا ينهار في وادي الصخر", gap=0),
                "body",
            ),
            (block(PROSE, gap=0), "body"),
        ],
    ),
    "flattened: a clause that tells the day": (
        {"flattened": True},
        [(block("في أعقاب افتتاح الجسر يوم الأحد 20 نوفمبر 2022", gap=0), "body"), (block(PROSE, gap=0), "body")],
    ),
    "flattened: outlet, desk and agency are none": (
        {"flattened": True},
        [("GHADIR.INFO - مكتب الشمال - خاص", "body"), (block(PROSE, gap=0), "body")],
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


MENU = [(label, "body") for label in ("البداية", "الوطن", "ملاعب", "منوعات")]

HEADLINES_OF_PAGES: dict[str, Row] = {
    "under a menu and a ticker": [*MENU, (SWIMMERS, "body"), (HEAD, "title"), *LINES],
    "under a menu on one line": [("البداية | الوطن | ملاعب | منوعات", "body"), (HEAD, "title"), *LINES],
    "under the site's name and a date": [("مدى", "body"), ("4 نيسان 2024", "body"), (HEAD, "title"), *LINES],
    "of words that the text lacks, before its date": [*MENU, (SWIMMERS, "title"), ("4 نيسان 2024", "body"), *LINES],
    "a kicker and a name make no menu": [("رأي", "body"), ("سامر نعمان", "body"), (HEAD, "body"), *LINES],
    "what the text speaks of is no menu": [
        *[(f"{word} الطريق", "body") for word in ("توسيع", "أعمال", "إغلاق", "شاحنات")],
        (HEAD, "body"),
        *LINES,
    ],
    "labels between longer lines are no menu": [
        *[row for label in MENU for row in (label, ("يوم مناسب لزيارة صديق قديم", "body"))],
        *LINES,
    ],
    "a sentence in pieces is no menu": [*MENU, ("، " + PROSE, "body"), *LINES],
    "a sentence whose links stand on lines of their own": [
        *MENU,
        ("، يوم الأربعاء الأخير، موعد بدء الأعمال في القرى", "body"),
        *LINES,
    ],
    "over a single paragraph": [*MENU, (HEAD, "title"), P],
    "of two words over a paragraph": [*MENU, ("الباص الأخير", "title"), P],
    "above its byline": [*MENU, ("أرصفة", "title"), ("بقلم: سامر نعمان", "body"), ("مطر على النافذة", "body")],
    "a breadcrumb repeats it": [(f"الرئيسية » شعر » {HEAD}", "body"), (HEAD, "title"), ("مطر على النافذة", "body")],
    "a breadcrumb alone is none": [(f"الرئيسية » محليات » {HEAD}", "body"), *LINES],
    "an item of a list below paragraphs": [
        *MENU,
        ("4 نيسان 2024", "body"),
        P,
        ("وزير الخارجية: سامر نعمان بن سعيد", "body"),
        ("وزيرة الثقافة: سعاد الشامي بنت علي", "body"),
        *LINES[1:],
    ],
    "an item under a menu": [*MENU, ("برج الحمل", "body"), P, ("برج الثور", "body"), P, ("برج الأسد", "body"), P],
    "a verse under a menu": [*MENU, ("مطر على شباك القطار القديم", "body"), ("وحقيبة تنتظر", "body")],
}


@pytest.mark.parametrize("row", HEADLINES_OF_PAGES.values(), ids=HEADLINES_OF_PAGES)
def test_headline_of_a_page(row: Row):
    check(partial(headline, flattened=True), row)


def test_a_date_right_above_the_headline_stays():
    row: Row = [("البداية", "noise"), ("4 نيسان 2024", "body"), (block(HEAD, "title"), "title"), P]
    check(before_headline, row)
