"""Lines of an older schema in today's form, so that a file has one type for each field. Pure functions.

Schema 1, which lines did not name, had `dropped` as an object (step → blocks), and moments with fractions of seconds,
without seconds, or with `Z`; its records had no cluster, and nothing that follows from their text.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from cleaners.signals.counts import signals_of
from cleaners.signals.flags import flags_of
from cleaners.signals.personal_data import personal_data_of
from crawler.storage.columns import columns_of, empty_value
from crawler.storage.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping

_LETTERS_OF_DAY = len("2025-03-19")
_DATE_FIELDS = ("date_published", "date_modified")
_WAS: dict[str, Any] = {"partial": False, "revision": 1, "warc": None}
"""Fields that lines of a still older crawl may lack, and what holds for them; of the others nothing is known."""
_NEVER_MISSING = ("id", "url", "outlet", "text", "depth", "fetched_at", "content_hash", "cleaner_version", "reason")


def todays_line(kind: str, line: dict[str, Any]) -> dict[str, Any]:
    """A line in today's form, its fields in the order of the schema; the very same if it is in that form already.

    `kind` is `record`, `rejected` or `edge`. What is wrong in a line stays wrong, for the schema to name.

    >>> todays_line("record", {"dropped": {"teaser": 2}, "date_published": "2025-03-19T10:30Z"})["dropped"]
    [{'step': 'teaser', 'blocks': 2}]
    """
    columns = columns_of(kind)
    if "schema_version" not in columns or "schema_version" in line:
        return line
    known = {name: empty_value(column) for name, column in columns.items() if name not in _NEVER_MISSING} | _WAS
    whole: dict[str, Any] = {name: line.get(name, known.get(name)) for name in columns if name in line or name in known}
    for name, column in columns.items():
        if whole.get(name, ...) is None and isinstance(column, list):
            whole[name] = []
    return whole | {name: value for name, value in line.items() if name not in columns} | _new_values(whole)


def _new_values(line: Mapping[str, Any]) -> dict[str, Any]:
    new: dict[str, Any] = {name: _whole_seconds(line[name]) for name in _DATE_FIELDS if isinstance(line.get(name), str)}
    if isinstance(text := line.get("text"), str) and isinstance(line.get("id"), str):
        new |= _measured_anew(line, text)
    if isinstance(line.get("embedded"), list):
        new["embedded"] = [_embedded(one) for one in line["embedded"]]
    if isinstance(steps := line.get("dropped"), dict):
        new["dropped"] = [{"step": step, "blocks": blocks} for step, blocks in steps.items()]
    return new | {"schema_version": SCHEMA_VERSION}


def _measured_anew(line: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The fields of a record that follow from its text, and a cluster of its own."""
    title = line.get("title")
    return {
        "cluster": line["id"],
        "quality": signals_of(text).to_dict(),
        "flags": list(flags_of(text, title=title if isinstance(title, str) else None)),
        "personal_data": [one._asdict() for one in personal_data_of(text)],
    }


def _embedded(article: Any) -> Any:
    is_dated = isinstance(article, dict) and isinstance(article.get("date_published"), str)
    return article | {"date_published": _whole_seconds(article["date_published"])} if is_dated else article


def _whole_seconds(date: str) -> str:
    """A day as it is; a moment in whole seconds, its zone as an offset.

    >>> _whole_seconds("2025-03-19"), _whole_seconds("2025-03-19T10:30Z"), _whole_seconds("2025-03-19T10:30:01.5+0300")
    ('2025-03-19', '2025-03-19T10:30:00+00:00', '2025-03-19T10:30:01+03:00')
    """
    if len(date) <= _LETTERS_OF_DAY:
        return date
    try:
        return datetime.fromisoformat(date).isoformat(timespec="seconds")
    except ValueError:
        return date
