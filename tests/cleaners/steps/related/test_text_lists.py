"""Lists of headlines in flattened texts."""

from __future__ import annotations

from functools import partial

import pytest

from cleaners.steps.related.related_list import related_list
from cleaners.steps.related.text_lists import groups_of_lines
from tests.tools.step_tables import (
    FOURTH,
    FRAME,
    LAST,
    MORE,
    OTHER_HEADLINES,
    PROSE,
    SECOND_BRIDGE,
    THIRD,
    Row,
    block,
    check,
    numbered,
)

LISTS: dict[str, Row] = {
    "under a heading, as bullets": [
        (PROSE, "body"),
        ("مقالات مشابهة", "noise"),
        (block(SECOND_BRIDGE, tag="bullet"), "related:related"),
        (block("الطريق الجبلي", tag="bullet"), "related:related"),
        (MORE, "body"),
    ],
    "under a heading, as lines": [
        (PROSE, "body"),
        ("أحدث الأخبار", "noise"),
        (SECOND_BRIDGE, "related:latest"),
        (THIRD, "related:latest"),
    ],
    "under a heading that another step dropped": [
        (PROSE, "body"),
        (block("الأكثر قراءة", "noise"), "noise"),
        (SECOND_BRIDGE, "related:most_read"),
    ],
    "a heading without headlines": [(PROSE, "body"), ("ذات صلة", "body"), (MORE, "body")],
    "a longer line that opens like a heading": [
        (PROSE, "body"),
        ("أخبار متعلقة بالقرية", "body"),
        (SECOND_BRIDGE, "body"),
        (MORE, "body"),
    ],
    "headlines at the end, without a heading": [
        (PROSE, "body"),
        *FRAME,
        (block("التعليقات", "noise"), "noise"),
        (SECOND_BRIDGE + " قبل حلول الشتاء", "related:unlabelled"),
        (THIRD + " المغلق ليلا", "related:unlabelled"),
        (FOURTH, "related:unlabelled"),
    ],
    "two lines at the end are no list": [(PROSE, "body"), (SECOND_BRIDGE, "body"), (THIRD, "body")],
    "lines of verse at the end": [
        (PROSE, "body"),
        ("يا دربنا العالي إلى الغيم", "body"),
        ("كم مر فوقك من جمل", "body"),
        ("والقافلات بلا دليل", "body"),
        ("عودي إلينا مرة واحدة", "body"),
    ],
    "names and numbers at the end": [(PROSE, "body"), ("1990", "body"), ("سلمى النجار", "body"), ("عين الصخر", "body")],
    "headlines over lines without an end are the text where there is no other": [
        ("طريق الجبل إلى القرية القديمة يفتح", "body"),
        ("كان الطريق الذي يصعد إلى القرية القديمة مغلقا منذ سنين بعد أن سقطت عليه صخور الجبل", "body"),
        ("مدرسة البنات في الوادي تستعد للشتاء", "body"),
        ("تستعد مدرسة البنات في الوادي للشتاء وقد جمعت الحطب والبطانيات من بيوت الأهالي", "body"),
        ("سوق السمك عند المرفأ يعود للعمل", "body"),
        ("عاد سوق السمك عند المرفأ إلى العمل بعد أسابيع من عواصف منعت القوارب من الخروج", "body"),
    ],
    "a bulleted list of the article's own": [
        (PROSE, "body"),
        (block("حبل متين طوله عشرون مترا", tag="bullet"), "body"),
        (block("فأس صغيرة ذات مقبض من خشب", tag="bullet"), "body"),
        (block("مصباح يدوي يعمل ست ساعات", tag="bullet"), "body"),
        (MORE, "body"),
    ],
}


@pytest.mark.parametrize("row", LISTS.values(), ids=LISTS)
def test_related_list_of_a_flattened_text(row: Row):
    check(partial(related_list, flattened=True), row)


def test_cards_without_dots_are_told_by_their_shape():
    under = [f"{line} وتتحدث في السطور الأولى عن تفاصيل أخرى لم تنشر من قبل في أي مكان آخر" for line in OTHER_HEADLINES]
    cards = [line for pair in zip(OTHER_HEADLINES, under, strict=True) for line in pair]
    found = groups_of_lines(numbered([*(b for b, _ in FRAME), PROSE, MORE, *cards, LAST]))
    assert [[block.index for block in group.headlines] for group in found] == [[4, 6, 8]]
    assert not groups_of_lines(numbered([PROSE, MORE, *cards, LAST]))
    assert not groups_of_lines(numbered([PROSE, MORE, *OTHER_HEADLINES, LAST]))
