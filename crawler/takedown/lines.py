"""The lines of the data files without what is to go, and with what has moved. Pure functions over lines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from crawler.storage.committed import ARTICLES, EDGES, REJECTED, DamagedLine, StoredLine
from crawler.takedown.files import reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crawler.storage.committed import CommittedFolder, Json
    from crawler.takedown.target import Target

Moved = dict[str, dict[int, int]]
"""By archive that is rewritten: old offset → new offset of what stays."""


def rewritten(
    folder: CommittedFolder, name: str, target: Target, moved: Moved, counts: Counter[str]
) -> Iterator[bytes]:
    """The lines of a data file that stay; one that need not change stays byte for byte.

    `counts` learns how many lines went, and how many of the others lost a link. Raises OutputError for a damaged file.
    """
    what, changed = _CHANGES[name]
    with reading(folder.path / name):
        line = StoredLine(0, 0, b"")
        for line in folder.lines(name):
            value = _value(name, line)
            after = changed(value, target, moved)
            if after is None:
                counts[what] += 1
            elif after == value:
                yield line.data
            else:
                counts["links"] += _links(value) - _links(after)
                yield json.dumps(after, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        if line.offset + len(line.data) < folder.lengths[name]:
            raise DamagedLine(f"ends after line {line.number}")


def _value(name: str, line: StoredLine) -> Json:
    """What a line says, with everything in it that is asked for below."""
    try:
        value = line.value()
    except DamagedLine as damage:
        if isinstance(damage.__cause__, UnicodeDecodeError):
            raise line.damage("no JSON: not in UTF-8") from damage
        raise
    if not isinstance(value, dict):
        raise line.damage("no JSON object")
    if wrong := [field for field, is_right in _FIELDS[name].items() if not is_right(value.get(field, ...))]:
        raise line.damage(f"no {wrong[0]!r} as the crawl writes it")
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
    ARTICLES: {"url": _is_text, "related": _is_related, "warc": _is_place},
    REJECTED: {"url": _is_text, "detail": _is_text_or_none, "warc": _is_place},
    EDGES: {"from": _is_text, "to": _is_text_or_none},
}


def _record(record: Json, target: Target, moved: Moved) -> Json | None:
    if target.covers(record["url"]):
        return None
    related = [{**one, "url": None} if target.covers(one["url"]) else one for one in record["related"]]
    return {**record, "related": related, "warc": _place(record["warc"], moved)}


def _rejection(rejection: Json, target: Target, moved: Moved) -> Json | None:
    if target.covers(rejection["url"]):
        return None
    detail = None if target.named_in(rejection["detail"]) else rejection["detail"]
    return {**rejection, "detail": detail, "warc": _place(rejection["warc"], moved)}


def _edge(edge: Json, target: Target, moved: Moved) -> Json | None:
    return None if target.covers(edge["from"]) or target.covers(edge["to"]) else edge


def _place(warc: Json | None, moved: Mapping[str, Mapping[int, int]]) -> Json | None:
    """Where an exchange stands after its archive was rewritten; None where it is gone."""
    if warc is None or warc["file"] not in moved:
        return warc
    offset = moved[warc["file"]].get(warc["offset"])
    return None if offset is None else {**warc, "offset": offset}


def _links(value: Json) -> int:
    return sum(one["url"] is not None for one in value.get("related", ())) + (value.get("detail") is not None)


_CHANGES: dict[str, tuple[str, Callable[[Json, Target, Moved], Json | None]]] = {
    ARTICLES: ("records", _record),
    REJECTED: ("rejections", _rejection),
    EDGES: ("edges", _edge),
}
