"""The diff for a terminal: Latin columns first, Arabic last on the line. Pure functions."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import unquote

from cleaners.explain.terminal import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.reclean.differences import Line
    from crawler.reclean.results import Result, Totals

_LISTED = 6
"""Headlines of a list that show what happened to it."""


def told(result: Result, full: bool) -> Iterator[str]:
    """The lines about one page; none for one that stays as it is."""
    url = unquote(result.line["url"])
    if result.kind == "changed":
        yield f"changed   {result.line['id']}  {url}"
        yield from _lines(result.lines, full)
    elif result.kind == "refused":
        yield f"refused   {result.line['id']}  {result.reason}  {url}"
    elif result.kind == "accepted" and result.record is not None:
        yield f"accepted  {result.record['id']}  was {result.line['reason']}  {url}"
        yield f"  +  {'title':<20}  {shortened(result.record['title'] or '', full)}"
    elif result.kind == "unreadable":
        yield f"unreadable  {result.reason}  {url}"


def _lines(lines: Sequence[Line], full: bool) -> Iterator[str]:
    """The lines; of a field's list only the beginning, unless in full."""
    for (field, came), group in groupby(lines, key=lambda line: (line.field, line.came)):
        found = list(group)
        most = len(found) if full or field == "text" else _LISTED
        yield from (_shown(line, full) for line in found[:most])
        if len(found) > most:
            yield f"  {'+' if came else '-'}  {f'[{field}]':<20}  and {len(found) - most} more"


def _shown(line: Line, full: bool) -> str:
    """One line of the diff: sign, step (for a field its name in brackets), text."""
    name = line.step if line.field == "text" else f"[{line.field_name}]"
    return f"  {'+' if line.came else '-'}  {name:<20}  {shortened(' '.join(line.text.split()), full)}"


def summed_up(totals: Totals) -> Iterator[str]:
    """The last lines: what changes in all, and by which step."""
    pages = totals.pages
    records = pages["same"] + pages["changed"] + pages["refused"]
    yield f"{records} records re-cleaned: {pages['changed']} changed, {pages['refused']} would be refused"
    yield f"{pages['accepted'] + pages['still']} rejections read again: {pages['accepted']} would be records"
    if pages["unreadable"]:
        yield f"{pages['unreadable']} could not be read from the archives"
    steps = {step: (totals.gone[step], totals.came[step]) for step in totals.gone | totals.came}
    if steps:
        yield f"{'lines went':>10}  {'came':>6}  step"
    for step, (gone, came) in sorted(steps.items(), key=lambda one: (-sum(one[1]), one[0])):
        yield f"{gone:>10}  {came:>6}  {step}"
    yield from _table("records with another field:", totals.fields)
    yield from _table("records that would be refused:", totals.refused)
    yield from _table("rejections that would be records:", totals.accepted)


def _table(title: str, counts: Counter[str]) -> Iterator[str]:
    if counts:
        yield title
    for name, number in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        yield f"{number:>10}  {name}"
