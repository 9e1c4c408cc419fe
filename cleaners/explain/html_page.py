"""The trace as a self-contained HTML page for editors: what was kept, what was dropped and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from cleaners.article import Article, Related
from cleaners.blocks.block import Block
from cleaners.clean import Reading
from cleaners.explain.edits import Piece, edit_pieces
from cleaners.explain.rendering import render, step_name_ar
from cleaners.explain.terminal import History, changes_by_block, deciding_step, fate, text_edit
from cleaners.explain.words import date_in_words, labels, language_in_words

_HEAD_FIELDS = (
    "authors",
    "translators",
    "date_published",
    "date_modified",
    "source",
    "section",
    "keywords",
    "language",
)
_IN_WORDS = {"date_published": date_in_words, "date_modified": date_in_words, "language": language_in_words}
_MOST_UNFOLDED_LINES = 2
"""Lines outside the text in a row that are shown one by one; more are folded under their number."""
_SUMMARIZED_STEPS = 3
"""Steps that the line over a folded run names."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a page comes from, as far as it is known."""

    name: str = ""
    """Of its file, say; stands over the headline."""
    url: str | None = None
    fetched_at: str | None = None
    """A moment in ISO 8601."""
    reason: str | None = None
    """Why a crawl refused it, if it did; the reading's own reason otherwise."""
    rule: str | None = None
    """The rule behind that reason, as far as the crawl told it."""
    notes: tuple[str, ...] = ()
    """Sentences for readers."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A block as it is shown."""

    tone: str
    """`keep`, `edit`, `drop`, or `field` if it went into a field."""
    step: str
    """The step that decided it; "" for a block that no step changed."""
    at: int | None
    """The step's place among those to filter by."""
    why: str
    text: str
    was: Sequence[Piece] = ()
    """Of an edited block, the pieces of its former text."""
    now: Sequence[Piece] = ()
    is_outside: bool = False
    """Whether it is a line of the page's surroundings: dropped, or a headline of another article."""


@dataclass(frozen=True, slots=True)
class _RowRun:
    """Rows that follow each other, in the text or outside it."""

    rows: Sequence[_Row]
    is_folded: bool
    tones: Sequence[str]
    steps: Sequence[int]
    """The places of its steps among those to filter by."""
    summary: str
    """What its rows are, in Arabic."""


@dataclass(frozen=True, slots=True)
class _PageParts:
    """A reading as it is shown."""

    name: str
    title: str | None
    url: str | None
    notes: Sequence[str]
    reason: str | None
    rule: str | None
    fields: Sequence[tuple[str, tuple[str, str]]]
    """By name, in Arabic and in English words; "" for what needs no translation."""
    tally: Sequence[tuple[str, str, int]]
    """Tone, word and number of blocks."""
    size: int
    """The number of blocks."""
    map: Sequence[tuple[str, int, int]]
    """Tone, place from the left and width of each run: the page at a glance, from right to left."""
    runs: Sequence[_RowRun]
    related: Sequence[Related]


def explain_html(*readings: Reading, names: Sequence[str] = (), origins: Sequence[Origin] = ()) -> str:
    """Render one or more readings as a self-contained right-to-left page, all source text escaped.

    Of several, each stands under its name. `origins` say more about each; without them, `names` do.
    """
    known = origins or [Origin(name) for name in names] or [Origin() for _ in readings]
    if len(known) != len(readings):
        raise ValueError(f"{len(readings)} readings with the names of {len(known)}")
    steps = sorted(
        {step for reading in readings for step in _steps_of(reading)}, key=lambda one: (step_name_ar(one), one)
    )
    places = {step: at for at, step in enumerate(steps)}
    words = labels()["page"]
    pages = [_page_parts(*pair, places, len(readings) > 1) for pair in zip(readings, known, strict=True)]
    fates = [("kept", words["kept"]), ("edit", words["edited"]), ("drop", words["gone"]), ("field", words["field"])]
    return render("explain.html", {step: step_name_ar(step) for step in steps}, pages=pages, fates=fates)


def _steps_of(reading: Reading) -> Iterator[str]:
    """The steps that decided something about a page."""
    history = changes_by_block(reading)
    for block in reading.blocks:
        if step := _shown_step(block, history):
            yield step


def _page_parts(reading: Reading, origin: Origin, steps: Mapping[str, int], is_named: bool) -> _PageParts:
    """The parts of the page about a reading."""
    history, article = changes_by_block(reading), reading.article
    rows = [_block_row(block, history, steps) for block in reading.blocks]
    runs = [_run(list(group)) for _, group in groupby(rows, key=lambda row: row.is_outside)]
    return _PageParts(
        name=origin.name if is_named else "",
        title=article.title,
        url=origin.url or reading.canonical,
        notes=origin.notes,
        reason=origin.reason or article.reason,
        rule=origin.rule or (reading.rule if origin.reason in (None, article.reason) else None),
        fields=[*_field_rows(article, origin)],
        tally=[*_tally(rows)],
        size=len(rows),
        map=[*_map(rows)],
        runs=runs,
        related=article.related,
    )


def _field_rows(article: Article, origin: Origin) -> Iterator[tuple[str, tuple[str, str]]]:
    """The known fields of an article, and when its page was fetched."""
    for name in _HEAD_FIELDS:
        if value := getattr(article, name):
            said = "\u060c ".join(value) if isinstance(value, list | tuple) else str(value)
            yield name, _IN_WORDS[name](said) if name in _IN_WORDS else (said, "")
    if origin.fetched_at:
        yield "fetched_at", date_in_words(origin.fetched_at)


def _tally(rows: Iterable[_Row]) -> Iterator[tuple[str, str, int]]:
    """The numbers of kept blocks, the edited ones among them, and of the others."""
    words, counts = labels()["page"], Counter(row.tone for row in rows)
    yield "keep", words["kept"], counts["keep"] + counts["edit"]
    yield "edit", words["edited"], counts["edit"]
    yield "drop", words["gone"], counts["drop"]
    yield "field", words["field"], counts["field"]


def _map(rows: Sequence[_Row]) -> Iterator[tuple[str, int, int]]:
    """The rows as stripes from right to left."""
    at = len(rows)
    for tone, group in groupby(rows, key=lambda row: row.tone):
        width = sum(1 for _ in group)
        at -= width
        yield tone, at, width


def _run(rows: Sequence[_Row]) -> _RowRun:
    """A run of rows, folded if they are many outside the text."""
    causes = Counter(row.why for row in rows)
    said = [f"{why} ({number})" if len(causes) > 1 else why for why, number in causes.most_common(_SUMMARIZED_STEPS)]
    said += ["\u2026"] if len(causes) > _SUMMARIZED_STEPS else []
    places = sorted({row.at for row in rows if row.at is not None})
    is_folded = rows[0].is_outside and len(rows) > _MOST_UNFOLDED_LINES
    return _RowRun(rows, is_folded, sorted({row.tone for row in rows}), places, "\u060c ".join(said))


def _block_row(block: Block, history: History, steps: Mapping[str, int]) -> _Row:
    """One block: its fate, the reason, and its text with edits highlighted."""
    words, tone, step = labels(), _tone(block, history), _shown_step(block, history)
    word = "edit" if tone == "edit" else fate(block).partition("/")[0]
    why = step_name_ar(step) if tone == "drop" else words["fates"].get(word, word)
    if block.article:
        why += f" ({words['page']['article']} {block.article})"
    change = text_edit(history, block) if tone == "edit" else None
    was, now = edit_pieces(change) if change else ([], [])
    is_outside = tone == "drop" or block.role == "related"
    return _Row(tone, step, steps.get(step), why, block.text, was, now, is_outside)


def _shown_step(block: Block, history: History) -> str:
    """The step that a block is shown with: of text the one that edited it, else the one that decided its fate."""
    change = text_edit(history, block)
    return change.step if change and block.is_body else deciding_step(history, block)


def _tone(block: Block, history: History) -> str:
    """The tone of a block's row."""
    if block.role == "body":
        return "edit" if text_edit(history, block) else "keep"
    return "drop" if block.role == "noise" else "field"
