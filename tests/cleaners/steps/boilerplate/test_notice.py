"""Notices: whole formulas, and the small box that they stand in."""

from __future__ import annotations

import pytest

from cleaners import clean_html
from cleaners.steps.boilerplate.notice import notice
from tests.tools.step_tables import HEAD, LAST, MORE, PROSE, Row, block, check

RULES = "الآراء الواردة أدناه لا تعبر عن رأي الموقع، بل عن أصحابها فقط."
INVITED = "ترحب شبكتنا بالنقاش المفيد، وقد تضطر إلى مراجعة ما يكتب قبل نشره وحذف ما يسيء إلى غيره."
OPINIONS: dict[str, Row] = {
    "a disclaimer": [(PROSE, "body"), (RULES, "noise")],
    "a sentence about opinions": [
        (PROSE, "body"),
        ("تباينت الآراء الواردة في النقاش حول الطريق الجبلي الجديد.", "body"),
    ],
}


@pytest.mark.parametrize("row", OPINIONS.values(), ids=OPINIONS)
def test_notice_about_opinions(row: Row):
    check(notice, row)


def test_what_shares_a_small_box_with_a_notice_is_one_too():
    text = "".join(f"<p>{line}</p>" for line in (PROSE, MORE, LAST))
    page = f"<h1>{HEAD}</h1><div>{text}<div>{INVITED}<br>{RULES}</div></div>"
    assert clean_html(page).blocks == (PROSE, MORE, LAST)


def test_a_short_text_is_no_box():
    page = f"<h1>{HEAD}</h1><div><p>{PROSE}</p><p>{MORE}</p><p>{RULES}</p></div>"
    assert clean_html(page).blocks == (PROSE, MORE)


NOTICE: dict[str, Row] = {
    "disclaimers and rules": [
        ("تنويه: الصور من الأرشيف ولا علاقة لها بالحدث.", "noise"),
        ("الآراء الواردة في المقال لا تعكس بالضرورة موقف الصحيفة.", "noise"),
        ("هذا الموقع يستخدم ملفات تعريف الارتباط لتحسين تجربة التصفح.", "noise"),
    ],
    "prose": [("الآراء التي سمعناها في المقهى كانت أوضح من بيان المجلس.", "body"), ("تنويه الوزير بالعمال", "body")],
    "only body is asked": [(block("تنويه: قديم", "title"), "title")],
}


@pytest.mark.parametrize("row", NOTICE.values(), ids=NOTICE)
def test_notice(row: Row):
    check(notice, row)
