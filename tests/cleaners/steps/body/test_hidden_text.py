"""Lines that a page hides are dropped by name."""

from __future__ import annotations

from cleaners.blocks.block import Block, Place
from cleaners.blocks.document import Document
from cleaners.steps.body.hidden_text import hidden_text


def test_only_hidden_lines_of_the_body_leave() -> None:
    hidden = Place(hidden=True)
    page = Document((Block(0, "عنوان", role="title", place=hidden), Block(1, "نص"), Block(2, "مخفي", place=hidden)))
    assert [(block.index, block.role) for block in hidden_text(page)] == [(2, "noise")]
