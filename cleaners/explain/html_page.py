"""The trace as a self-contained HTML page for editors: what was kept, what was dropped and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape as escape_html
from pathlib import Path
from string import Template

from cleaners.article import Change
from cleaners.blocks.block import Block
from cleaners.clean import Reading
from cleaners.data_files import Filled, read_toml
from cleaners.explain.alignment import aligned
from cleaners.explain.terminal import History, changes_by_block, deciding_step, fate, text_edit
from cleaners.text.printable import printable

_WORD_OR_SIGN = re.compile(r"\w+|\W")
_PAGE_FOLDER = Path(__file__).parent
_SHOWN_FIELDS = ("title", "authors", "date_published", "source", "section", "keywords", "language", "reason")
_FURTHER_PAGE = """<p class="name">$name</p>
<h1>$heading</h1>
<dl>$fields</dl>
<div class="tally">$tally<label for="hide">$only_kept</label></div>
<ol>
$rows
</ol>"""
"""A page after the first of a report."""
_WHY = '<div class="why">{why}<small>{step}</small></div>'
_BLOCK_ROW = '<li class="{tone}">' + _WHY + '<div>{was}<p dir="auto"{now}>{text}</p></div></li>'


def explain_html(*readings: Reading, names: Sequence[str] = ()) -> str:
    """Render one or more readings as a self-contained right-to-left page, all source text escaped.

    Of several, each stands under its name.
    """
    words, (first, *more) = labels()["page"], readings
    name, *others = names if more else [words["name"]]
    parts = (_parts_of(reading) | {"name": escape(other)} for reading, other in zip(more, others, strict=True))
    return Template((_PAGE_FOLDER / "page.html").read_text(encoding="utf-8")).substitute(
        _parts_of(first),
        title=escape(first.article.title or words["name"]),
        name=escape(name),
        more="\n".join(Template(_FURTHER_PAGE).substitute(part) for part in parts),
    )


def _parts_of(reading: Reading) -> dict[str, str]:
    """The parts of the page about a reading."""
    words, history = labels()["page"], changes_by_block(reading)
    return {
        "heading": f"<bdi>{escape(reading.article.title or words['none'])}</bdi>",
        "fields": "".join(_field_rows(reading)),
        "tally": "".join(_summary_counts(reading.blocks, history)),
        "only_kept": words["only_kept"],
        "rows": "\n".join(_block_row(block, history) for block in reading.blocks),
    }


@cache
def labels() -> dict[str, dict[str, str]]:
    """The page's labels in Arabic: of steps, fates, fields and the page itself."""
    return read_toml(_PAGE_FOLDER / "words.toml", dict[str, dict[str, Filled]])


def escape(text: str) -> str:
    """Escape untrusted text for HTML, invisible and bidi control characters included."""
    return escape_html(printable(text))


def _field_rows(reading: Reading) -> Iterator[str]:
    """The known fields of the article."""
    for name in _SHOWN_FIELDS[1:]:
        value = getattr(reading.article, name)
        if value:
            text = "، ".join(value) if isinstance(value, list) else value
            yield f"<dt>{labels()['fields'][name]}</dt><dd><bdi>{escape(str(text))}</bdi></dd>"


def _summary_counts(blocks: Sequence[Block], history: History) -> Iterator[str]:
    """The numbers of kept, edited and dropped blocks."""
    words = labels()["page"]
    counts = Counter(_tone(block, history) for block in blocks)
    yield f"<span>{words['kept']} <b>{counts['keep'] + counts['edit']}</b></span>"
    yield f"<span>{words['edited']} <b>{counts['edit']}</b></span>"
    yield f"<span>{words['gone']} <b>{counts['drop']}</b></span>"


def _block_row(block: Block, history: History) -> str:
    """One block: its fate, the reason, and its text with edits highlighted."""
    words = labels()
    change = text_edit(history, block)
    step = change.step if change and block.is_body else deciding_step(history, block)
    word = fate(block).partition("/")[0]
    kind = _tone(block, history)
    why = (
        words["steps"].get(step, step)
        if kind == "drop"
        else words["fates"].get("edit" if kind == "edit" else word, word)
    )
    if block.article:
        why += f" ({words['page']['article']} {block.article})"
    text, was = escape(block.text), ""
    if change and kind == "edit":
        was, text = _highlighted(change, words["page"]["before"])
    return _BLOCK_ROW.format(
        tone=kind, why=escape(why), step=escape(step), was=was, now=' class="now"' if was else "", text=text
    )


def _tone(block: Block, history: History) -> str:
    """The colour class of a block: `keep`, `edit`, `drop`, or `field` if it went into a field."""
    if block.role == "body":
        return "edit" if text_edit(history, block) else "keep"
    return "drop" if block.role == "noise" else "field"


def _highlighted(change: Change, before: str) -> tuple[str, str]:
    """A text before and after an edit, as HTML with the differences highlighted."""
    old, new = change.before.text, change.after.text
    parts: tuple[list[str], list[str]] = ([], [])
    for is_same, *pieces in _differences(old, new):
        for words, piece in zip(parts, pieces, strict=True):
            words.append(escape(piece) if is_same or not piece else f"<mark>{escape(piece)}</mark>")
    return f'<p class="was" dir="auto">{before}: {"".join(parts[0])}</p>', "".join(parts[1])


def _differences(old: str, new: str) -> Iterator[tuple[bool, str, str]]:
    """Pieces that make up both texts, aligned by words and within different words by letters."""
    before, after = _WORD_OR_SIGN.findall(old), _WORD_OR_SIGN.findall(new)
    for is_same, a, b in aligned(before, after):
        was, now = "".join(before[a]), "".join(after[b])
        if is_same:
            yield True, was, now
        else:
            yield from ((letters, was[c], now[d]) for letters, c, d in aligned(was, now))
