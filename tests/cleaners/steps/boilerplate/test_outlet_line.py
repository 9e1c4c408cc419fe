"""Lines of an outlet about itself."""

from __future__ import annotations

from functools import partial

import pytest

from cleaners.steps.boilerplate.outlet_line import outlet_line
from tests.tools.step_tables import LAST, PLACED, PROSE, Row, block, check


@pytest.mark.parametrize(
    ("line", "role"),
    [
        (block("جهّزتها للنشر هيئة صدى المرفأ"), "noise"),
        (block("الحق بنا عبر صدى المرفأ على هاتفك"), "noise"),
        (block("صدى المرفأ: ما الذي تغير هذا العام"), "body"),
        (block("كيف بدأت صدى المرفأ؟"), "body"),
        (block("وقال المهندس لمراسل صدى المرفأ إن العمل مستمر."), "body"),
        (block("وأضاف لصحيفة صدى المرفأ:"), "body"),
        (block("شهادة «صدى المرفأ» عن الطريق"), "body"),
        (block("حكاية صدى المرفأ مع الطريق", tag="h2"), "body"),
        (block("صدى الجبل والوادي"), "body"),
        (block("وكالات – صدى المرفأ"), "noise"),
        (block("كل ما ورد هنا ملك لدار صدى المرفأ ولا يجوز نسخه من غير إذنها المكتوب."), "noise"),
        (block("شاعرة ومترجمة، أشرفت على صفحات الثقافة ثم انضمت إلى صدى المرفأ."), "noise"),
        (block("وتنشر صدى المرفأ غدا خريطة الطريق الجبلي والقرى الست وجدول أعمال البلدية."), "body"),
        (block("وحمل العمال لافتة كتب عليها «شكرا صدى المرفأ» وصورا لآبائهم."), "body"),
    ],
)
def test_lines_of_an_outlet_about_itself(line, role: str):
    check(partial(outlet_line, site="صدى المرفأ"), [*PLACED, (line, role)])


def test_an_outlet_s_name_of_one_word_stands_in_any_line():
    check(partial(outlet_line, site="المرفأ"), [*PLACED, (block("طريق المرفأ"), "body")])
    check(partial(outlet_line, site=None), [*PLACED, (block("جهّزتها للنشر هيئة صدى المرفأ"), "body")])


REPRINTS = "كل ما ورد هنا ملك لدار صدى المرفأ ولا يجوز نسخه من غير إذنها المكتوب."


@pytest.mark.parametrize(
    "rest",
    [
        ["واتهم نائب معارض في حديث إلى صدى المرفأ حكومته بالكسل."],
        [REPRINTS, LAST],
        ["أسس نديم صدى المرفأ سنة 1978 بمال ورثه عن جدته.", "بلغت مبيعات صدى المرفأ خمسين ألف نسخة.", PROSE],
    ],
    ids=["it goes on", "a paragraph on the subject follows", "facts in the middle"],
)
def test_sentences_of_the_text_that_name_its_outlet_stay(rest: list[str]):
    check(partial(outlet_line, site="صدى المرفأ"), [*PLACED, *[(block(line), "body") for line in rest]])


def test_a_name_that_the_text_has_too_is_a_word_of_its_own():
    named = (block("وتزور صحيفة صدى المرفأ القرى الست مع المهندس المشرف منذ بدء أعمال توسيع الطريق الجبلي."), "body")
    check(partial(outlet_line, site="صدى المرفأ"), [*PLACED, named, *PLACED, (block(REPRINTS), "body")])


def test_an_outlet_s_sentence_over_the_text_stays():
    row: Row = [(block("كل ما ورد هنا ملك لدار صدى المرفأ ولا يجوز نسخه من غير إذنها."), "body"), *PLACED]
    check(partial(outlet_line, site="صدى المرفأ"), row)
