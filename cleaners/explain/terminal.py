"""The trace for a terminal: every block with its fate and the step that decided it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cleaners.article import Change
from cleaners.blocks.block import Block
from cleaners.clean import Reading

History = Mapping[int, Sequence[Change]]
"""The changes to each block, in the order they were made."""

_SHOWN_LETTERS = 90
"""Enough to recognise a line; the columns before it fill the rest of a usual terminal."""
_FATES = {"body": "keep", "noise": "drop"}


def explain(reading: Reading, full: bool = False) -> Iterator[str]:
    """One line per block: fate, number, deciding step, then the text, so that Arabic comes last.

    A fate is `keep`, `edit` (kept with changed text; in full also what it `was`), `drop`, or the field that the line
    went into.
    """
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


def shortened(text: str, full: bool) -> str:
    """Text truncated to `_SHOWN_LETTERS` unless `full`."""
    return text if full or len(text) <= _SHOWN_LETTERS else text[:_SHOWN_LETTERS].rstrip() + "…"
