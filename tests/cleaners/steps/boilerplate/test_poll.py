"""Polls: questions asked twice, questions over their answers, boxes of both."""

from __future__ import annotations

import pytest

from cleaners.steps.boilerplate.poll import poll
from tests.tools.step_tables import FRAME, HEAD, LINES, MORE, PLACED, PROSE, L, P, Row, block, check

ASKED_TWICE = "هل تؤيد إغلاق «الطريق الجبلي القديم» أمام الشاحنات؟"
POLL: dict[str, Row] = {
    "asked twice after the text, and what quotes it": [
        (PROSE, "body"),
        (ASKED_TWICE, "noise"),
        (ASKED_TWICE, "noise"),
        ('نتائج استطلاع "الطريق الجبلي القديم" حتى الآن', "noise"),
        (HEAD, "body"),
    ],
    "asked once": [(PROSE, "body"), (ASKED_TWICE, "body"), (MORE, "body")],
    "asked twice inside the text": [(PROSE, "body"), (ASKED_TWICE, "body"), (ASKED_TWICE, "body"), (MORE, "body")],
    "a sentence twice is no question": [(PROSE, "body"), ("تم الإرسال.", "body"), ("تم الإرسال.", "body")],
    "an element named for polls": [
        (PROSE, "body"),
        (block("نعم", shapes=("div wp-polls", "li")), "noise"),
        (MORE, "body"),
    ],
    "an element of another name": [(block("نعم", shapes=("div pollution", "li")), "body"), (PROSE, "body")],
}


@pytest.mark.parametrize("row", POLL.values(), ids=POLL)
def test_poll(row: Row):
    check(poll, row)


ANSWERED: dict[str, Row] = {
    "a question over its answers": [
        *FRAME,
        *LINES,
        ("كيف تقيم الخدمة؟", "noise"),
        *[(a, "noise") for a in ("جيدة", "سيئة")],
    ],
    "without a page around it is text": [*LINES, ("كيف كان البحر؟", "body"), ("كأنه نام", "body"), ("ثم صحا", "body")],
    "one answer is a dialogue": [*LINES, ("كيف تقيم الخدمة؟", "body"), ("جيدة", "body"), L],
    "several questions are a quiz": [
        *[(line, "body") for line in ("أي طائر أسرع؟", "اللقلق", "السنونو", "أي طائر أكبر؟", "النعام", "الهدهد")],
        P,
    ],
}


@pytest.mark.parametrize("row", ANSWERED.values(), ids=ANSWERED)
def test_a_question_over_its_answers(row: Row):
    check(poll, row)


def asked(role: str, *options: str, under: str = "noise") -> Row:
    question = (block("أيعجبك الطريق الجديد؟", path=(1, 2, 20, 21)), role)
    return [question, *((block(text, under, path=(1, 2, 20, 22 + n)), under) for n, text in enumerate(options))]


@pytest.mark.parametrize(
    "row",
    [
        [*PLACED[:1], *asked("noise", "نعم", "لا"), *PLACED[1:]],
        [*PLACED[:1], *asked("noise", "لا أجيب", "صوّت 1284 قارئا"), *PLACED[1:]],
        [*PLACED[:1], *asked("body", "نعم"), *PLACED[1:]],
        [*PLACED[:1], *asked("body", "نعم، وأشكر البلدية على كل ما فعلته من أجلنا.", "لا"), *PLACED[1:]],
        [*PLACED[:1], (block("ماذا بعد؟", path=(1, 2, 20)), "body"), *PLACED[1:]],
    ],
    ids=["options dropped before", "buttons and counts", "one line is no poll", "answers of an interview", "a subhead"],
)
def test_a_poll_in_a_box(row: Row):
    check(poll, row)
