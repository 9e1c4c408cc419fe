"""The trace for a terminal: every block with its fate and the step that decided it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from cleaners.article import Change
from cleaners.blocks.block import Block
from cleaners.clean import Reading

History = Mapping[int, Sequence[Change]]
"""The changes to each block, in the order they were made."""

LETTERS = 90
"""Letters of a line that are shown where there is no terminal: enough to recognise it."""
TEXT_COLUMN = 37
"""Letters before the text of a line."""
_FATES = {"body": "keep", "noise": "drop"}
_LONGEST_RUN = 3
"""Dropped lines in a row that are shown one by one."""
_NAMED_STEPS = 4
"""Steps that the line about a run of dropped lines names."""
_COLOURS = {"keep": "", "edit": "33", "drop": "2", "was": "2", "title": "1", "refused": "31"}
_FIELD_COLOUR = "36"


def explain(reading: Reading, full: bool = False, letters: int = LETTERS) -> Iterator[str]:
    """One line per block: fate, number, deciding step, then the text, so that Arabic comes last.

    A fate is `keep`, `edit` (kept with changed text; in full also what it `was`), `drop`, or the field that the line
    went into. More than three dropped lines in a row, and all before the first line that stayed, are one line with
    their steps; in full each is told. Texts are cut after so many letters, unless in full.
    """
    yield from _head_lines(reading)
    history = changes_by_block(reading)
    blocks, is_first = list(reading.blocks), True
    for is_dropped, group in groupby(blocks, key=lambda block: fate(block) == "drop"):
        run = list(group)
        if is_dropped and not full and len(run) > (1 if is_first else _LONGEST_RUN):
            yield _run_line(run, history)
        else:
            for block in run:
                yield from _block_lines(block, history, full, letters)
        is_first = False


def _head_lines(reading: Reading) -> Iterator[str]:
    """The title and the other known fields, and why the page was refused."""
    article = reading.article
    yield f"title   {article.title or '-> none'}"
    fields = [
        ("date", article.date_published),
        ("authors", ", ".join(article.authors)),
        ("translators", ", ".join(article.translators)),
        ("source", article.source),
    ]
    yield from (f"{name:<7} {value}" for name, value in fields if value)
    if article.reason:
        yield f"refused {article.reason}"


def _block_lines(block: Block, history: History, full: bool, letters: int) -> Iterator[str]:
    """The line about a block, in full after what it was."""
    edit = text_edit(history, block) if block.role == "body" else None
    if edit and full:
        yield _trace_line("was", block, edit.step, edit.before.text)
    word = fate(block) if edit is None else fate(block).replace("keep", "edit")
    step = edit.step if edit else deciding_step(history, block)
    yield _trace_line(word, block, step, shortened(block.text, full, letters))


def _run_line(run: Sequence[Block], history: History) -> str:
    """The line about dropped lines in a row: how many, and by which steps."""
    steps = Counter(deciding_step(history, block) for block in run)
    (usual, _), *_ = steps.most_common(1)
    named = [f"{step} {count}" for step, count in steps.most_common(_NAMED_STEPS)] if len(steps) > 1 else []
    named += ["…"] if len(steps) > _NAMED_STEPS else []
    return _trace_line("drop", run[0], usual, f"… {len(run)} lines, to {run[-1].index}  {', '.join(named)}".rstrip())


def coloured(line: str) -> str:
    """A line of `explain` in the colour of its fate, for a terminal."""
    colour = _COLOURS.get(line.split(maxsplit=1)[0].partition("/")[0], _FIELD_COLOUR)
    return f"\x1b[{colour}m{line}\x1b[0m" if colour else line


def changes_by_block(reading: Reading) -> History:
    """The trace of a reading, grouped by block."""
    found: dict[int, list[Change]] = defaultdict(list)
    for change in reading.article.changes:
        found[change.index].append(change)
    return found


def deciding_step(history: History, block: Block) -> str:
    """The step that gave a block its final role; "" if none changed it."""
    return next((c.step for c in reversed(history.get(block.index, ())) if _is_move(c)), "")


def text_edit(history: History, block: Block) -> Change | None:
    """The net edit of a block's text, from the first version to the last; None if unchanged."""
    edits = [c for c in history.get(block.index, ()) if c.before.text != c.after.text]
    return replace(edits[-1], before=edits[0].before) if edits else None


def _is_move(change: Change) -> bool:
    """Whether a change affects role or article, not just the text."""
    return (change.before.role, change.before.article) != (change.after.role, change.after.article)


def _trace_line(word: str, block: Block, step: str, text: str) -> str:
    """A line of the trace, Latin columns first so that a terminal keeps them in place."""
    return f"{word:<10} {block.index:>4}  {step:<18}  {text}"


def fate(block: Block) -> str:
    """The fate of a block in one word, with the article's number for embedded articles."""
    word = _FATES.get(block.role, block.kind if block.role in ("related", "credit") else block.role) or block.role
    return f"{word}/{block.article}" if block.article else word


def shortened(text: str, full: bool, letters: int = LETTERS) -> str:
    """Text truncated to so many letters unless `full`."""
    return text if full or len(text) <= letters else text[:letters].rstrip() + "…"
