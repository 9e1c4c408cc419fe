"""Guesses that cost a page most of its text are taken back."""

from __future__ import annotations

import pytest

from cleaners import clean_text
from cleaners.steps.tail.guard import guard
from tests.tools.step_tables import FRAME, LAST, LINES, MORE, PROSE, SWIMMERS, SWUM, Row, block, check

OTHER: Row = [(block(SWIMMERS, "title", article=1), "title/1"), (block(SWUM, article=1), "body/1")]
GUARDED: dict[str, Row] = {
    "less than half is left": [(block(PROSE, "noise"), "body"), (block(MORE, "noise"), "body"), (LAST, "body")],
    "more than half is left": [(PROSE, "body"), (MORE, "body"), (block(LAST, "noise"), "noise")],
    "a line that a phrase names stays dropped": [
        (block("شارك المقال", "noise"), "noise"),
        (block(PROSE, "noise"), "body"),
        (block(MORE, "noise"), "body"),
    ],
    "a page around a flattened text": [*FRAME, (block(PROSE, "noise"), "noise"), ("خبر", "body")],
    "another article that is longer": [
        ("خبر قصير عن الطريق", "body"),
        (block(SWIMMERS, "title", article=1), "body"),
        (block(SWUM, article=1), "body"),
    ],
    "another article that is shorter": [*LINES, *OTHER],
    "another article under a phrase, below the closed text": [
        (PROSE, "body"),
        (block("المصدر: وكالات", "credit"), "credit"),
        (block("اقرأ أيضا", "noise"), "noise"),
        *OTHER,
        (block(MORE + MORE, article=1), "body/1"),
    ],
    "outside the container of the text": [
        (block(PROSE, path=(1, 2, 3), tag="p"), "body"),
        (block(MORE, path=(1, 2, 4), tag="p"), "body"),
        (block(PROSE + LAST + SWUM + MORE + MORE, "noise", path=(1, 9, 10), tag="p"), "noise"),
    ],
    "inside it": [
        (block(PROSE, path=(1, 2, 3), tag="p"), "body"),
        (block(MORE + LAST, "noise", path=(1, 2, 4), tag="p"), "body"),
    ],
}


@pytest.mark.parametrize("row", GUARDED.values(), ids=GUARDED)
def test_guard(row: Row):
    check(guard, row)


def test_a_text_of_one_line_that_ends_with_a_post_stays_and_the_trace_says_so():
    line = "تتداول صفحات مقطعا قالت إنه لانهيار الجسر، وأكدت البلدية أنه قديم. pic.twitter.com/AbCdEf1234"
    article = clean_text(line)
    assert article.blocks == (line,)
    assert [change.step for change in article.changes] == ["embedded_post", "guard"]
