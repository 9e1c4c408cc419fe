"""Read the lines of the data files with the fields checked that a takedown reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.storage.committed import ARTICLES, EDGES, REJECTED, DamagedLine, StoredLine
from crawler.takedown.files import reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crawler.storage.committed import CommittedFolder, Json


def checked_values(folder: CommittedFolder, name: str) -> Iterator[tuple[StoredLine, Json]]:
    """The lines of a data file with their values; raises OutputError for a damaged file."""
    with reading(folder.path / name):
        line = StoredLine(0, 0, b"")
        for line in folder.lines(name):
            yield line, _checked_value(name, line)
        if line.offset + len(line.data) < folder.lengths[name]:
            raise DamagedLine(f"ends after line {line.number}")


def _checked_value(name: str, line: StoredLine) -> Json:
    """The value of a line, with the required fields checked."""
    try:
        value = line.value()
    except DamagedLine as damage:
        if isinstance(damage.__cause__, UnicodeDecodeError):
            raise line.damage("not JSON: not UTF-8") from damage
        raise
    if not isinstance(value, dict):
        raise line.damage("not a JSON object")
    if wrong := [field for field, is_right in _REQUIRED_FIELDS[name].items() if not is_right(value.get(field, ...))]:
        raise line.damage(f"{wrong[0]!r} is not as the crawl writes it")
    return value


def _is_string(value: object) -> bool:
    return isinstance(value, str)


def _is_string_or_none(value: object) -> bool:
    return value is None or isinstance(value, str)


def _is_warc_pointer(value: object) -> bool:
    if not isinstance(value, dict):
        return value is None
    return isinstance(value.get("file"), str) and isinstance(value.get("offset"), int)


def _is_related_field(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict) and _is_string_or_none(one.get("url", ...)) for one in value
    )


_REQUIRED_FIELDS: dict[str, dict[str, Callable[[object], bool]]] = {
    ARTICLES: {"url": _is_string, "related": _is_related_field, "warc": _is_warc_pointer},
    REJECTED: {"url": _is_string, "reason": _is_string, "detail": _is_string_or_none, "warc": _is_warc_pointer},
    EDGES: {"from": _is_string, "to": _is_string_or_none},
}
