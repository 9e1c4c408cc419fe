"""What stands under the text, where a page goes on."""

from __future__ import annotations

from functools import partial

import pytest

from cleaners.steps.tail.page_tail import page_tail
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
        (SWIMMERS, "related:unlabelled"),
        (OTHER_HEADLINES[1], "related:unlabelled"),
    ],
    "headlines of other subjects without a page around": [
        *LINES,
        *[(line, "body") for line in OTHER_HEADLINES],
    ],
    "two of them can be coincidence": [*LINES, *[(line, "body") for line in OTHER_HEADLINES[:2]]],
    "paragraphs of other subjects behind a list": [
        *LINES,
        *[(line, "related:unlabelled") for line in OTHER_HEADLINES],
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
        (SWIMMERS, "related:unlabelled"),
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
    check(partial(page_tail, flattened=True), row)


def test_mark_up_keeps_items_under_the_text():
    check(page_tail, [*LINES, *FRAME, (block("خوذة صفراء", tag="li"), "body"), ("ساحة النقاش", "noise")])
