"""The lines of the data files without what is to go, and with what has moved. Pure functions over lines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from crawler.takedown.target import Target

Json = dict[str, Any]
Moved = dict[str, dict[int, int]]
"""By archive that is rewritten: old offset → new offset of what stays."""
_NAMES = {"articles.jsonl": "records", "rejected.jsonl": "rejections", "edges.jsonl": "edges"}


class DamagedLine(ValueError):
    """Raised for a line that is not what the crawl writes; says which and why."""


def rewritten(name: str, lines: Iterable[bytes], target: Target, moved: Moved, counts: Counter[str]) -> Iterator[bytes]:
    """The lines of a data file that stay; one that need not change stays byte for byte.

    `counts` learns how many lines went, and how many of the others lost a link. Raises DamagedLine.
    """
    changed = {"articles.jsonl": _record, "rejected.jsonl": _rejection, "edges.jsonl": _edge}[name]
    for number, line in enumerate(lines, 1):
        value = _value(name, number, line)
        after = changed(value, target, moved)
        if after is None:
            counts[_NAMES[name]] += 1
        elif after == value:
            yield line
        else:
            counts["links"] += _links(value) - _links(after)
            yield json.dumps(after, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _value(name: str, number: int, line: bytes) -> Json:
    """What a line says, with everything in it that is asked for below."""
    try:
        value: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        told = "not in UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise DamagedLine(f"line {number}: no JSON: {told}") from error
    if not isinstance(value, dict):
        raise DamagedLine(f"line {number}: no JSON object")
    if wrong := [field for field, is_right in _FIELDS[name].items() if not is_right(value.get(field, ...))]:
        raise DamagedLine(f"line {number}: no {wrong[0]!r} as the crawl writes it")
    return value


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_text_or_none(value: object) -> bool:
    return value is None or isinstance(value, str)


def _is_place(value: object) -> bool:
    if not isinstance(value, dict):
        return value is None
    return isinstance(value.get("file"), str) and isinstance(value.get("offset"), int)


def _is_related(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict) and _is_text_or_none(one.get("url", ...)) for one in value
    )


_FIELDS: dict[str, dict[str, Callable[[object], bool]]] = {
    "articles.jsonl": {"url": _is_text, "related": _is_related, "warc": _is_place},
    "rejected.jsonl": {"url": _is_text, "detail": _is_text_or_none, "warc": _is_place},
    "edges.jsonl": {"from": _is_text, "to": _is_text_or_none},
}


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
