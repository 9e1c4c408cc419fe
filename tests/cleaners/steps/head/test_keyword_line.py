"""Lines of keywords, under labels that are known and under others."""

from __future__ import annotations

from functools import partial

import pytest

from cleaners.steps.head.keyword_line import keyword_line
from tests.tools.step_tables import LINES, MORE, PROSE, SWUM, L, M, P, Row, block, check

TAG = {"link": "/tag/1", "shapes": ("div", "div post-tags", "a")}
KEYWORDS: dict[str, Row] = {
    "labelled line": [(PROSE, "body"), ("کلمات دلالیة: الرصيف الميناء السردين", "keywords")],
    "a label alone and its linked words": [
        ("الوسوم", "keywords"),
        (block("الميناء", link="/t/1"), "keywords"),
        (block("الصيد", link="/t/2"), "keywords"),
        (MORE, "body"),
    ],
    "linked words end where a line of text stands": [
        ("الوسوم", "keywords"),
        (MORE, "body"),
        (block("الميناء", link="/t/1"), "body"),
    ],
    "an element that is named for tags": [(PROSE, "body"), (block("الميناء القديم", **TAG), "keywords")],
    "a headline in such an element is none": [(block("بلدية عين الصخر تبدأ اليوم توسيع الطريق", **TAG), "body")],
    "prose": [("الوسوم التي وضعها الرعاة على الحجارة ما زالت تدل العابرين.", "body"), ("علامات التعب", "body")],
    "a label before a whole paragraph": [("كلمات دلالية: " + PROSE * 4, "body")],
}


@pytest.mark.parametrize("row", KEYWORDS.values(), ids=KEYWORDS)
def test_keyword_line(row: Row):
    check(keyword_line, row)


FLATTENED: dict[str, Row] = {
    "after a label in no file": [*LINES, ("الملفات: الطريق الجبلي، البلدية، الشتاء", "keywords")],
    "line-ups come in twos": [
        *LINES,
        *[(f"{side}: سامر نعمان، وليد حداد، جاد مراد", "body") for side in ("الجبل", "الساحل")],
    ],
    "names that the text does not say": [*LINES, ("المراسلون: سامر نعمان، وليد حداد، جاد مراد", "body")],
    "between paragraphs": [P, ("الملفات: الطريق الجبلي، البلدية، الشتاء", "body"), M, L],
    "under a label alone": [
        *LINES,
        ("الوسوم", "keywords"),
        ("الطريق الجبلي بلدية عين الصخر", "keywords"),
        (SWUM, "body"),
    ],
}


@pytest.mark.parametrize("row", FLATTENED.values(), ids=FLATTENED)
def test_keyword_line_of_a_flattened_text(row: Row):
    check(partial(keyword_line, flattened=True), row)
