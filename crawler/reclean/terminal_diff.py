"""Print the diff for a terminal: Latin columns first, Arabic last on the line. Pure functions."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import unquote

from cleaners.explain.terminal import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.reclean.differences import Difference
    from crawler.reclean.results import Result, Totals

_MAX_LISTED = 6
"""Entries of a list field shown per page, enough to see what happened."""


def page_lines(result: Result, full: bool) -> Iterator[str]:
    """The lines about one page; none if it does not change."""
    url = unquote(result.line["url"])
    if result.kind == "changed":
        yield f"changed   {result.line['id']}  {url}"
        yield from _difference_lines(result.lines, full)
    elif result.kind == "refused":
        yield f"refused   {result.line['id']}  {result.reason}  {url}"
    elif result.kind == "accepted" and result.record is not None:
        yield f"accepted  {result.record['id']}  was {result.line['reason']}  {url}"
        yield f"  +  {'title':<20}  {shortened(result.record['title'] or '', full)}"
    elif result.kind == "unreadable":
        yield f"unreadable  {result.reason}  {url}"


def _difference_lines(lines: Sequence[Difference], full: bool) -> Iterator[str]:
    """One line per difference; of a list field only the first, unless `full`."""
    for (field, is_added), group in groupby(lines, key=lambda line: (line.field, line.is_added)):
        found = list(group)
        most = len(found) if full or field == "text" else _MAX_LISTED
        yield from (_difference_line(line, full) for line in found[:most])
        if len(found) > most:
            yield f"  {'+' if is_added else '-'}  {f'[{field}]':<20}  and {len(found) - most} more"


def _difference_line(line: Difference, full: bool) -> str:
    """One line of the diff: sign, step (for a field its name in brackets), text."""
    name = line.step if line.field == "text" else f"[{line.field_name}]"
    return f"  {'+' if line.is_added else '-'}  {name:<20}  {shortened(' '.join(line.text.split()), full)}"


def summary_lines(totals: Totals) -> Iterator[str]:
    """The last lines: what changes in total, and by which step."""
    pages = totals.pages
    records = pages["same"] + pages["changed"] + pages["refused"]
    yield f"{records} records re-cleaned: {pages['changed']} changed, {pages['refused']} would be refused"
    yield f"{pages['accepted'] + pages['still']} rejections read again: {pages['accepted']} would be records"
    if pages["unreadable"]:
        yield f"{pages['unreadable']} could not be read from the archives"
    steps = {step: (totals.removed[step], totals.added[step]) for step in totals.removed | totals.added}
    if steps:
        yield f"{'removed':>10}  {'added':>6}  step (lines of text)"
    for step, (removed, added) in sorted(steps.items(), key=lambda one: (-sum(one[1]), one[0])):
        yield f"{removed:>10}  {added:>6}  {step}"
    yield from _ranked("records with another field:", totals.fields)
    yield from _ranked("records that would be refused:", totals.refused)
    yield from _ranked("rejections that would be records:", totals.accepted)


def _ranked(title: str, counts: Counter[str]) -> Iterator[str]:
    if counts:
        yield title
    for name, number in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        yield f"{number:>10}  {name}"
