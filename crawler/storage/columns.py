"""The columns of the data files: one type for each field, as `output/schema.json` defines it.

A type is a name of `SCALARS`, a list with the type of its entries, or a dictionary with the types of its fields. Every
value but an entry of a list may be null for a reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeAlias

from crawler.storage.schema import schema

Column: TypeAlias = "str | list[Column] | dict[str, Column]"

SCALARS = ("string", "date", "integer", "number", "boolean", "anything")
"""`date` is a string that readers take for a moment unless they are told; `anything` is a value of any type."""
_PLAIN_TYPES = ("string", "integer", "number", "boolean")
_DATE_DEFINITIONS = ("date", "moment", "printed_date")
"""Definitions of such strings in the schema."""
_LIKE_A_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_JSON_NAMES: dict[type, str] = {str: "string", bool: "boolean", int: "integer", float: "number"}


@cache
def columns_of(kind: str) -> Mapping[str, Column]:
    """The types of a line's fields, in the schema's order; `kind` is `record`, `rejected` or `edge`."""
    return _fields(schema()["$defs"][kind])


def own_column(value: Any, known: str | None = None) -> str:
    """The type of a field of a user's own pipeline, given a value and the type of those before; None has none.

    >>> own_column(3), own_column(0.5, "integer"), own_column("a", "integer"), own_column("2025-03-19"), own_column([])
    ('integer', 'number', 'anything', 'date', 'anything')
    """
    name = _JSON_NAMES.get(type(value), "anything")
    if name == "string" and _LIKE_A_DATE.match(value):
        name = "date"
    both = {name, known or name}
    if len(both) == 1:
        return name
    return "number" if both == {"integer", "number"} else "string" if both == {"string", "date"} else "anything"


def empty_value(column: Column) -> Any:
    """What stands for nothing in a column that is never null: an empty list, or an object without facts; else None."""
    if isinstance(column, dict):
        return {name: empty_value(one) for name, one in column.items()}
    return [] if isinstance(column, list) else None


def _fields(node: Mapping[str, Any]) -> dict[str, Column]:
    return {name: _column(one) for name, one in node["properties"].items()}


def _column(node: Mapping[str, Any]) -> Column:
    """The type of one field; raises KeyError for one that the schema leaves open."""
    reference = node.get("$ref", "").removeprefix("#/$defs/")
    if reference in _DATE_DEFINITIONS:
        return "date"
    if reference:
        return _column(schema()["$defs"][reference])
    if "type" not in node:
        (kind,) = {type(value) for value in node["enum"]} - {type(None)}
        return _JSON_NAMES[kind]
    kinds = [node["type"]] if isinstance(node["type"], str) else [one for one in node["type"] if one != "null"]
    (name,) = kinds
    if name == "array":
        return [_column(node["items"])]
    return _fields(node) if name == "object" else {one: one for one in _PLAIN_TYPES}[name]
