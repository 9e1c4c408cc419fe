"""Run cleaning steps over a page, derive the trace, replay it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from cleaners.article import Change, State
from cleaners.blocks.block import Block
from cleaners.blocks.document import Document

if TYPE_CHECKING:
    from cleaners.blocks.block import Kind, Role

Step = Callable[[Document], Iterable[Block]]
_MAX_ROUNDS = 4
"""Real pages are stable after one or two; every round but the last drops at least one line."""


class StepError(RuntimeError):
    """Raised when a step yields a foreign block or a trace does not fit: a bug, never caused by a page."""


def run(steps: Iterable[Step], blocks: Iterable[Block]) -> tuple[Document, tuple[Change, ...]]:
    """Run the steps once and return the page with one change per altered block, in step and page order.

    Raises StepError when a step yields a block that is not part of the page.
    """
    changes: list[Change] = []
    current = blocks if isinstance(blocks, Document) else Document(blocks)
    for step in steps:
        edits = [*step(current)]
        if not edits:
            continue
        after = current.edited(_checked(current, edits, step))
        changes += changes_between(step_name(step), current, after) if after is not current else []
        current = after
    return current, tuple(changes)


def _checked(page: Document, edits: Iterable[Block], step: Step) -> Iterator[Block]:
    """The blocks that a step yielded, after checking that their immutable parts are unchanged."""
    for block in edits:
        old = page[block.index] if 0 <= block.index < len(page) else None
        if old is None or (old.place, old.links) != (block.place, block.links):
            raise StepError(f"step {step_name(step)} yielded block {block.index}, which is not of the page")
        yield block


def run_until_stable(
    steps: Sequence[Step], blocks: Iterable[Block], finder: str = ""
) -> tuple[Document, tuple[Change, ...]]:
    """Repeat `run` until nothing changes, at most a few rounds.

    A step may depend on lines that a later one drops, such as the last paragraph; the next round sees them gone.
    A round without net effect leaves nothing in the trace. The steps up to the `finder` find the text and run
    once; where the others leave its ground as they found it (see `Document.ground`), another round is spared.
    """
    first = next((number for number, step in enumerate(steps, 1) if step_name(step) == finder), 0)
    current, changes = run(steps[:first], blocks)
    for _ in range(_MAX_ROUNDS + 1):
        after, more = run(steps[first:], current)
        if after == current:
            break
        is_settled = first and after.ground == current.ground
        current, changes = after, changes + more
        if is_settled:
            break
    return current, changes


def changes_between(name: str, before: Sequence[Block], after: Sequence[Block]) -> list[Change]:
    """The changes made by one step, from the page before and after it."""
    edits = [
        (old.index, _state_of(old), _state_of(new)) for old, new in zip(before, after, strict=True) if old is not new
    ]
    return [Change(name, index, old, new) for index, old, new in edits if old != new]


def replay(blocks: Sequence[Block], changes: Iterable[Change]) -> Document:
    """Apply changes to blocks; raises StepError when a change does not fit the state it is applied to."""
    replayed = list(blocks)
    for change in changes:
        block = replayed[change.index]
        if _state_of(block) != change.before:
            raise StepError(f"change of {change.step} does not fit block {change.index}")
        replayed[change.index] = _with_state(block, change.after)
    return Document(replayed)


def _state_of(block: Block) -> State:
    """The mutable part of a block."""
    return State(block.text, block.role, block.kind, block.value, block.article)


def _with_state(block: Block, state: State) -> Block:
    """The block with another state."""
    role, kind = cast("Role", state.role), cast("Kind | None", state.kind)  # a State is read off a Block
    return block.reads(state.text).becomes(role, kind, state.value).belongs_to(state.article)


def step_name(step: Step) -> str:
    """The name of a step in the trace: its function's."""
    return step_name(step.func) if isinstance(step, partial) else step.__name__
