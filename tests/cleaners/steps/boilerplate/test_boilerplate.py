"""Steps about what a page adds to a text: posts, polls, doubled lines, interface, comments, a site's own lines."""

from __future__ import annotations

from functools import partial

import pytest

from cleaners.sites import SiteRules
from cleaners.steps.body.doubled_line import doubled_line
from cleaners.steps.body.embedded_post import embedded_post
from cleaners.steps.boilerplate.interface_line import interface_line
from cleaners.steps.boilerplate.poll import poll
from cleaners.steps.boilerplate.site_lines import site_lines
from cleaners.steps.tail.page_tail import page_end
from tests.tools.step_tables import HEAD, LAST, MORE, PROSE, Row, block, check

SIGNED = "— Ain Sakhr Municipality (@ainsakhr) March 3, 2025"
EMBEDDED_POST: dict[str, Row] = {
    "a signature, its foreign lines before and after": [
        (PROSE, "body"),
        ("🚧 Works on the mountain road start #AinSakhr", "noise"),
        (SIGNED, "noise"),
        ("#طريق_الجبل #عين_الصخر", "noise"),
        ("pic.twitter.com/AbC123", "noise"),
        (MORE, "body"),
    ],
    "lines further away stay": [
        ("Works start", "body"),
        (PROSE, "body"),
        (SIGNED, "noise"),
        (MORE, "body"),
        ("Works start", "body"),
    ],
    "an element of a post, in Arabic too": [
        (PROSE, "body"),
        (block("نبدأ العمل غدا إن شاء الله", shapes=("div", "blockquote twitter-tweet", "p")), "noise"),
    ],
    "a block quotation is none": [(block("نبدأ العمل غدا إن شاء الله", shapes=("div", "blockquote", "p")), "body")],
    "prose that names an account or an address": [
        ("وكتب حساب البلدية @ainsakhr أن العمل يبدأ غدا، ودعا السائقين إلى الانتباه.", "body"),
        ("English and العربية in one line of the body", "body"),
    ],
    "foreign lines without a signature": [("The road to Ain Sakhr", "body"), (PROSE, "body")],
}


@pytest.mark.parametrize("row", EMBEDDED_POST.values(), ids=EMBEDDED_POST)
def test_embedded_post(row: Row):
    check(embedded_post, row)


ASKED = "هل تؤيد إغلاق «الطريق الجبلي القديم» أمام الشاحنات؟"
POLL: dict[str, Row] = {
    "asked twice after the text, and what quotes it": [
        (PROSE, "body"),
        (ASKED, "noise"),
        (ASKED, "noise"),
        ('نتائج استطلاع "الطريق الجبلي القديم" حتى الآن', "noise"),
        (HEAD, "body"),
    ],
    "asked once": [(PROSE, "body"), (ASKED, "body"), (MORE, "body")],
    "asked twice inside the text": [(PROSE, "body"), (ASKED, "body"), (ASKED, "body"), (MORE, "body")],
    "a sentence twice is no question": [(PROSE, "body"), ("تم الإرسال.", "body"), ("تم الإرسال.", "body")],
    "an element named for polls": [
        (PROSE, "body"),
        (block("نعم", shapes=("div wp-polls", "li")), "noise"),
        (MORE, "body"),
    ],
    "an element of another name": [(block("نعم", shapes=("div pollution", "li")), "body"), (PROSE, "body")],
}


@pytest.mark.parametrize("row", POLL.values(), ids=POLL)
def test_poll(row: Row):
    check(poll, row)


DOUBLED_LINE: dict[str, Row] = {
    "a deck and its paragraph": [(PROSE, "body"), (PROSE, "noise"), (MORE, "body")],
    "three in a row": [(PROSE, "body"), (PROSE, "noise"), (f"«{PROSE}»", "noise")],
    "with a picture's credit between": [(PROSE, "body"), (block("صورة", "credit"), "credit"), (PROSE, "noise")],
    "a whole paragraph again, further down": [(PROSE, "body"), (MORE, "body"), (PROSE, "noise"), (LAST, "body")],
    "a formula again, further down": [
        (f"{PROSE.rstrip('.')}،", "body"),
        (MORE, "body"),
        (f"{PROSE.rstrip('.')}،", "body"),
        (LAST, "body"),
    ],
    "short lines": [("اخلط المقادير جيدا", "body"), ("اخلط المقادير جيدا", "body")],
    "of two articles": [(PROSE, "body"), (block(PROSE, article=1), "body/1")],
    "lines without letters": [("* * *", "body"), ("* * *", "body")],
}


@pytest.mark.parametrize("row", DOUBLED_LINE.values(), ids=DOUBLED_LINE)
def test_doubled_line(row: Row):
    check(doubled_line, row)


INTERFACE_LINE: dict[str, Row] = {
    "whole lines": [
        ("شـــارك هذه المقالة", "noise"),
        ("مباشر", "noise"),
        ("Exit mobile version", "noise"),
        ("إعلان", "noise"),
        ("TT", "noise"),
    ],
    "openings": [
        ("تابعوا آخر الأخبار المحلية عبر Google News", "noise"),
        ("اشترك في نشرتنا البريدية ليصلك كل جديد", "noise"),
        ("جميع الحقوق محفوظة © 2025 صحيفة المرفأ", "noise"),
    ],
    "prose": [
        ("شارك آلاف السكان في الاجتماع.", "body"),
        ("إعلان الحرب", "body"),
        ("مباشر العمل", "body"),
        ("البحث عن الماء", "body"),
        ("حفظ الله البلاد", "body"),
        ("السابق لأوانه أن نعلن النتيجة", "body"),
        ("تابعنا على مدى ساعتين كيف انقسمت القاعة بين من يريد مرفأ للصيد ومن يريد متنزها للزوار.", "body"),
        ("حمل التطبيق العملي للخطة مفاجآت كثيرة للمقاولين.", "body"),
    ],
    "only body is asked": [(block("مباشر", "title"), "title")],
}


@pytest.mark.parametrize("row", INTERFACE_LINE.values(), ids=INTERFACE_LINE)
def test_interface_line(row: Row):
    check(interface_line, row)


PAGE_END: dict[str, Row] = {
    "comments after the text": [
        (PROSE, "body"),
        ("التعليقات (3)", "noise"),
        ("أبو سعيد", "noise"),
        ("كلام جميل", "noise"),
    ],
    "a head inside the text takes nothing with it": [
        (PROSE, "body"),
        ("التعليقات", "noise"),
        ("أبو سعيد", "body"),
        (MORE, "body"),
    ],
    "other roles after it stay": [
        (PROSE, "body"),
        ("اترك تعليقاً", "noise"),
        (block(HEAD, "related", kind="latest"), "related:latest"),
    ],
    "a heading of the article's own": [(PROSE, "body"), ("التعليقات التي كتبها الزوار", "body"), ("في الدفتر", "body")],
    "nothing": [(PROSE, "body"), ("نهاية", "body")],
}


@pytest.mark.parametrize("row", PAGE_END.values(), ids=PAGE_END)
def test_page_end(row: Row):
    check(page_end, row)


SITE = SiteRules(why="", drop=("كل جديد في مكان واحد",), prune=("promo-box",))
SITE_LINES: dict[str, Row] = {
    "a line, whatever its spelling": [("«كلّ جديد» في مكان واحد!", "noise"), ("كل جديد في مكان واحد آخر", "body")],
    "an element by class or id": [
        (block(PROSE, shapes=("div wide promo-box", "p")), "noise"),
        (block(PROSE, shapes=("promo-box", "p")), "body"),
    ],
    "only body is asked": [(block("كل جديد في مكان واحد", "title"), "title")],
}


@pytest.mark.parametrize("row", SITE_LINES.values(), ids=SITE_LINES)
def test_site_lines(row: Row):
    check(partial(site_lines, site=SITE), row)
