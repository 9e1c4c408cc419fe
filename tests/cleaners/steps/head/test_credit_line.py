"""Lines above a text that name only who sends it."""

from __future__ import annotations

import pytest

from cleaners import clean_text
from cleaners.steps.head.credit_line import credit_line
from tests.tools.step_tables import MORE, PROSE, Row, check

CREDIT_LINE: dict[str, Row] = {
    "the outlet's address": [("GHADIR.INFO", "noise"), (PROSE, "body")],
    "outlet, desk and place": [("GHADIR.INFO - مكتب الشمال - خاص", "noise"), (PROSE, "body")],
    "an agency, with or without place": [
        ("و م ع", "credit:source"),
        ("غزة - وكالات", "credit:source"),
        (PROSE, "body"),
    ],
    "a reporter": [
        ("GHADIR.INFO - بقلم: سامر العلي", "byline"),
        ("GHADIR INFO-_سامر العلي", "byline"),
        (PROSE, "body"),
    ],
    "places, subheads and sentences stay": [
        ("الرباط", "body"),
        ("سوق الشمال", "body"),
        ("مكتب الشمال يفتح أبوابه من جديد للزوار", "body"),
        ("خاص بالأطفال", "body"),
        ("كتاب", "body"),
        ("قسم الشعر", "body"),
        (PROSE, "body"),
        ("GHADIR.INFO", "body"),
        (MORE, "body"),
    ],
}


@pytest.mark.parametrize("row", CREDIT_LINE.values(), ids=CREDIT_LINE)
def test_credit_line(row: Row):
    check(credit_line, row)


def test_the_agency_is_the_source_and_the_outlet_no_title():
    article = clean_text(f"GHADIR.INFO\n\n و م ع\n{PROSE}\n{MORE}")
    assert (article.title, article.source, article.blocks) == (None, "و م ع", (PROSE, MORE))


@pytest.mark.parametrize(("titled", "title"), [(True, "سوق القرية القديم"), (False, None), (None, None)])
def test_a_caller_may_know_the_headline(titled: bool | None, title: str | None):
    article = clean_text(f"سوق القرية القديم\n\n{PROSE}\n\n{MORE}", titled=titled)
    assert article.title == title
    assert article.blocks[-2:] == (PROSE, MORE)
    assert clean_text(article.text, titled=False).text == article.text
