"""What stands under the text, where a page goes on."""

from __future__ import annotations

import pytest

from cleaners.steps.tail.page_tail import named_tail, page_tail
from tests.tools.step_tables import (
    FRAME,
    LAST,
    LINES,
    OTHER_HEADLINES,
    SWIMMERS,
    SWUM,
    L,
    M,
    P,
    Row,
    block,
    check,
)

CLOSED = (block("شاركوا", "noise"), "noise")
TAILS: dict[str, Row] = {
    "headlines and calls where a page stands around": [
        *LINES,
        *FRAME,
        ("مطالعات مقترحة", "noise"),
        (SWIMMERS, "noise"),
        (OTHER_HEADLINES[1], "noise"),
    ],
    "headlines of other subjects without a page around": [
        *LINES,
        *[(line, "body") for line in OTHER_HEADLINES],
    ],
    "two of them can be coincidence": [*LINES, *[(line, "body") for line in OTHER_HEADLINES[:2]]],
    "paragraphs of other subjects behind a list": [
        *LINES,
        *[(line, "noise") for line in OTHER_HEADLINES],
        *FRAME,
        (SWUM, "noise"),
    ],
    "a paragraph of the text behind a line that was dropped": [
        P,
        M,
        P,
        CLOSED,
        (LAST.replace("وختم", "ختم"), "body"),
    ],
    "a paragraph that goes on, whatever it speaks of": [*LINES, CLOSED, (f"يذكر أن {SWUM}", "body")],
    "a short sentence under the text": [*LINES, ("لا أحد يعرف.", "body"), CLOSED],
    "a line of the text without a full stop": [
        *LINES,
        ("سلامة العمال قبل الطريق", "body"),
        *FRAME,
        (SWIMMERS, "noise"),
    ],
    "notes of a study": [
        *LINES,
        ("1- المرجع السابق، ص 12", "body"),
        ("— Roads of the Mountain (1998)", "body"),
        CLOSED,
    ],
    "a guide, whose lines are the text": [
        P,
        *[(f"{n} خطوات", "body") for n in range(4)],
        M,
        *[(line, "body") for line in OTHER_HEADLINES],
        L,
    ],
    "too few paragraphs": [P, CLOSED, (SWIMMERS, "body")],
}


@pytest.mark.parametrize("row", TAILS.values(), ids=TAILS)
def test_page_tail(row: Row):
    check(page_tail, row)


def test_mark_up_keeps_items_under_the_text():
    check(page_tail, [*LINES, *FRAME, (block("خوذة صفراء", tag="li"), "body"), ("ساحة النقاش", "noise")])


LISTED: dict[str, Row] = {
    "lines under a heading of other articles": [
        *LINES,
        ("اقرأ أيضا", "body"),
        (SWIMMERS, "noise"),
        ("جريدة المرفأ", "noise"),
    ],
    "a headline that the text goes on below": [*LINES, ("قد يعجبك أيضا", "body"), (SWIMMERS, "body"), P],
    "a short sentence below": [*LINES, ("مقالات ذات صلة", "body"), ("بصلتان", "body"), ("يشوح البصل.", "body")],
    "no heading": [*LINES, (SWIMMERS, "body"), ("جريدة المرفأ", "body")],
    "a heading above the text": [("آخر الأخبار", "body"), ("مطر", "body"), ("على النافذة", "body")],
    "more lines than a page has below a text": [
        *LINES,
        ("آخر الأخبار", "body"),
        *[(f"{number} حبة {word}", "body") for word in ("بصل", "ثوم", "جزر", "لفت", "خس") for number in range(4)],
    ],
}


@pytest.mark.parametrize("row", LISTED.values(), ids=LISTED)
def test_named_tail(row: Row):
    check(named_tail, row)
