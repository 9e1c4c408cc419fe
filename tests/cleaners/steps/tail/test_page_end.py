"""Comments under the text."""

from __future__ import annotations

import pytest

from cleaners.steps.tail.page_tail import page_end
from tests.tools.step_tables import HEAD, MORE, PROSE, Row, block, check

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
    "a count above a poem": [("3 تعليقات", "noise"), ("مطر على النافذة", "body"), ("وحقيبة تنتظر", "body")],
    "nothing": [(PROSE, "body"), ("نهاية", "body")],
}


@pytest.mark.parametrize("row", PAGE_END.values(), ids=PAGE_END)
def test_page_end(row: Row):
    check(page_end, row)
