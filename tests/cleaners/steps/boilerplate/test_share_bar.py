"""Lists of networks to share a text on."""

from __future__ import annotations

import pytest

from cleaners.steps.boilerplate.share_bar import share_bar
from tests.tools.step_tables import PLACED, Row, block, check


def networks(role: str, *names: str) -> Row:
    return [(block(name, tag="li", path=(1, 2, 30, 31, 32 + n)), role) for n, name in enumerate(names)]


SHARED: dict[str, Row] = {
    "after the text, with the heading over it": [
        *PLACED,
        (block("دلّ جارك على الخبر", tag="h3", path=(1, 2, 30, 40)), "noise"),
        *networks("noise", "فيسبوك", "X", "واتساب"),
    ],
    "a line over it that is alone with it": [
        *PLACED,
        (block("دلّ جارك على الخبر", tag="p", path=(1, 2, 30, 40)), "noise"),
        *networks("noise", "فيسبوك", "واتساب"),
    ],
    "a line of the text over it": [
        *PLACED,
        (block("قال المهندس", tag="p", path=(1, 2, 29)), "body"),
        *networks("noise", "فيسبوك", "واتساب"),
    ],
    "before the text": [*networks("noise", "فيسبوك", "واتساب"), *PLACED],
    "a list inside a text": [*PLACED[:1], *networks("body", "فيسبوك", "واتساب"), *PLACED[1:]],
    "one name is no bar": [*PLACED, *networks("body", "فيسبوك")],
    "a list of other things": [*PLACED, *networks("body", "القمح", "الشعير", "التفاح")],
}


@pytest.mark.parametrize("row", SHARED.values(), ids=SHARED)
def test_share_bar(row: Row):
    check(share_bar, row)
