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


SUBHEADS = ["حكاية البئر القديمة", "بائع الملح"]
LONGER = STORY.replace("الليلة", "الجولة").replace("الصياد", "الحارس")
PARTS = [f"<div>ومضى العام رقم {n} والبئر على حالها، حتى جاء إلى القرية رجل لا يعرفه أحد.</div>" for n in range(2)]
BETWEEN = PARTS[0] + "<div><b>{}</b></div>" + PARTS[1] + "<div{}><b>{}</b></div>" + f"<div>{STORY}{LONGER}</div>"


def test_subheads_between_paragraphs_beside_the_main_element_stay():
    text = text_of(BETWEEN.format(SUBHEADS[0], "", SUBHEADS[1]))
    assert all(line in text for line in SUBHEADS)


@pytest.mark.parametrize(
    "line", ["<a href='/2'>بائع الملح</a>", "وفي حكاياتنا أيضا قصة <a href='/2'>بائع الملح</a>", "اقرأ أيضا", "إعلان"]
)
def test_links_and_named_lines_between_them_do_not(line: str):
    text = text_of(BETWEEN.format(SUBHEADS[0], "", line))
    assert SUBHEADS[0] in text
    assert line not in text
    assert "بائع الملح" not in text


def test_a_line_of_another_shape_does_not():
    assert SUBHEADS[1] not in text_of(BETWEEN.format(SUBHEADS[0], " class='badge'", SUBHEADS[1]))


SIGNED = ["الميناء في 14 نيسان", "الموقعون:", "سالم الحداد - نجار", "هند الراسي - كاتبة", "نجلاء الزين - مهندسة"]


@pytest.mark.parametrize(("name", "stays"), [("blk text-blk", True), ("blk note-blk", False)])
def test_short_lines_stay_in_an_element_called_as_the_one_of_the_text(name: str, stays: bool):
    signed = "".join(f"<p>{line}</p>" for line in SIGNED)
    picture = "<figure><img src='a.jpg'><figcaption>صورة البيت القديم</figcaption></figure>"
    content = (
        f"<div class='blk text-blk'><div>{STORY}</div></div>{picture}<div class='{name}'><div>{signed}</div></div>"
    )
    assert all((line in text_of(content)) == stays for line in SIGNED)
