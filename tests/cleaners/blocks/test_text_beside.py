"""Text beside the main element of a page."""

from __future__ import annotations

import pytest

from cleaners import clean_html

STORY = "".join(
    f"<div>وفي الليلة رقم {n} عاد الصياد إلى البيت القديم، ووجد الباب مفتوحا والمصباح مضاء كما تركه أبوه.</div>"
    for n in range(6)
)
LINES = [
    "كان الرجل يمشي وحده في طريق القرية والمطر لا يهدأ",
    "وقال لنفسه إن البيت قريب جدا",
    "ثم رأى الضوء بين الأشجار البعيدة",
]
LOST = "".join(
    f"<div>{line}</div>"
    for line in [*LINES, "وطرق الباب ثلاث مرات ثم انتظر طويلا حتى فتح له شيخ لا يعرفه في القرية كلها."]
)


def text_of(content: str) -> str:
    """The text of a page with an element of content under its headline."""
    return clean_html(f"<html><body><h1>حكاية الصياد</h1><div class='entry'>{content}</div></body></html>").text


@pytest.mark.parametrize(
    "content",
    [
        f"<div>{STORY}</div><div class='_1mf'><div>{LOST}</div></div>",
        f"<div class='_1mf'><div>{LOST}</div></div><div>{STORY}</div>",
        f"<div><div>{STORY}</div></div>" + "<br>".join(LINES),
        f"<div>{STORY}</div><div>{LOST}<table><tr><td class='tr-caption'>صورة البيت</td></tr></table></div>",
    ],
)
def test_text_beside_the_main_element_stays(content: str):
    assert all(line in text_of(content) for line in LINES)


@pytest.mark.parametrize(
    "content",
    [
        f"<div>{STORY}</div><div class='related'><div>{LOST}</div></div>",
        f"<div>{STORY}</div><div class='author-box'>{LOST}</div>",
        f"<div>{STORY}</div><div><a href='/2'>حكاية أخرى من حكايات الميناء القديم</a>{LOST}</div>",
        f"<div>{STORY}</div><form>{LOST}</form>",
    ],
)
def test_lists_boxes_cards_and_forms_beside_it_do_not(content: str):
    assert LINES[1] not in text_of(content)
