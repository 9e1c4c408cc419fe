"""The trace for people: every block of a page with what became of it and which step said so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cleaners.article import Change
from cleaners.blocks.block import Block
from cleaners.clean import Reading

History = Mapping[int, Sequence[Change]]
"""The changes of each block, in running order."""

SHOWN_LETTERS = 90
"""Enough to know a line again; columns before it fill the rest of a usual terminal."""
_FATES = {"body": "keep", "noise": "drop"}
_ARROW = "->"


def explain(reading: Reading, full: bool = False) -> Iterator[str]:
    """One line a block: fate, number, the step that decided it, then the text, Arabic last on the line.

    A fate is `keep`, `edit` (kept, its characters brought to normal form; in full also what it `was`), `drop`, or
    the field that the line went to.
    """
    article = reading.article
    yield f"title   {article.title or _ARROW + ' none'}"
    told = [
        ("date", article.date_published),
        ("authors", ", ".join(article.authors)),
        ("source", article.source),
    ]
    yield from (f"{name:<7} {value}" for name, value in told if value)
    if article.reason:
        yield f"refused {article.reason}"
    history = changes_by_block(reading)
    for block in reading.blocks:
        edit = text_edit(history, block) if block.role == "body" else None
        if edit and full:
            yield _trace_line("was", block, edit.step, edit.before.text)
        word = fate(block) if edit is None else fate(block).replace("keep", "edit")
        yield _trace_line(
            word, block, edit.step if edit else deciding_step(history, block), shortened(block.text, full)
        )


def changes_by_block(reading: Reading) -> History:
    """The trace of a reading, block by block."""
    found: dict[int, list[Change]] = defaultdict(list)
    for change in reading.article.changes:
        found[change.index].append(change)
    return found


def deciding_step(history: History, block: Block) -> str:
    """The step that gave a block its last role; "" where none changed it."""
    return next((c.step for c in reversed(history.get(block.index, ())) if _is_move(c)), "")


def text_edit(history: History, block: Block) -> Change | None:
    """What was done to a block's letters, from its first text to the last; None where nothing was."""
    edits = [c for c in history.get(block.index, ()) if c.before.text != c.after.text]
    return replace(edits[-1], before=edits[0].before) if edits else None


def _is_move(change: Change) -> bool:
    """Whether a change is one of role or article, not of letters alone."""
    return (change.before.role, change.before.article) != (change.after.role, change.after.article)


def _trace_line(word: str, block: Block, step: str, text: str) -> str:
    """One line of the trace, Latin columns first so that a terminal keeps them in place."""
    return f"{word:<10} {block.index:>4}  {step:<18}  {text}"


def fate(block: Block) -> str:
    """What became of a block, in one word; lines of embedded articles carry their article's number."""
    word = _FATES.get(block.role, block.kind if block.role in ("related", "credit") else block.role) or block.role
    return f"{word}/{block.article}" if block.article else word


def shortened(text: str, full: bool) -> str:
    """As much of a text as shows which line it is."""
    return text if full or len(text) <= SHOWN_LETTERS else text[:SHOWN_LETTERS].rstrip() + "…"
