"""What a page says of an article's author under it."""

from __future__ import annotations

import pytest

from cleaners.steps.tail.author_note import author_note
from tests.tools.step_tables import LINES, Row, block, check

NOTE = "كاتبة وصحافية، صدرت لها روايتان، وتعيش متنقلة بين بيروت ومرسيليا."
NOTES: dict[str, Row] = {
    "a trade": [*LINES, (NOTE, "noise")],
    "the author's name and a trade": [
        (block("هند", "byline", value="هند الراسي"), "byline"),
        *LINES,
        (f"هند الراسي {NOTE}", "noise"),
    ],
    "one of those who sign": [
        *LINES,
        ("سالم الحداد - نجار", "body"),
        ("هند الراسي - كاتبة", "body"),
        ("نجلاء الزين – مهندسة", "body"),
    ],
    "another trade than those listed": [*LINES, ("نجار ورسام يعيش في دمشق، وله معارض في مدن عدة.", "body")],
    "a report that opens so": [("كاتب مجهول يهدي بلدية عين الصخر مكتبته.", "body"), *LINES],
    "a paragraph of the text": [
        *LINES,
        ("محرر الخبر سأل البلدية عن الطريق الجبلي، فقالت إن الأعمال مستمرة قبل الشتاء.", "body"),
    ],
}


@pytest.mark.parametrize("row", NOTES.values(), ids=NOTES)
def test_author_note(row: Row):
    check(author_note, row)
