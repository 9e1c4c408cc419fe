"""Align two sequences into equal and different runs, in linear time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_WINDOW = 200
"""Items of each side compared at once: difflib takes up to cubic time. A paragraph has fewer words, an article fewer
lines; what moved farther is shown as removed here and added there."""

_Run = tuple[bool, slice, slice]
"""Whether a run is equal on both sides, and its slices of the old and new sequence."""


def aligned(old: Sequence[str], new: Sequence[str], window: int = _WINDOW) -> Iterator[_Run]:
    """Runs that partition both sequences, in order, none of them empty on both sides."""
    at, to = 0, 0
    while at < len(old) or to < len(new):
        runs = _runs(old[at : at + window], new[to : to + window])
        is_end = at + window >= len(old) and to + window >= len(new)
        if not is_end and any(is_same for is_same, _, _ in runs):
            while not runs[-1][0]:  # it may continue beyond the window
                runs.pop()
        for is_same, a, b in runs:
            yield is_same, slice(at + a.start, at + a.stop), slice(to + b.start, to + b.stop)
        at, to = at + runs[-1][1].stop, to + runs[-1][2].stop


def _runs(old: Sequence[str], new: Sequence[str]) -> list[_Run]:
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(tag == "equal", slice(a, b), slice(c, d)) for tag, a, b, c, d in codes]
