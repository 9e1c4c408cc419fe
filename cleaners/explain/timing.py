"""Profile a page by stage and step in milliseconds, without any timing code in the pipeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, TypeVar

from cleaners import clean
from cleaners.blocks.block import Block
from cleaners.clean import Reading
from cleaners.explain.terminal import explain
from cleaners.page import Page
from cleaners.pipeline import Step, step_name

_Result = TypeVar("_Result")
STAGES = {
    "parse": "parse",
    "read_metadata": "metadata",
    "unfolded_blocks": "blocks",
    "blocks_of_text": "blocks",
    "run_until_stable": "steps",
    "replay": "replay",
    "article_of": "article",
    "links_of": "links",
    "with_metadata": "fields",
    "rejection_reason": "quality",
}
"""Functions of `cleaners.clean` and the stage each belongs to; none of them calls another. Of pages with
hidden text, the blocks are read among the folds."""
_WARM_UP = f"<title>Words</title><p>{'Some English words. ' * 50}"
"""The first page of a process pays for lazy loading, including the language detector, which English text needs. The
measured page itself would not do, since its lines would then be cached."""


@dataclass
class _Clock:
    """Seconds and calls per label, in order of first calls, and the input and output of each step."""

    rows: dict[str, tuple[float, int]] = field(default_factory=dict)
    steps: list[tuple[str, Sequence[Block], Sequence[Block]]] = field(default_factory=list)

    def timed(self, label: str, call: Callable[..., _Result]) -> Callable[..., _Result]:
        """Wrap a function to record its time and calls."""

        def run(*arguments: Any, **named: Any) -> _Result:
            self.rows.setdefault(label, (0.0, 0))
            start = perf_counter()
            try:
                return call(*arguments, **named)
            finally:
                seconds, calls = self.rows[label]
                self.rows[label] = seconds + perf_counter() - start, calls + 1

        return run

    def timed_step(self, step: Step) -> Step:
        """Wrap a step under the same name; the time includes consuming all that it yields."""
        label = f"  {step_name(step)}"
        consumed = self.timed(label, lambda page: tuple(step(page)))

        def run(page: Sequence[Block]) -> tuple[Block, ...]:
            edits = consumed(page)
            self.steps.append((label, page, edits))
            return edits

        run.__name__ = step_name(step)
        return run

    def changed(self) -> Counter[str]:
        """How many blocks each step changed, over all rounds."""
        counts: Counter[str] = Counter()
        for label, page, edits in self.steps:
            before = {block.index: block for block in page}
            counts[label] += sum(block != before[block.index] for block in edits)
        return counts


def explain_time(read: Callable[[], Reading]) -> Iterator[str]:
    """One line per stage, with its steps below it: milliseconds, calls, blocks changed, name; in the order they run.

    A step runs once per round; properties of the page that are computed once count for the first step that uses them.
    """
    clean.read_html(Page(_WARM_UP))
    clock = _Clock()
    with _watched(clock):
        result = clock.timed("total", read)()
    total, _ = clock.rows.pop("total")
    changed = clock.changed()
    yield next(explain(result))
    yield f"{'ms':>9}  {'calls':>5}  {'changed':>7}"
    for label, (seconds, calls) in clock.rows.items():
        yield _timing_row(label, seconds, calls, changed.get(label, ""))
    yield _timing_row("rest", total - sum(clock.rows[label][0] for label in {*STAGES.values()} & clock.rows.keys()))
    yield _timing_row("total", total)


def _timing_row(label: str, seconds: float, calls: int | str = "", changed: int | str = "") -> str:
    return f"{1000 * seconds:>9.2f}  {calls:>5}  {changed:>7}  {label}"


@contextmanager
def _watched(clock: _Clock) -> Iterator[None]:
    """Time all stages and steps within the `with` block."""
    plain = {name: getattr(clean, name) for name in (*STAGES, "recipe")}
    timed = {name: clock.timed(label, plain[name]) for name, label in STAGES.items()}
    _set_functions(timed | {"recipe": lambda facts: tuple(map(clock.timed_step, plain["recipe"](facts)))})
    try:
        yield
    finally:
        _set_functions(plain)


def _set_functions(functions: Mapping[str, Callable[..., Any]]) -> None:
    for name, function in functions.items():
        setattr(clean, name, function)
