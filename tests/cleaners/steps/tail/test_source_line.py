"""Lines that name an article's source."""

from __future__ import annotations

import pytest

from cleaners.steps.tail.source_line import source_line
from tests.tools.step_tables import MORE, PROSE, Row, check, numbered

SOURCE: dict[str, Row] = {
    "labelled": [(PROSE, "body"), ("المصدر: أ ف ب", "credit:source"), ("نقلا عن: صحيفة المرفأ", "credit:source")],
    "labelled above the text": [("المصدر: وكالات", "credit:source"), (PROSE, "body")],
    "an agency after the text": [(PROSE, "body"), ("وكالات", "credit:source"), ("(أ.ف.ب)", "credit:source")],
    "an agency before the text": [("و م ع", "credit:source"), (PROSE, "body"), ("وكالات", "body"), (MORE, "body")],
    "no text": [("وكالات", "body"), ("سطر قصير", "body")],
    "prose": [
        ("المصدر ذاته أكد أن المبلغ لا يكفي", "body"),
        ("المصدر: قال لنا أحدهم إن المبلغ لا يكفي.", "body"),
        (PROSE, "body"),
    ],
    "too long for a credit": [("المصدر: " + MORE, "body")],
    "a label alone names nothing": [(PROSE, "body"), ("المصدر:", "body")],
}


@pytest.mark.parametrize("row", SOURCE.values(), ids=SOURCE)
def test_source_line(row: Row):
    check(source_line, row)


def test_source_line_tells_the_source_without_its_label():
    (credit,) = source_line(numbered([PROSE, "المصدر : الجزيرة + وكالات"]))
    assert credit.value == "الجزيرة + وكالات"
