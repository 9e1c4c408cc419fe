"""Lines that name who wrote or translated the text."""

from __future__ import annotations

from functools import partial

import pytest

from cleaners.steps.head.byline import byline, translator
from tests.tools.card_pages import page
from tests.tools.step_tables import HEAD, MORE, PROSE, Row, block, check, numbered

TITLE = (block(HEAD, "title"), "title")

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
    "a subhead over the text": [
        (block(HEAD, "title", tag="h1"), "title"),
        (block("عودة الزوار", tag="h2"), "body"),
        (PROSE, "body"),
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
    "credits": [
        ("نقله إلى العربية: حسين قطايا", "credit:translator"),
        ("ترجمة: رنا قباني", "credit:translator"),
        ("ترجمة: قسم الترجمة", "credit:translator"),
        ("ترجمة رنا قباني", "credit:translator"),
    ],
    "prose": [
        ("ترجمة الشعر: خيانة أم وفاء", "body"),
        ("ترجمة: فن صعب", "body"),
        ("ترجمة الديوان استغرقت عامين", "body"),
        ("نقله إلى العربية صديق قديم للشاعر.", "body"),
    ],
    "too long for a credit": [("ترجمة: " + PROSE, "body")],
    "only body is asked": [(block("ترجمة: رنا قباني", "title"), "title")],
}


@pytest.mark.parametrize("row", TRANSLATOR.values(), ids=TRANSLATOR)
def test_translator(row: Row):
    check(translator, row)


def test_a_linked_headline_with_a_reporter_s_label_is_no_byline():
    title = "تقرير: سكان القرى يطالبون بجسر"
    article = page(between=f"<div class='q'><h6>للمتابعة</h6><div><a href='/n/0'>{title}</a></div></div>").article
    assert article.authors == []
    assert [related.title for related in article.related] == [title]
