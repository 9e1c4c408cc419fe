"""Addresses that are lines of their own."""

from __future__ import annotations

import pytest

from cleaners.steps.boilerplate.interface_line import bare_address
from tests.tools.step_tables import PROSE, Row, check

BARE_ADDRESS: dict[str, Row] = {
    "an address alone": [("https://marfa.example/?p=4182", "noise"), (PROSE, "body")],
    "an address inside a sentence": [("نشرت البلدية الخطة على www.ainsakhr.example/plan قبل يومين.", "body")],
}


@pytest.mark.parametrize("row", BARE_ADDRESS.values(), ids=BARE_ADDRESS)
def test_bare_address(row: Row):
    check(bare_address, row)
