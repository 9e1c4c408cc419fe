"""What trafilatura keeps of a page."""

from __future__ import annotations

from functools import partial

import pytest

from cleaners.steps.body.baseline import trafilatura
from tests.tools.step_tables import Row, block, check

TRAFILATURA: dict[str, Row] = {
    "what it keeps stays, whatever its spelling": [("«أعلنت» البلديّة موعدا", "body"), ("لم يبق إلا القليل", "noise")],
    "a piece of a kept paragraph stays from four words on": [
        ("موعدا جديدا للأعمال كلها", "body"),
        ("الأعمال كلها", "noise"),
    ],
    "roles that other steps gave stay": [(block("عنوان", "title"), "title")],
}


@pytest.mark.parametrize("row", TRAFILATURA.values(), ids=TRAFILATURA)
def test_trafilatura(row: Row):
    check(partial(trafilatura, kept=("أعلنت البلدية موعدا", "وقد حددت موعدا جديدا للأعمال كلها")), row)
