"""Sections under a text: its sources, a note on its author, calls to the reader."""

from __future__ import annotations

from functools import partial

import pytest

from cleaners.steps.tail.closing_section import about_author, reader_call, source_list
from tests.tools.step_tables import LAST, LINES, Row, block, check

SHARE = "https://wa.me/?text=x"
FAQ: Row = [(block("متى تنتهي الأعمال؟", tag="h2"), "body"), ("تنتهي الأعمال قبل الشتاء وفق خطة البلدية.", "body")]
SOURCES: dict[str, Row] = {
    "links to other sites": [
        *LINES,
        (block("المصادر", tag="h2"), "noise"),
        (block("هيئة الطرق", link="https://turuq.example/1"), "noise"),
        *FAQ,
    ],
    "years and publishers at the end": [
        *LINES,
        ("المصادر والمراجع:", "noise"),
        ("سعاد كامل (2011). الطرق الجبلية. مطبعة الجامعة.", "noise"),
        ("سجل البلدية السنوي.", "noise"),
    ],
    "works in the midst of a text": [
        *LINES,
        (block("مراجع", tag="h3"), "noise"),
        ("حسن الطويل، تاريخ الطرق، دار النهضة، 1998، ص 45.", "noise"),
        *FAQ,
    ],
    "before other closing sections": [
        *LINES,
        ("المصادر", "noise"),
        ("تقرير الترميم السنوي", "noise"),
        ("عن الكاتب", "body"),
        ("فريق التحرير.", "body"),
    ],
    "text with a quotation below a list": [
        *LINES,
        ("المصادر:", "noise"),
        ("1 ــ https://turuq.example/report", "noise"),
        ("2 ــ https://jibal.example/history", "noise"),
        ('وكان أهل القرية يسمون الممر القديم "درب الملح" قبل أن تصل إليه السيارات في منتصف القرن.', "body"),
    ],
    "text with a year below short titles": [
        *LINES,
        ("المراجع", "noise"),
        ("«تاريخ الطرق الجبلية»", "noise"),
        ("سجل البلدية السنوي.", "noise"),
        ("وافتتح الممر الأول في العام نفسه (1962)، وظل الطريق الوحيد إلى المدينة حتى شق النفق.", "body"),
    ],
    "a paragraph with a quotation alone": [
        *LINES,
        (block("المصادر", tag="h2"), "body"),
        ('قالت مصادر في البلدية إن "القرار لم يصدر بعد"، وإن اللجنة تجتمع الأسبوع المقبل لإقراره.', "body"),
    ],
    "works as sentences": [
        *LINES,
        ("المراجع", "noise"),
        ("حسن الطويل، «تاريخ الطرق الجبلية في القرى البعيدة»، الجزء الثاني.", "noise"),
        ("سعاد كامل، «الممرات القديمة بين السهل والجبل»، بحث غير منشور.", "noise"),
    ],
    "sources of energy": [*LINES, ("المصادر", "body"), ("الشمس", "body"), ("الطاقة المائية: 40% عام 2022", "body")],
    "springs in quotation marks": [*LINES, ("مصادر", "body"), ("«عين الزرقاء»: نبع في الجبل", "body"), *FAQ],
    "prose": [*LINES, ("المصادر", "body"), ("تعتمد القرى على الآبار التي حفرت قبل ستين عاما.", "body")],
    "a heading with more words": [*LINES, ("مصادر المياه في القرية", "body"), ("https://miyah.example", "body")],
}
NOTES: dict[str, Row] = {
    "a desk": [*LINES, (block("عن الكاتب", tag="h2"), "noise"), ("فريق تحرير صحيفة الوادي.", "noise")],
    "a person and a link": [
        *LINES,
        ("نبذة عن الكاتبة", "noise"),
        ("هند الراسي صحافية تكتب عن المدن.", "noise"),
        (block("كل المقالات", link="/author/1"), "noise"),
    ],
    "an author whom the text names": [
        ("أصدر نادر الكيلاني روايته السابعة عن الموانئ القديمة والبحارة هذا الأسبوع.", "body"),
        *LINES,
        ("عن الكاتب", "body"),
        ("نادر الكيلاني روائي ولد عام 1961.", "body"),
    ],
    "a section in the midst of a text": [*LINES, ("عن الكاتب", "body"), ("ولد في قرية صغيرة.", "body"), *FAQ],
    "paragraphs on the text's topic": [*LINES, ("عن الكاتب", "body"), (LAST + " كما قال.", "body")],
    "paragraphs below the note": [
        *LINES,
        ("عن الكاتب", "noise"),
        ("سالم الحداد صحافي يكتب عن المدن.", "noise"),
        ("يقيم سالم في الميناء، وله كتابان عن البحر وأهله صدرا قبل أعوام.", "noise"),
        ("وفي صباح اليوم التالي خرج الصيادون باكرا وعادوا بشباك ملأى بالسردين الفضي.", "body"),
    ],
    "a heading alone": [*LINES, ("عن الكاتب", "body")],
    "a page that is such a note": [("عن الكاتب", "body"), ("هند الراسي صحافية تكتب عن المدن.", "body")],
}
CALLS: dict[str, Row] = {
    "a question and a share link": [
        *LINES,
        (block("هل أعجبك المقال؟", tag="h2"), "noise"),
        (block("أرسله إلى صديق", link=SHARE), "noise"),
    ],
    "a line above a button": [
        *LINES,
        ("📬 نشرة الوادي", "noise"),
        ("قصة كل أسبوع.", "noise"),
        (block("اشترك الآن", link="/newsletter"), "noise"),
    ],
    "a call without a link": [
        *LINES,
        ("هل أعجبتك القصة؟", "noise"),
        ("احصل على المزيد في بريدك — اشترك في نشرتنا البريدية.", "noise"),
    ],
    "a question whose call could be a heading": [
        *LINES,
        ("هل أعجبك المقال؟", "noise"),
        ("انضم إلى قائمتنا البريدية", "noise"),
    ],
    "share words above the text": [("شارك هذا المقال", "body"), *LINES],
    "a bulletin": [*LINES, ("نشرة الطقس", "body"), ("أمطار على المرتفعات مساء الخميس.", "body")],
    "a question of the text": [*LINES, ("هل لديك سؤال؟", "body"), ("نعم، متى تنتهي الأعمال؟", "body")],
    "text goes on": [*LINES, ("شارك هذا المقال", "body"), ("شارك في الأعمال عشرات العمال.", "body"), *LINES],
}


@pytest.mark.parametrize("row", SOURCES.values(), ids=SOURCES)
def test_source_list(row: Row):
    check(partial(source_list, url="https://wadi.example/1"), row)


@pytest.mark.parametrize("row", NOTES.values(), ids=NOTES)
def test_about_author(row: Row):
    check(about_author, row)


@pytest.mark.parametrize("row", CALLS.values(), ids=CALLS)
def test_reader_call(row: Row):
    check(reader_call, row)


def test_a_known_author_is_introduced_whatever_the_text_says():
    note = "هند الراسي: ولدت عام 1970، وتكتب عن الطريق الجبلي والقرى الست والبلدية."
    check(partial(about_author, authors=["هند الراسي"]), [*LINES, ("عن الكاتبة", "noise"), (note, "noise")])
