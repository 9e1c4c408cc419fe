"""The author's name under the text."""

from __future__ import annotations

from functools import partial

import pytest

from cleaners.steps.tail.signature import signature
from tests.tools.step_tables import LINES, Row, block, check

SIGNED: dict[str, Row] = {
    "in Latin letters": [*LINES, ("Salem Haddad", "byline")],
    "the name of a byline above": [
        (block("هند", "byline", value="هند الراسي"), "byline"),
        *LINES,
        ("هند الراسي", "byline"),
    ],
    "somebody else": [*LINES, ("سالم الكيلاني", "body")],
    "in a list of names": [*LINES, ("Salem Haddad", "body"), ("سالم الكيلاني", "body")],
    "between paragraphs": [*LINES, ("Salem Haddad", "body"), *LINES],
}


@pytest.mark.parametrize("row", SIGNED.values(), ids=SIGNED)
def test_signature(row: Row):
    check(partial(signature, authors=["Salem Haddad"]), row)
