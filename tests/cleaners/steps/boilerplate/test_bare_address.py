"""Addresses that are lines of their own."""

from __future__ import annotations

import pytest

from cleaners.steps.boilerplate.interface_line import bare_address
from tests.tools.step_tables import MORE, PROSE, Row, block, check

BARE_ADDRESS: dict[str, Row] = {
    "an address alone": [("https://marfa.example/?p=4182", "noise"), (PROSE, "body")],
    "an address inside a sentence": [("نشرت البلدية الخطة على www.ainsakhr.example/plan قبل يومين.", "body")],
    "an outlet's host before or after the text": [
        ("SADA-MARFA.INFO", "noise"),
        ("SADA-MARFA.INFO - مكتب الشمال - خاص", "noise"),
        (PROSE, "body"),
        ("marfa.example.com", "body"),
        (MORE, "body"),
        ("(sada.marfa.net)", "noise"),
    ],
    "a host that the text speaks of": [
        ("Marfa.com", "body"),
        (PROSE, "body"),
        ("وقالت إدارة Marfa إن " + MORE, "body"),
    ],
    "a heading, an item, no text, a name with a dot": [
        (block("Marfa.com", tag="h2"), "body"),
        ("Node.js", "body"),
        ("سطر marfa.com", "body"),
        (PROSE, "body"),
        (block("Marfa.com", tag="li"), "body"),
    ],
    "only short lines": [("marfa.com", "body"), ("سطر قصير", "body")],
}


@pytest.mark.parametrize("row", BARE_ADDRESS.values(), ids=BARE_ADDRESS)
def test_bare_address(row: Row):
    check(bare_address, row)
