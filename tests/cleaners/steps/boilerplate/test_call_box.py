"""Boxes in the text with a call and a button."""

from __future__ import annotations

import pytest

from cleaners.steps.boilerplate.call_box import call_box
from tests.tools.step_tables import PLACED, Row, block, check


def boxed(*lines: tuple[str, str], button: str, fate: str, tag: str = "p") -> Row:
    """An element of lines and a linked last one."""
    above = [(block(text, path=(1, 2, 50, 51 + n), tag=tag), role) for n, (text, role) in enumerate(lines)]
    return [*PLACED, *above, (block(button, link="/contact", path=(1, 2, 50, 60)), fate)]


HEAD, LINE = "هل تحتاج مساعدة في ترميم متجرك؟", "فريقنا جاهز لمساعدتك في وضع خطة تناسب ميزانيتك."
BOXES: dict[str, Row] = {
    "a question, a line and a button": boxed((HEAD, "noise"), (LINE, "noise"), button="تواصل معنا الآن", fate="noise"),
    "a line and a button": boxed((LINE, "noise"), button="احجز موعدك", fate="noise"),
    "a link to a report": boxed((HEAD, "body"), (LINE, "body"), button="سجل الأهلي فوزه الثالث", fate="body"),
    "a list": boxed((HEAD, "body"), (LINE, "body"), button="اشترك الآن", fate="body", tag="li"),
    "more lines than a box has": boxed(*[(LINE, "body")] * 4, button="اشترك الآن", fate="body"),
    "a button alone among paragraphs": [*PLACED, (block("اشترك الآن", link="/n", path=(1, 2, 60)), "body")],
}


@pytest.mark.parametrize("row", BOXES.values(), ids=BOXES)
def test_call_box(row: Row):
    check(call_box, row)
