"""The lines of the data files without what is to go, and with what has moved. Pure functions over lines."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from crawler.takedown.target import Target

Json = dict[str, Any]
Moved = dict[str, dict[int, int]]
"""By archive that is rewritten: old offset → new offset of what stays."""
_NAMES = {"articles.jsonl": "records", "rejected.jsonl": "rejections", "edges.jsonl": "edges"}


def rewritten(name: str, lines: Iterable[bytes], target: Target, moved: Moved, counts: Counter[str]) -> Iterator[bytes]:
    """The lines of a data file that stay; one that need not change stays byte for byte.

    `counts` learns how many lines went, and how many of the others lost a link.
    """
    changed = {"articles.jsonl": _record, "rejected.jsonl": _rejection, "edges.jsonl": _edge}[name]
    for line in lines:
        value: Json = json.loads(line)
        after = changed(value, target, moved)
        if after is None:
            counts[_NAMES[name]] += 1
        elif after == value:
            yield line
        else:
            counts["links"] += _links(value) - _links(after)
            yield json.dumps(after, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _record(record: Json, target: Target, moved: Moved) -> Json | None:
    if target.covers(record["url"]):
        return None
    related = [{**one, "url": None} if target.covers(one["url"]) else one for one in record["related"]]
    return {**record, "related": related, "warc": place(record["warc"], moved)}


def _rejection(rejection: Json, target: Target, moved: Moved) -> Json | None:
    if target.covers(rejection["url"]):
        return None
    detail = None if target.named_in(rejection["detail"]) else rejection["detail"]
    return {**rejection, "detail": detail, "warc": place(rejection["warc"], moved)}


def _edge(edge: Json, target: Target, moved: Moved) -> Json | None:
    return None if target.covers(edge["from"]) or target.covers(edge["to"]) else edge


def place(warc: Json | None, moved: Mapping[str, Mapping[int, int]]) -> Json | None:
    """Where an exchange stands after its archive was rewritten; None where it is gone."""
    if warc is None or warc["file"] not in moved:
        return warc
    offset = moved[warc["file"]].get(warc["offset"])
    return None if offset is None else {**warc, "offset": offset}


def _links(value: Json) -> int:
    return sum(one["url"] is not None for one in value.get("related", ())) + (value.get("detail") is not None)
