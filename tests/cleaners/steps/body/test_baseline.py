"""What trafilatura keeps of a page."""

from __future__ import annotations

from functools import partial

import pytest

from cleaners.steps.body.baseline import lines_without
from tests.tools.step_tables import Row, block, check

LINES_WITHOUT: dict[str, Row] = {
    "what it keeps stays, whatever its spelling": [("«أعلنت» البلديّة موعدا", "body"), ("لم يبق إلا القليل", "noise")],
    "a piece of a kept paragraph stays from four words on": [
        ("موعدا جديدا للأعمال كلها", "body"),
        ("الأعمال كلها", "noise"),
    ],
    "roles that other steps gave stay": [(block("عنوان", "title"), "title")],
}


@pytest.mark.parametrize("row", LINES_WITHOUT.values(), ids=LINES_WITHOUT)
def test_lines_without(row: Row):
    check(partial(lines_without, kept=("أعلنت البلدية موعدا", "وقد حددت موعدا جديدا للأعمال كلها")), row)
