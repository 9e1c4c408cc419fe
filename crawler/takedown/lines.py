"""Rewrite the lines of the data files: drop what is taken down, update moved pointers. Pure functions."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from crawler.ledger.quotations import edge_leads_there, record_without_quotations, rejection_without_quotations
from crawler.storage.committed import ARTICLES, EDGES, REJECTED, SCHEMA_KINDS
from crawler.storage.older_lines import todays_line
from crawler.takedown.checked_lines import checked_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crawler.storage.committed import CommittedFolder, Json
    from crawler.takedown.articles import Covered

Moved = dict[str, dict[int, int]]
"""For each rewritten archive: old offset → new offset of the records that stay."""


def rewrite_lines(
    folder: CommittedFolder, name: str, covered: Covered, moved: Moved, counts: Counter[str]
) -> Iterator[bytes]:
    """The lines of a data file that stay; unaffected lines of today's schema stay byte for byte.

    Adds to `counts` the lines removed and the mentions removed from the others. Raises OutputError for a damaged file.
    """
    what, changed = _REWRITES[name]
    for line, value in checked_values(folder, name):
        after = changed(value, covered, moved)
        if after is None:
            counts[what] += 1
        elif after == value and todays_line(SCHEMA_KINDS[name], after) is after:
            yield line.data
        else:
            counts["mentions"] += _mention_count(value, after)
            after = todays_line(SCHEMA_KINDS[name], after)
            yield json.dumps(after, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _rewrite_record(record: Json, covered: Covered, moved: Moved) -> Json | None:
    if covered.target.covers(record["url"]):
        return None
    after = record_without_quotations(record, covered.texts, covered.target.covers)
    return {**after, "warc": _moved_pointer(record["warc"], moved)}


def _rewrite_rejection(rejection: Json, covered: Covered, moved: Moved) -> Json | None:
    if covered.target.covers(rejection["url"]) or covered.texts.spelled_in(rejection["url"]):
        return None
    detail = None if covered.target.named_in(rejection["detail"]) else rejection["detail"]
    after = rejection_without_quotations({**rejection, "detail": detail}, covered.texts)
    return {**after, "warc": _moved_pointer(rejection["warc"], moved)}


def _rewrite_edge(edge: Json, covered: Covered, moved: Moved) -> Json | None:
    return None if edge_leads_there(edge, covered.texts, covered.target.covers) else edge


def _moved_pointer(warc: Json | None, moved: Mapping[str, Mapping[int, int]]) -> Json | None:
    """The pointer to an exchange after its archive was rewritten; None if it was removed."""
    if warc is None or warc["file"] not in moved:
        return warc
    offset = moved[warc["file"]].get(warc["offset"])
    return None if offset is None else {**warc, "offset": offset}


def _mention_count(before: Json, after: Json) -> int:
    """The number of entries and fields that a line lost."""
    entries = len(before.get("related", ())) - len(after.get("related", ()))
    names = set(before) - {"related", "warc"}
    return entries + len([name for name in names if before[name] != after.get(name)])


_REWRITES: dict[str, tuple[str, Callable[[Json, Covered, Moved], Json | None]]] = {
    ARTICLES: ("records", _rewrite_record),
    REJECTED: ("rejections", _rewrite_rejection),
    EDGES: ("edges", _rewrite_edge),
}
