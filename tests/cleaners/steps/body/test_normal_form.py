"""The step that spells every text in its normal form."""

from __future__ import annotations

from cleaners.steps.body.normal_form import normal_form
from tests.tools.step_tables import LAST, block, numbered


def test_normal_form_edits_text_and_nothing_else():
    before = numbered(["الرئیس ،  قال", block("\u200f\u200e", tag="p"), block("كما هو", "title"), LAST])
    after = before.edited(normal_form(before))
    assert [b.text for b in after] == ["الرئيس، قال", "", "كما هو", LAST]
    assert [b.role for b in after] == ["body", "noise", "title", "body"]
    assert after[3] is before[3]
