"""The slow way to clean a page: every step on a page that knows nothing yet, every round, until nothing changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cleaners.article import Change
from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.pipeline import Step, changes_between, step_name

ROUNDS = 12
"""More than any page needs; one that still changes then has no fixpoint."""


def full_fixpoint(
    steps: Sequence[Step], blocks: Iterable[Block], finder: str = ""
) -> tuple[Document, tuple[Change, ...]]:
    """What `run_until_stable` must give, without a property that an edit hands on and without a round spared."""
    first = next((number for number, step in enumerate(steps, 1) if step_name(step) == finder), 0)
    current, changes = _round(steps[:first], tuple(blocks))
    for _ in range(ROUNDS):
        after, more = _round(steps[first:], current)
        if after == current:
            return Document(current), tuple(changes)
        current, changes = after, changes + more
    raise AssertionError(f"a page still changes after {ROUNDS} rounds")


def _round(steps: Sequence[Step], blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], list[Change]]:
    """The blocks after one run of the steps, with its changes; each step sees a new page."""
    changes: list[Change] = []
    for step in steps:
        edits = {block.index: block for block in step(Document(blocks))}
        after = tuple(edits.get(block.index, block) for block in blocks)
        changes += changes_between(step_name(step), blocks, after)
        blocks = after
    return blocks, changes
