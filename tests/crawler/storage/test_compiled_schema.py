"""The compiled schema passes what the interpreted one passes, and nothing else."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from crawler.storage.compiled_schema import compile_schema
from crawler.storage.schema import errors, schema
from tests.crawler.storage.test_schema import RECORD, REJECTED

EDGE = {"from": "https://a.example/1", "to": "https://a.example/2", "kind": "related", "anchor": ""}
LINES = {"record": RECORD, "rejected": REJECTED, "edge": EDGE}
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 1000), st.floats(-1, 2), st.text(max_size=5), st.just([]), st.just({}),
    st.just(["x"]), st.just([""]), st.just("https://a.example/"), st.just("2025-03-19"), st.just({"y": 1}),
)  # fmt: skip


def check(kind: str) -> Callable[[Any], bool]:
    return compile_schema(schema()["$defs"][kind], schema()["$defs"])


@pytest.mark.parametrize("kind", LINES)
def test_lines_of_a_crawl_pass(kind: str) -> None:
    assert check(kind)(LINES[kind])
    assert not errors(LINES[kind], kind)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in places(one, (*path, key)))]


@given(st.sampled_from(sorted(LINES)), st.data())
def test_one_wrong_value_anywhere_is_seen_wherever_the_interpreter_sees_it(kind: str, data: st.DataObject) -> None:
    line = copy.deepcopy(LINES[kind])
    *above, last = data.draw(st.sampled_from([place for place in places(line) if place]))
    holder: Any = line
    for key in above:
        holder = holder[key]
    how = data.draw(st.sampled_from(["set", "delete", "add"]))
    if how == "set" or isinstance(holder, list):
        holder[last] = data.draw(VALUES)
    elif how == "delete":
        del holder[last]
    else:
        holder[data.draw(st.sampled_from(["x_own", "own", ""]))] = data.draw(VALUES)
    if check(kind)(line):
        assert not errors(line, kind)
    elif not errors(line, kind):
        # In doubt it asks the interpreter: an integer written as a float.
        assert any(isinstance(value, float) for value in _values(line))


def _values(value: Any) -> list[Any]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [value, *(one for each in inner for one in _values(each))]


@pytest.mark.parametrize(
    "node",
    [{"const": 1}, {"type": "date"}, {"$ref": "#/$defs/missing"}, {"items": {"oneOf": []}}, {"not": {}},
     {"properties": {"a": {"uniqueItems": True}}}],
)  # fmt: skip
def test_a_keyword_that_it_does_not_know_is_an_error(node: dict[str, Any]) -> None:
    with pytest.raises(KeyError):
        compile_schema(node, {})


@given(VALUES)
def test_limits_and_types_stand_beside_a_reference(value: Any) -> None:
    node = {"$ref": "#/$defs/short", "maxLength": 2, "minimum": 3}
    defs = {"short": {"type": ["string", "null", "integer"]}}
    if compile_schema(node, defs)(value):
        assert Draft202012Validator({**node, "$defs": defs}).is_valid(value)
