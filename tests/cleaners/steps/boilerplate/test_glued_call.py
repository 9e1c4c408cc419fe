"""Calls to follow the outlet at the end of the last line."""

from __future__ import annotations

import pytest

from cleaners import clean_text
from tests.tools.step_tables import LAST, MORE, PROSE

CALLS = [
    "تابع صحيفة الغدير على:",
    "تابعونا على فيسبوك وتويتر",
    "للمزيد تابعونا عبر قناتنا على تلغرام 👇",
    "| تابعنا على واتساب",
    "لمتابعة آخر الأخبار حملوا تطبيقنا أو تابعونا على إكس",
    "اشتركوا في قناتنا على يوتيوب",
    "تابعوا أخبار المرفأ على تيك توك",
    "انضم إلى قناتنا على واتس آب:",
    "تابعونا على فيسبوك ◆ اشتركوا في قناتنا على يوتيوب",
]
SENTENCES = [
    "تابع قناة البلدية على يوتيوب آلاف السكان.", "تابع صحيفة الغدير كل صباح منذ عرفها", "تابع موقع الحفر على مهل",
    "انضم إلى فريق الترميم على فيسبوك ألف متطوع.", "تابعونا!", "«تابعونا على فيسبوك».", "وقال: تابعونا على فيسبوك",
    "واشترك في القناة على يوتيوب مئة ألف", "تابع أخبار الطريق: الحلقة الأولى غدا.",
]  # fmt: skip


@pytest.mark.parametrize("call", CALLS)
def test_a_call_at_the_end_leaves_the_text(call: str):
    article = clean_text(f"{PROSE} {MORE} {LAST} {call}")
    assert article.blocks == (f"{PROSE} {MORE} {LAST}",)
    assert {change.step for change in article.changes} == {"glued_call"}
    assert clean_text(f"{PROSE}\n\n{LAST} {call}").blocks == (PROSE, LAST)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_that_tells_of_followers_stays(sentence: str):
    assert clean_text(f"{PROSE} {MORE} {sentence}").text == f"{PROSE} {MORE} {sentence}"


def test_a_call_inside_the_text_stays():
    text = f"{PROSE} تابعونا على فيسبوك {MORE} {LAST}"
    assert clean_text(text).text == text
