"""Lines that a page prints twice."""

from __future__ import annotations

import pytest

from cleaners.steps.body.doubled_line import doubled_line
from tests.tools.step_tables import LAST, MORE, PROSE, Row, block, check

DOUBLED_LINE: dict[str, Row] = {
    "a deck and its paragraph": [(PROSE, "body"), (PROSE, "noise"), (MORE, "body")],
    "three in a row": [(PROSE, "body"), (PROSE, "noise"), (f"«{PROSE}»", "noise")],
    "with a picture's credit between": [(PROSE, "body"), (block("صورة", "credit"), "credit"), (PROSE, "noise")],
    "a whole paragraph again, further down": [(PROSE, "body"), (MORE, "body"), (PROSE, "noise"), (LAST, "body")],
    "a formula again, further down": [
        (f"{PROSE.rstrip('.')}،", "body"),
        (MORE, "body"),
        (f"{PROSE.rstrip('.')}،", "body"),
        (LAST, "body"),
    ],
    "short lines": [("اخلط المقادير جيدا", "body"), ("اخلط المقادير جيدا", "body")],
    "of two articles": [(PROSE, "body"), (block(PROSE, article=1), "body/1")],
    "lines without letters": [("* * *", "body"), ("* * *", "body")],
}


@pytest.mark.parametrize("row", DOUBLED_LINE.values(), ids=DOUBLED_LINE)
def test_doubled_line(row: Row):
    check(doubled_line, row)
