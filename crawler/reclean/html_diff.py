"""Render the diff as one page for editors: self-contained, right to left, all content escaped. Pure functions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from cleaners.data_files import Filled, read_toml
from cleaners.explain.rendering import render, step_name_ar
from cleaners.explain.words import labels
from crawler.reclean.differences import UNTRACED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from crawler.reclean.differences import Difference
    from crawler.reclean.results import Result, Totals

_RECLEAN_FOLDER = Path(__file__).parent
MAX_SHOWN = 500
"""Pages listed; with more, browsers get slow, and so do readers."""
_COUNTED_KINDS = ("changed", "refused", "accepted", "unreadable")
_MAX_UNFOLDED = 4
"""Entries of a list field; longer lists are collapsed."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Differences in a row with one cause."""

    tone: str
    """`came` or `gone`."""
    cause: str
    """The step or the field, in Arabic."""
    step: str
    """Its own name."""
    places: Sequence[int]
    """Its place among those to filter by; of several steps that may be the cause, each one's."""
    lines: Sequence[Difference]
    is_folded: bool


@dataclass(frozen=True, slots=True)
class _ShownPage:
    """A page as it is shown."""

    title: str | None
    url: str
    refused: str | None
    """Why it is refused now."""
    was: str | None
    """Why it was refused before."""
    groups: Sequence[_Group]
    places: Sequence[int]
    tones: Sequence[str]


@dataclass(frozen=True, slots=True)
class _CountTable:
    """Numbers by step or field."""

    heads: Sequence[str]
    rows: Sequence[tuple[str, str, Sequence[int]]]
    """Arabic words, name, numbers."""


@cache
def texts_ar() -> dict[str, dict[str, str]]:
    """The Arabic texts of the pages about archived pages."""
    return read_toml(_RECLEAN_FOLDER / "words.toml", dict[str, dict[str, Filled]])


def diff_html(results: Sequence[Result], totals: Totals) -> str:
    """The page for results that change something, at most the first MAX_SHOWN."""
    own = texts_ar()["page"]
    causes = {name: word for result in results for line in result.lines for name, word in _named_causes(line)}
    steps = dict(sorted(causes.items(), key=lambda one: (one[1], one[0])))
    places = {name: at for at, name in enumerate(steps)}
    return render(
        "reclean.html",
        steps,
        _RECLEAN_FOLDER,
        own=own,
        tally=[*_counts(totals)],
        fates=[("gone", own["removed"]), ("came", own["added"])],
        tables=[_steps_table(totals), _fields_table(totals.fields)],
        pages=[_shown_page(result, places) for result in results],
        hidden=max(0, sum(totals.pages[kind] for kind in ("changed", "refused", "accepted")) - len(results)),
    )


def _counts(totals: Totals) -> Iterator[tuple[str, int]]:
    known, pages = texts_ar()["page"], totals.pages
    yield known["records"], pages["same"] + pages["changed"] + pages["refused"]
    for kind in _COUNTED_KINDS:
        if pages[kind] or kind == "changed":
            yield known[kind], pages[kind]


def _steps_table(totals: Totals) -> _CountTable:
    names = sorted(totals.removed | totals.added, key=lambda step: (-totals.removed[step] - totals.added[step], step))
    known = texts_ar()["page"]
    rows = [(_step_words(step), step, (totals.removed[step], totals.added[step])) for step in names]
    return _CountTable((known["step"], known["gone"], known["came"]), rows)


def _fields_table(fields: Counter[str]) -> _CountTable:
    known, rows = texts_ar()["page"], sorted(fields.items(), key=lambda one: (-one[1], one[0]))
    return _CountTable(
        (known["field"], known["records_of_field"]), [(_field_words(name), name, (number,)) for name, number in rows]
    )


def _shown_page(result: Result, places: Mapping[str, int]) -> _ShownPage:
    groups = [*_groups(result.lines, places)] if result.kind == "changed" else []
    return _ShownPage(
        title=(result.record or result.line).get("title"),
        url=result.line["url"],
        refused=str(result.reason) if result.kind == "refused" else None,
        was=str(result.line["reason"]) if result.kind == "accepted" else None,
        groups=groups,
        places=sorted({at for group in groups for at in group.places}),
        tones=sorted({group.tone for group in groups} or {"came" if result.kind == "accepted" else "gone"}),
    )


def _groups(lines: Iterable[Difference], places: Mapping[str, int]) -> Iterator[_Group]:
    """The differences by cause; long lists of a field are collapsed."""
    for (is_added, field, _), group in groupby(lines, key=lambda line: (line.is_added, line.field, line.step)):
        found = list(group)
        causes = list(_named_causes(found[0]))
        yield _Group(
            tone="came" if is_added else "gone",
            cause="\u060c ".join(words for _, words in causes),
            step=found[0].step if field == "text" else found[0].field_name,
            places=[places[name] for name, _ in causes],
            lines=found,
            is_folded=field != "text" and len(found) > _MAX_UNFOLDED,
        )


def _named_causes(line: Difference) -> Iterator[tuple[str, str]]:
    """The names and words of what a difference comes from: its step, or several, or its field."""
    if line.field == "text":
        yield from ((step, _step_words(step)) for step in line.step.split("/"))
    else:
        kind = labels()["fates"].get(line.step, line.step)
        words = _field_words(line.field)
        yield line.field_name, f"{words}: {kind}" if line.field_name != line.field else words


def _step_words(step: str) -> str:
    """The Arabic name of a step, or of several joined by "/"."""
    untraced = {UNTRACED: texts_ar()["page"]["segment"]}
    return "\u060c ".join(untraced.get(one) or step_name_ar(one) for one in step.split("/"))


def _field_words(name: str) -> str:
    """The Arabic name of a field."""
    return labels()["fields"].get(name, name)
