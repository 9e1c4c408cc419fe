"""Steps about the text: main element, trafilatura's verdict, captions, posts, polls, doubled lines, ends."""

from __future__ import annotations

from functools import partial

import pytest

from cleaners.block import Block
from cleaners.extract import trafilatura
from cleaners.sites import SiteRules
from cleaners.steps.caption import caption, repeated_caption
from cleaners.steps.doubled_line import doubled_line
from cleaners.steps.embedded_post import embedded_post
from cleaners.steps.interface_line import interface_line
from cleaners.steps.main_text import main_text
from cleaners.steps.page_end import page_end
from cleaners.steps.poll import poll
from cleaners.steps.site_lines import site_lines
from tests.handmade import HEAD, LAST, MORE, PROSE, Row, block, check

TRAFILATURA: dict[str, Row] = {
    "what it keeps stays, whatever its spelling": [("«أعلنت» البلديّة موعدا", "body"), ("لم يبق إلا القليل", "noise")],
    "a piece of a kept paragraph stays from four words on": [
        ("موعدا جديدا للأعمال كلها", "body"),
        ("الأعمال كلها", "noise"),
    ],
    "roles that other steps gave stay": [(block("عنوان", "title"), "title")],
}


@pytest.mark.parametrize("row", TRAFILATURA.values(), ids=TRAFILATURA)
def test_trafilatura(row: Row):
    check(partial(trafilatura, kept=("أعلنت البلدية موعدا", "وقد حددت موعدا جديدا للأعمال كلها")), row)


def inside(text: str, role: str = "body", number: int = 3, **rest: object) -> Block:
    """A block of the element 2, which holds the text."""
    return block(text, role, **{"path": (1, 2, number), "tag": "p"} | rest)


SHORT_DECK, DECK = (
    "ست قرى تنتظر نهاية الأعمال",
    "ست قرى تنتظر نهاية الأعمال قبل أول ثلج، والمقاول يعد بأن الوعد هذه المرة جاد",
)
MAIN_TEXT: dict[str, Row] = {
    "a short line that trafilatura lost between paragraphs comes back if it is a subhead or an item": [
        (inside(PROSE), "body"),
        (inside("الطريق القديم", "noise", 4, tag="h2"), "body"),
        (inside("أولا", "noise", path=(1, 2, 5, 6), tag="li"), "body"),
        (inside("شارك", "noise", 7, tag="div"), "noise"),
        (inside(MORE, "body", 8), "body"),
        (inside("عن الكاتب", "noise", 9, tag="h2"), "noise"),
    ],
    "a line of the paragraphs' own tag between them": [
        (inside(PROSE), "body"),
        (inside("لا أحد يعرف", "noise", 4), "body"),
        (inside(MORE, "body", 5), "body"),
    ],
    "paragraphs that it lost come back": [
        (inside(PROSE), "body"),
        (inside(LAST, "noise", 4), "body"),
        (inside(MORE, "body", 5), "body"),
        (inside(HEAD + ".", "noise", 6), "body"),
    ],
    "paragraphs elsewhere are another matter": [
        (inside(PROSE), "body"),
        (inside(MORE, "body", 4), "body"),
        (inside(LAST, "body", 5), "body"),
        (inside("عن الموقع: صحيفة إلكترونية مستقلة تصدر كل صباح.", path=(1, 9)), "noise"),
    ],
    "a deck between headline and text": [
        (block(HEAD, "title", path=(1, 8), tag="h1"), "title"),
        (block(DECK, "noise", path=(1, 9), tag="p"), "body"),
        (block(DECK, "noise", path=(1, 10), tag="p", zone="figure"), "noise"),
        (block(DECK, "noise", path=(1, 11), tag="p", link="/a"), "noise"),
        (block("سياسة", "noise", path=(1, 12), tag="p"), "noise"),
        (inside(PROSE), "body"),
        (inside(MORE, "body", 4), "body"),
        (block(DECK, "noise", path=(1, 14), tag="p"), "noise"),
    ],
    "hidden text, forms and asides are never shown text": [
        (inside(PROSE), "body"),
        (inside(MORE, "body", 4, hidden=True), "noise"),
        (inside(MORE, "body", 5, zone="aside"), "noise"),
        (inside(MORE, "body", 6, zone="form"), "noise"),
        (inside(LAST, "body", 7), "body"),
    ],
    "a paragraph that is all link does not come back": [
        (inside(PROSE), "body"),
        (inside(MORE, "noise", path=(1, 2, 4), tag="div", link="/a"), "noise"),
        (inside(LAST, "body", 5), "body"),
    ],
    "where trafilatura keeps nothing the paragraphs tell": [
        (block("القائمة", "noise", path=(1, 9), tag="li"), "noise"),
        (inside(PROSE, "noise"), "body"),
        (inside(MORE, "noise", 4), "body"),
    ],
    "a page without paragraphs": [
        (block("الرئيسية", path=(1, 2), tag="li"), "noise"),
        (block("بحث", "noise", path=(1, 3)), "noise"),
    ],
}


@pytest.mark.parametrize("row", MAIN_TEXT.values(), ids=MAIN_TEXT)
def test_main_text(row: Row):
    check(main_text, row)


CAPTION: dict[str, Row] = {
    "inside a figure": [(block("عمال الطريق عند المنعطف", zone="figure"), "credit:photo"), (PROSE, "body")],
    "in an element named for captions": [
        (block("عمال الطريق عند المنعطف", shapes=("div", "p wp-caption-text")), "credit:photo"),
        (block("عمال الطريق عند المنعطف", shapes=("div recaptioned", "p")), "body"),
    ],
    "a photo bank or a label": [
        ("Globallookpress", "credit:photo"),
        ("صورة أرشيفية", "credit:photo"),
        ("تصوير: هدى منصور", "credit:photo"),
    ],
    "prose": [("الصورة: هكذا سمى الرسام لوحته.", "body"), ("تصوير الفيلم يبدأ غدا", "body"), ("صورة من الجو", "body")],
    "only body is asked": [(block(HEAD, "title", zone="figure"), "title")],
}


@pytest.mark.parametrize("row", CAPTION.values(), ids=CAPTION)
def test_caption(row: Row):
    check(caption, row)


NAMED = "أعلنت رئيسة البلدية سلمى النجار، الأحد، بدء أعمال توسيع الطريق الجبلي الذي يربط القرى الست بالمدينة."
WHO, OFFICE = "رئيسة البلدية سلمى النجار", "رئيسة البلدية"
REPEATED_CAPTION: dict[str, Row] = {
    "a picture's two texts, twice": [
        (NAMED, "body"),
        (WHO, "credit:photo"),
        (OFFICE, "credit:photo"),
        (MORE, "body"),
        (WHO, "credit:photo"),
        (OFFICE, "credit:photo"),
        (LAST, "body"),
    ],
    "a line that comes once": [(NAMED, "body"), (WHO, "body"), (MORE, "body")],
    "before or after all text": [(WHO, "body"), (NAMED, "body"), (MORE, "body"), (WHO, "body")],
    "a line that ends a sentence": [
        (NAMED, "body"),
        ("لا أحد يعرف.", "body"),
        (MORE, "body"),
        ("لا أحد يعرف.", "body"),
        (LAST, "body"),
    ],
    "speakers of an interview": [
        (NAMED, "body"),
        (WHO + ":", "body"),
        (MORE, "body"),
        ("وماذا بعد؟", "body"),
        (WHO + ":", "body"),
        (LAST, "body"),
    ],
    "subheads of a guide": [
        (NAMED, "body"),
        ("حبل متين", "body"),
        ("طريقة العمل", "body"),
        (MORE, "body"),
        ("لوح خشب", "body"),
        ("طريقة العمل", "body"),
        (LAST, "body"),
    ],
    "a refrain": [
        (PROSE, "body"),
        ("يا دربنا العالي إلى الغيم", "body"),
        (MORE, "body"),
        ("من ذا يعيد الخطو", "body"),
        ("يا دربنا العالي إلى الغيم", "body"),
        (LAST, "body"),
    ],
}


@pytest.mark.parametrize("row", REPEATED_CAPTION.values(), ids=REPEATED_CAPTION)
def test_repeated_caption(row: Row):
    check(repeated_caption, row)


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
