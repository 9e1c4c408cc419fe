"""Run the steps over the blocks, derive the trace, replay it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from cleaners.article import Change, State
from cleaners.block import Block

Step = Callable[[Sequence[Block]], Iterable[Block]]
ROUNDS = 4
"""Real pages settle in one or two; each round drops at least one line, or is the last."""


class StepError(RuntimeError):
    """Raised when a step adds, loses or reorders blocks; a defect of ours, never of a page."""


def run(steps: Iterable[Step], blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Change, ...]]:
    """The blocks after all steps, and one change for each block that a step altered, in running order.

    Raises StepError when a step does not give back each block once and in order.
    """
    changes: list[Change] = []
    current = tuple(blocks)
    for step in steps:
        after = tuple(step(current))
        changes += compare(name_of(step), current, after)
        current = after
    return current, tuple(changes)


def settle(steps: Sequence[Step], blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Change, ...]]:
    """As `run`, again and again until nothing changes any more, at most a few rounds.

    A step may rest on lines that a later one drops, such as the last paragraph: the next round sees them gone.
    Rounds that end where they began leave nothing in the trace.
    """
    current, changes = run(steps, blocks)
    for _ in range(ROUNDS):
        after, more = run(steps, current)
        if after == current:
            break
        current, changes = after, changes + more
    return current, changes


def compare(name: str, before: Sequence[Block], after: Sequence[Block]) -> list[Change]:
    """What a step did, read off its input and output."""
    if [b.index for b in before] != [b.index for b in after]:
        raise StepError(f"step {name} must give back every block once and in order")
    return [
        Change(name, old.index, state_of(old), state_of(new))
        for old, new in zip(before, after, strict=True)
        if old is not new and state_of(old) != state_of(new)
    ]


def replay(blocks: Sequence[Block], changes: Iterable[Change]) -> tuple[Block, ...]:
    """The blocks as the changes leave them.

    Raises StepError when a change does not fit the state it is applied to.
    """
    states = {block.index: state_of(block) for block in blocks}
    for change in changes:
        if states[change.index] != change.before:
            raise StepError(f"change of {change.step} does not fit block {change.index}")
        states[change.index] = change.after
    return tuple(put(block, states[block.index]) for block in blocks)


def state_of(block: Block) -> State:
    """The part of a block that steps may change."""
    return State(block.text, block.role, block.kind, block.value, block.article)


def put(block: Block, state: State) -> Block:
    """The block in another state."""
    return replace(
        block,
        text=state.text,
        role=state.role,  # type: ignore[arg-type]  # a State is read off a Block
        kind=state.kind,  # type: ignore[arg-type]
        value=state.value,
        article=state.article,
    )


def name_of(step: Step) -> str:
    """The name a step has in the trace: its function's."""
    return name_of(step.func) if isinstance(step, partial) else step.__name__
