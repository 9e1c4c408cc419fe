"""A Parquet file without rows: the columns of a data file in a form that most readers take for a schema.

Polars, DuckDB and pyarrow read the types from its footer (github.com/apache/parquet-format, Thrift's compact protocol),
instead of inferring them from the first lines. It is written here because nothing else of a crawl needs pyarrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.storage.columns import Column

_MAGIC = b"PAR1"
_VERSION = 1
_I32, _I64, _BINARY, _LIST, _STRUCT = 5, 6, 8, 9, 12
"""Types of Thrift's compact protocol."""
_OPTIONAL, _REPEATED = 1, 2
_LIST_OF = 3
"""ConvertedType LIST; UTF8 is 0."""
_PARQUET_TYPES = {"boolean": (0, None), "integer": (2, None), "number": (5, None), "string": (6, 0), "date": (6, 0)}
"""Physical and converted type."""
_SHORT_LIST = 15

_Field = tuple[int, int, bytes]
"""The number, type and encoded value of a field in a struct."""


def parquet_schema(columns: Mapping[str, Column]) -> bytes:
    """The file for these columns; those of any type are left out."""
    fields = {name: one for name, one in columns.items() if one != "anything"}
    elements = [_element("schema", children=len(fields)), *_schema_elements(fields)]
    rows, row_groups = _thrift_number(0), _thrift_list(_STRUCT, [])
    version, tree = _thrift_number(_VERSION), _thrift_list(_STRUCT, elements)
    footer = _thrift_struct([(1, _I32, version), (2, _LIST, tree), (3, _I64, rows), (4, _LIST, row_groups)])
    return _MAGIC + footer + len(footer).to_bytes(4, "little") + _MAGIC


def _schema_elements(fields: Mapping[str, Column]) -> Iterator[bytes]:
    """The schema's tree, parents before children; a list is a group of a repeated group `list` of an `element`."""
    for name, column in fields.items():
        if isinstance(column, dict):
            yield _element(name, _OPTIONAL, children=len(column))
            yield from _schema_elements(column)
        elif isinstance(column, list):
            yield _element(name, _OPTIONAL, children=1, converted=_LIST_OF)
            yield _element("list", _REPEATED, children=1)
            yield from _schema_elements({"element": column[0]})
        else:
            physical, converted = _PARQUET_TYPES[column]
            yield _element(name, _OPTIONAL, physical=physical, converted=converted)


def _element(
    name: str,
    repetition: int | None = None,
    *,
    physical: int | None = None,
    children: int | None = None,
    converted: int | None = None,
) -> bytes:
    """A SchemaElement."""
    numbers = {1: physical, 3: repetition, 5: children, 6: converted}
    fields = [(number, _I32, _thrift_number(value)) for number, value in numbers.items() if value is not None]
    return _thrift_struct(sorted([*fields, (4, _BINARY, _text(name))]))


def _thrift_struct(fields: Iterable[_Field]) -> bytes:
    """A struct: before each field the distance from the number of the last one, and its type."""
    out, last = b"", 0
    for number, kind, value in fields:
        out += bytes([(number - last) << 4 | kind]) + value
        last = number
    return out + b"\0"


def _thrift_list(kind: int, values: list[bytes]) -> bytes:
    is_short = len(values) < _SHORT_LIST
    head = bytes([(len(values) if is_short else _SHORT_LIST) << 4 | kind])
    return head + (b"" if is_short else _varint(len(values))) + b"".join(values)


def _text(text: str) -> bytes:
    data = text.encode()
    return _varint(len(data)) + data


def _thrift_number(value: int) -> bytes:
    """A whole number, not below 0, in zigzag form."""
    return _varint(value * 2)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])
