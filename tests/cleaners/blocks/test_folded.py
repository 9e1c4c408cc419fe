"""Which hidden text is the article's."""

from __future__ import annotations

import lxml.html
import pytest

from cleaners.blocks.folded import unfolded_blocks
from cleaners.blocks.from_html import blocks_of_tree

TITLE = "افتتاح جسر المشاة الجديد في بلدة الرمانة"
SHOWN = (
    "افتتحت بلدية الرمانة صباح اليوم جسر المشاة الذي يصل الحي القديم بمحطة الحافلات، بعد عامين من العمل.",
    "وقال رئيس البلدية إن الجسر صمم ليتحمل مرور ثلاثة آلاف شخص في الساعة عند طرفيه.",
)
REST = "وأضاف أن كلفة الجسر بلغت أربعة ملايين دينار تحملت البلدية نصفها من موازنتها."
OTHER = "سجل بريدك الآن لتصلك أهم الأخبار كل صباح مع تحيات فريق التحرير."
NONE = 'style="display:none"'
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in SHOWN)


def shown_lines(inside: str, after: str = "") -> list[str]:
    page = f"<html><body><nav><p>{OTHER}</p></nav><main><h1>{TITLE}</h1><div>{inside}</div></main>{after}</body></html>"
    tree = lxml.html.document_fromstring(page)
    return [block.text for block in unfolded_blocks(tree, None)[0] if not block.place.hidden]


@pytest.mark.parametrize(
    "rest",
    [
        f'<button aria-controls="more">المزيد</button><div id="more" {NONE}><p>{REST}</p></div>',
        f"<div hidden><p>{REST}</p></div>",
        f"<p {NONE}>{REST}</p>",
        f'<p style="visibility:hidden">{REST}</p>',
        f'<h3>كم الكلفة؟</h3><div style="height:0;overflow:hidden"><p>{REST}</p></div>',
        f'<div class="accordion"><b>كم؟</b><div {NONE}><span {NONE}><p>{REST}</p></span></div></div>',
        f"<details><summary>التفاصيل</summary><p {NONE}>{REST}</p></details>",
        f'<p><a href="javascript:void(0)">تابع</a></p><div {NONE}>{REST}</div>',
        f"<p>وقال: <span {NONE}>{REST}</span></p>",
    ],
)
def test_hidden_text_of_the_article_is_shown(rest: str) -> None:
    assert REST in " ".join(shown_lines(PARAGRAPHS + rest))


@pytest.mark.parametrize(
    "rest",
    [
        f"<div {NONE}><p>{OTHER}</p></div>",
        f'<p><a href="#box">افتح</a></p><div id="box" class="modal" {NONE}><p>{REST}</p></div>',
        f"<aside {NONE}><p>{REST}</p></aside>",
        f'<div {NONE}><p><a href="/other">{REST}</a></p></div>',
        f'<div style="position:absolute;left:-9999px"><p>{REST}</p></div>',
        f'<h3>نص</h3><p style="font-size:0">{REST}</p>',
        f"<div {NONE}><h2>{TITLE}</h2>{PARAGRAPHS}</div>",
        f"<div {NONE}><div {NONE}><p>{OTHER}</p></div></div>",
    ],
)
def test_other_hidden_text_stays_hidden(rest: str) -> None:
    assert shown_lines(PARAGRAPHS + rest)[1:4] == [TITLE, *SHOWN]
    assert REST not in shown_lines(PARAGRAPHS + rest)
    assert shown_lines(PARAGRAPHS + rest).count(OTHER) == 1


def test_a_whole_article_that_a_script_reveals_is_shown() -> None:
    whole = f'<div style="visibility:hidden">{PARAGRAPHS}<div class="modal" {NONE}><p>{REST}</p></div></div>'
    assert shown_lines(whole)[2:] == list(SHOWN)
    each = "".join(f'<p style="visibility:hidden">{text}</p>' for text in SHOWN)
    assert shown_lines(each)[2:] == list(SHOWN)


def test_a_hidden_dialog_is_not_taken_for_the_article() -> None:
    dialog = f'<div class="cookie-consent" {NONE}>{PARAGRAPHS * 3}</div>'
    assert shown_lines(f"<p>{REST}</p>", dialog)[2:] == [REST]


def test_words_for_screen_readers_leave_their_line() -> None:
    line = f'<p>{REST} <a href="/x">بيان<span class="sr-only"> (نافذة جديدة)</span></a> جديد</p>'
    assert shown_lines(line)[2:] == [f"{REST} بيان جديد"]


@pytest.mark.parametrize(
    ("inside", "is_hidden"),
    [(f"{PARAGRAPHS}<form {NONE}><p>{OTHER}</p></form>", True), (f"{PARAGRAPHS}<p {NONE}>{REST}</p>", False)],
)
def test_the_blocks_are_those_of_the_page_as_it_then_is(inside: str, is_hidden: bool):
    tree = lxml.html.document_fromstring(f"<body><h1>{TITLE}</h1><div>{inside}<a href='2#x'>{TITLE}</a></div></body>")
    blocks, numbers = unfolded_blocks(tree, "https://ramana.example/1")
    assert blocks == blocks_of_tree(tree, "https://ramana.example/1")
    assert {number for block in blocks for number in block.place.path} <= set(numbers.values())
    assert any(block.place.hidden for block in blocks) == is_hidden
