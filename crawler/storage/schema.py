"""`output/schema.json`, the schema of output lines, and validation against it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from cleaners.data_files import DataFileError, file_text
from crawler.storage.compiled_schema import Check, compile_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = Path(__file__).parents[2] / "output" / "schema.json"

SCHEMA_VERSION = 2
"""Counted up when a field changes its type; `older_lines.py` brings lines of older versions up to date."""
_TYPE_KEYWORDS = ("type", "required", "anyOf", "oneOf")
_DEFINED = ("record", "rejected", "edge", "reason")


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema; raises `DataFileError` if it is missing or invalid."""
    return read_schema(_FILE)


def read_schema(path: Path) -> dict[str, Any]:
    """The JSON Schema in a file; raises `DataFileError` if it is missing or invalid."""
    try:
        loaded: Any = json.loads(file_text(path))
        Draft202012Validator.check_schema(loaded)
    except json.JSONDecodeError as error:
        raise DataFileError(f"{path}: not valid JSON: {error}") from error
    except SchemaError as error:
        raise DataFileError(f"{path}: {error.json_path}: not valid JSON Schema: {error.message}") from error
    defined = loaded.get("$defs", {}) if isinstance(loaded, dict) else {}
    for kind in _DEFINED:
        if not isinstance(defined.get(kind), dict):
            raise DataFileError(f"{path}: $defs.{kind}: missing")
    if not defined["reason"].get("enum"):
        raise DataFileError(f"{path}: $defs.reason.enum: must list the reasons")
    return dict(loaded)


def check_schema() -> None:
    """Load the schema now; raises `DataFileError` before a crawl would need it."""
    schema()


def reasons() -> tuple[str, ...]:
    """All reasons why a page gives no record."""
    return tuple(schema()["$defs"]["reason"]["enum"])


def errors(line: Mapping[str, Any], kind: str = "record") -> list[str]:
    """The schema violations of an output line, one sentence each, sorted; empty for a valid one.

    `kind` is `record`, `rejected` or `edge`.
    """
    found = _validator(kind).iter_errors(line)
    return sorted(f"{error.json_path.removeprefix('$.')}: {error.message[:200]}" for error in found)


def problem_of(line: Mapping[str, Any], kind: str = "record") -> str | None:
    """The first of `errors`, or None for a valid line."""
    if _certainly_valid(kind)(line):
        return None
    return next(iter(errors(line, kind)), None)


def type_problem_of(line: Mapping[str, Any], kind: str = "record") -> str | None:
    """The first type error of a line, or None.

    Unlike `errors` it accepts lines in an older form: with missing or unknown fields, or other enumerated values.
    """
    found = _validator(kind).iter_errors(line)
    wrong = (
        error for error in found if error.validator in _TYPE_KEYWORDS and (error.path or error.validator != "required")
    )
    return next(iter(sorted(f"{error.json_path.removeprefix('$.')}: {error.message[:200]}" for error in wrong)), None)


@cache
def _certainly_valid(kind: str) -> Check:
    """A quick check that valid lines of the crawl pass; one that passes nothing for a schema it cannot express."""
    defined = schema()["$defs"]
    try:
        return compile_schema(defined[kind], defined)
    except KeyError:
        return lambda _: False


@cache
def _validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator({**schema(), "$ref": f"#/$defs/{kind}"})
