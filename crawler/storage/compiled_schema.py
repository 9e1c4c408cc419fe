"""A JSON Schema as types of msgspec, by which a line is checked in a fraction of the time of an interpreter.

It only says which values are certainly valid: whatever else it meets is left to `jsonschema`, which names the problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal

import msgspec

Check = Callable[[Any], bool]
_Node = Mapping[str, Any]
_Defs = Mapping[str, _Node]

_ANNOTATIONS = frozenset(("$schema", "$id", "$defs", "title", "description"))
_TYPES: dict[str, Any] = {"string": str, "integer": int, "number": float, "boolean": bool, "null": None}
_LIMITS = {
    "string": {"pattern": "pattern", "minLength": "min_length", "maxLength": "max_length"},
    "integer": {"minimum": "ge", "maximum": "le"},
    "number": {"minimum": "ge", "maximum": "le"},
}
"""Keywords that hold for values of one type, and what msgspec calls them."""
_OBJECT_KEYWORDS = frozenset(("required", "properties", "additionalProperties"))
_KEYWORDS = _OBJECT_KEYWORDS.union(*_LIMITS.values(), ("type", "enum", "items"))


def compile_schema(node: _Node, defs: _Defs) -> Check:
    """The check of one schema; `defs` are those that `$ref` may name.

    Raises KeyError for a keyword, type or reference that it does not know.
    """
    free = [re.compile(one).search for one, inner in node.get("patternProperties", {}).items() if _is_free(inner)]
    type_ = _type_of({name: value for name, value in node.items() if name != "patternProperties"}, defs)

    def is_valid(value: Any) -> bool:
        if free and isinstance(value, dict):
            value = {name: one for name, one in value.items() if not any(search(name) for search in free)}
        try:
            msgspec.convert(value, type_)
        except (msgspec.ValidationError, UnicodeError):
            return False
        return True

    return is_valid


def _is_free(node: object) -> bool:
    """True for the schema of any value; raises KeyError for another."""
    if node is not True:
        raise KeyError(node)
    return True


def _type_of(node: _Node, defs: _Defs) -> Any:
    """The type whose values a schema certainly allows."""
    node = _dereferenced(node, defs)
    if not node:
        return Any
    if node.keys() == {"enum"}:
        return Literal[tuple(node["enum"])]
    names = [node["type"]] if isinstance(node["type"], str) else node["type"]
    if "enum" in node:
        return Literal[tuple(value for value in node["enum"] if _is_of(value, names))]
    return reduce(or_, (_type_named(name, node, defs) for name in names))


def _dereferenced(node: _Node, defs: _Defs) -> _Node:
    """A schema without annotations, in which what `$ref` names stands itself; raises KeyError for unknown keywords."""
    own = {name: value for name, value in node.items() if name not in _ANNOTATIONS}
    while "$ref" in own:
        meant = defs[own.pop("$ref").removeprefix("#/$defs/")]
        if both := (own.keys() & meant.keys()) - _ANNOTATIONS:
            raise KeyError(*both)
        own |= {name: value for name, value in meant.items() if name not in _ANNOTATIONS}
    if unknown := own.keys() - _KEYWORDS:
        raise KeyError(*unknown)
    return own


def _is_of(value: object, names: Iterable[str]) -> bool:
    return any(type(value) is (_TYPES[name] or type(None)) for name in names)


def _type_named(name: str, node: _Node, defs: _Defs) -> Any:
    if name == "array":
        return list[_type_of(node.get("items", {}), defs)]  # type: ignore[misc]
    if name == "object":
        return _object_type(node, defs)
    limits = {meant: node[keyword] for keyword, meant in _LIMITS.get(name, {}).items() if keyword in node}
    return Annotated[_TYPES[name], msgspec.Meta(**limits)] if limits else _TYPES[name]


def _object_type(node: _Node, defs: _Defs) -> Any:
    others, required = node.get("additionalProperties", True), frozenset(node.get("required", ()))
    if not isinstance(others, bool):
        raise KeyError("additionalProperties")
    properties = node.get("properties", {})
    if missing := required - properties.keys():
        raise KeyError(*missing)
    fields = [
        (f"f{at}", _type_of(inner, defs), msgspec.field(name=name, **{} if name in required else {"default": None}))
        for at, (name, inner) in enumerate(properties.items())
    ]
    return msgspec.defstruct("Object", fields, kw_only=True, forbid_unknown_fields=not others)
