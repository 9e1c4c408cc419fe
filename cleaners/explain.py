"""The trace for people: every block of a page with what became of it and which step said so."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.block import Block
from cleaners.reading import Reading

SHOWN_LETTERS = 90
"""Enough to know a line again; columns before it fill the rest of a usual terminal."""
FATES = {"body": "keep", "noise": "drop"}
ARROW = "->"


def explain(reading: Reading, full: bool = False) -> Iterator[str]:
    """One line a block: fate, number, the step that decided it, then the text, Arabic last on the line.

    A fate is `keep`, `edit` (kept, its characters brought to normal form; in full also what it `was`), `drop`, or
    the field that the line went to.
    """
    article = reading.article
    yield f"title   {article.title or ARROW + ' none'}"
    told = [
        ("date", article.date_published),
        ("authors", ", ".join(article.authors)),
        ("source", article.source),
    ]
    yield from (f"{name:<7} {value}" for name, value in told if value)
    if article.reason:
        yield f"refused {article.reason}"
    steps = {change.index: change.step for change in article.changes if change.before.role != change.after.role}
    edits = {change.index: change for change in article.changes if change.before.text != change.after.text}
    for block in reading.blocks:
        edit = edits.get(block.index) if block.role == "body" else None
        if edit and full:
            yield line("was", block, edit.step, edit.before.text)
        word = fate(block) if edit is None else fate(block).replace("keep", "edit")
        yield line(word, block, edit.step if edit else steps.get(block.index, ""), cut(block.text, full))


def line(word: str, block: Block, step: str, text: str) -> str:
    """One line of the trace, Latin columns first so that a terminal keeps them in place."""
    return f"{word:<10} {block.index:>4}  {step:<18}  {text}"


def fate(block: Block) -> str:
    """What became of a block, in one word; lines of embedded articles carry their article's number."""
    word = FATES.get(block.role, block.kind if block.role in ("related", "credit") else block.role) or block.role
    return f"{word}/{block.article}" if block.article else word


def cut(text: str, full: bool) -> str:
    """As much of a text as shows which line it is."""
    return text if full or len(text) <= SHOWN_LETTERS else text[:SHOWN_LETTERS].rstrip() + "…"
