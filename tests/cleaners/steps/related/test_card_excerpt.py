"""Excerpts under the headlines of cards."""

from __future__ import annotations

import pytest

from cleaners.steps.related.card_excerpt import card_excerpt
from tests.tools.step_tables import EXCERPT, MORE, PLACED, SWIMMERS, Row, block, check


def card(text: str, role: str, **more: object) -> Row:
    headline = block(SWIMMERS, "related", kind="inline", link="/a", path=(1, 2, 20, 21))
    return [(headline, "related:inline"), (block(text, path=(1, 2, 20, 22), **more), role)]


@pytest.mark.parametrize(
    "row",
    [
        [*PLACED[:1], *card(EXCERPT, "noise"), *PLACED[1:]],
        [*PLACED[:1], *card(EXCERPT.replace("…", " [...]"), "noise"), *PLACED[1:]],
        [*PLACED[:1], *card(EXCERPT.rstrip("…"), "noise"), *PLACED[1:]],
        [*PLACED[:1], *card(MORE, "body"), *PLACED[1:]],
        [*card(EXCERPT, "body"), (block(MORE, path=(1, 2, 20, 23)), "body")],
        [*PLACED, (block(SWIMMERS, "related", kind="inline", path=(1, 2, 20)), "related:inline"), (EXCERPT, "body")],
    ],
    ids=["cut off", "bracketed dots", "no end", "a sentence", "with text in the element", "no linked headline"],
)
def test_excerpt_of_a_card(row: Row):
    check(card_excerpt, row)
