"""What an edit of a page leaves alone is not computed again, and is what it would be."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.made_pages import page_of
from cleaners.blocks.document import Document
from cleaners.blocks.from_html import blocks_of_tree
from cleaners.page import Page, parse

TREE = parse(Page(page_of("cards", 6_000)))
assert TREE is not None
BLOCKS = tuple(blocks_of_tree(TREE, None))
NAMES = [name for name, value in vars(Document).items() if isinstance(value, cached_property) and name != "layout"]
TEXTS = ("سطر قصير", "أعلنت البلدية صباح الأحد أن العمل في الجسر الجديد ينتهي خلال أسابيع قليلة بعد إقرار الميزانية.")
EDITS = st.lists(
    st.tuples(
        st.integers(0, len(BLOCKS) - 1),
        st.sampled_from(["body", "title", "related", "noise", "keywords", "credit"]),
        st.sampled_from([0, 0, 1]),
        st.sampled_from([None, *TEXTS]),
    ),
    max_size=4,
)
PLACED = {"regions", "boxes", "beside", "own", "_running_text", "_container"}
"""What rests on regions, which are found once the lines have their normal form."""


@given(st.lists(EDITS, max_size=4), st.booleans())
def test_properties_after_an_edit_are_those_of_a_new_page(rounds: list[list[tuple]], with_texts: bool) -> None:
    page = Document(BLOCKS)
    for edits in rounds:
        for name in NAMES:
            getattr(page, name)
        page = page.edited(
            replace(page[n], role=role, article=article, text=text if text and with_texts else page[n].text)
            for n, role, article, text in edits
        )
        fresh = Document(page)
        for name in NAMES if not with_texts else set(NAMES) - PLACED:
            assert getattr(page, name) == getattr(fresh, name), name


@pytest.mark.parametrize(
    ("role", "text", "lost"),
    [
        ("noise", None, set()),
        ("body", TEXTS[0], {"texts", "body"}),
        ("body", TEXTS[1], {"texts", "body", "paragraphs", "closed", "main"}),
        ("title", None, {"title", "regions", "boxes"}),
    ],
)
def test_an_edit_costs_what_it_touches(role: str, text: str | None, lost: set[str]) -> None:
    lines = [replace(block, role="noise") if block.index == 3 else block for block in BLOCKS]
    page = Document(lines)
    kept = {"layout", "title", "regions", "boxes", "texts", "body", "paragraphs", "closed", "main"}
    for name in kept:
        getattr(page, name)
    after = page.edited([replace(page[3], role=role, text=text or page[3].text, kind="related")])
    assert after is not page
    assert kept - after.__dict__.keys() == lost


def test_a_page_without_changes_stays_itself() -> None:
    page = Document(BLOCKS)
    assert page.edited(page[:5]) is page
