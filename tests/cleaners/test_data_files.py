"""Strict data files: what is wrong in one is said in one line, with file, key, value and the nearest valid key."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta, Struct

from cleaners import data_files
from cleaners.data_files import (
    CssSelector,
    DataFileError,
    Filled,
    nearest,
    read_lines,
    read_toml,
    read_value,
    read_words,
)


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    shape: re.Pattern[str]
    path: Filled = "/"

    def __post_init__(self) -> None:
        if not self.path.startswith("/"):
            raise ValueError(f"path: must begin with a slash - at `{self.path}`")


class Form(Struct, frozen=True, forbid_unknown_fields=True):
    name: Filled
    share: Annotated[float, Meta(ge=0, le=1)] | None = None
    count: Annotated[int, Meta(ge=1, le=9)] = 1
    is_open: bool = True
    words: frozenset[Filled] = frozenset()
    parts: tuple[Filled | Part, ...] = ()
    area: CssSelector | None = None
    level: Literal["high", "low"] = "low"
    tables: dict[
        Annotated[str, Meta(pattern="^[a-z]+$", description="letters")], dict[Literal["one", "two"], Part]
    ] = {}


def read(folder: Path, text: str) -> Form:
    path = folder / "made.toml"
    path.write_text(text, encoding="utf-8")
    return read_toml(path, Form)


def test_a_file_of_the_form_is_read(tmp_path: Path) -> None:
    form = read(
        tmp_path,
        """
        name = "A"
        share = 1
        words = ["a", "b", "a"]
        parts = ["x", { shape = "^a", path = "/b" }]
        area = "main > .list"
        tables.x.two = { shape = "b$" }
        """,
    )
    assert form == Form(
        "A",
        share=1.0,
        words=frozenset("ab"),
        parts=("x", Part(re.compile("^a"), "/b")),
        area=CssSelector("main > .list"),
        tables={"x": {"two": Part(re.compile("b$"))}},
    )


MISTAKES = [
    ("", "name: missing"),
    ("nam = 'A'", "nam: unknown key; did you mean 'name'?"),
    ("zzz = 'A'", "zzz: unknown key; known: area, count, is_open, level, name, parts, share, tables, words"),
    ("name = 3", "name: must be a string that is not blank, not 3"),
    ("name = ' '", "name: must be a string that is not blank, not ' '"),
    ("name = 1979-05-27", "name: must be a string that is not blank, not datetime.date(1979, 5, 27)"),
    ("share = 1.5", "share: must be a number from 0 to 1, not 1.5"),
    ("share = nan", "share: must be a number from 0 to 1, not nan"),
    ("share = true", "share: must be a number from 0 to 1, not True"),
    ("count = 0", "count: must be a whole number from 1 to 9, not 0"),
    ("count = 1.5", "count: must be a whole number from 1 to 9, not 1.5"),
    ("is_open = 'yes'", "is_open: must be true or false, not 'yes'"),
    ("words = 'a'", "words: must be a list of strings, not 'a'"),
    ("words = ['a', '']", "words[1]: must be a string that is not blank, not ''"),
    ("parts = {}", "parts: must be a list of strings or tables, not {}"),
    ("parts = [3]", "parts[0]: must be a string that is not blank or a table, not 3"),
    ("parts = ['a', { pth = 'b' }]", "parts[1].pth: unknown key; did you mean 'path'?"),
    ("parts = [{ path = '/b' }]", "parts[0].shape: missing"),
    ("parts = [{ shape = '(' }]", "parts[0].shape: bad regular expression '(': missing ), unterminated"),
    ("parts = [{ shape = 1 }]", "parts[0].shape: must be a string, not 1"),
    ("parts = [{ shape = 'a', path = 'b' }]", "parts[0].path: must begin with a slash - at `b`"),
    ("area = 'div..x'", "area: bad CSS selector 'div..x': "),
    ("area = 'a::text'", "area: bad CSS selector 'a::text': "),
    ("area = 3", "area: must be a string, not 3"),
    ("level = 'hgh'", "level: unknown value 'hgh'; did you mean 'high'?"),
    ("level = 3", "level: must be one of the known words, not 3"),
    ("area = { a = 1 }", "area: must be a string, not {'a': 1}"),
    ("area = ' '", "area: must be a string that is not blank, not ' '"),
    ("parts = [{ shape = [{ a = 'b' }] }]", "parts[0].shape: must be a string, not [{'a': 'b'}]"),
    ("parts = [{ shape = ' ' }]", "parts[0].shape: must be a string that is not blank, not ' '"),
    ('"a\\nb" = 1', "a\\nb: unknown key; "),
    ("tables = 3", "tables: must be a table, not 3"),
    ("tables.x = 3", "tables.x: must be a table, not 3"),
    ("tables = { x = { one = { shape = 'a' } }, y = 3, z = 3 }", "tables.y: must be a table, not 3"),
    ("tables.x1 = {}", "tables.x1: the key must be letters"),
    ("tables.x.tow = { shape = 'a' }", "tables.x.tow: unknown key; did you mean 'two'?"),
    ("tables = { x = { one = { shape = 'a' } }, y = { one = {} } }", "tables.y.one.shape: missing"),
    ("name = 'A", "not valid TOML: "),
    (f"count = {'9' * 5000}", "not valid TOML: "),
]


@pytest.mark.parametrize(("text", "told"), MISTAKES)
def test_a_mistake_is_one_line_of_file_key_and_value(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(DataFileError) as error:
        read(tmp_path, text if not text or "nam" in text else f"name = 'A'\n{text}")
    assert str(error.value).startswith(f"{tmp_path / 'made.toml'}: {told}")
    assert "\n" not in str(error.value)


@given(st.recursive(st.integers() | st.text() | st.booleans(), lambda inner: st.lists(inner) | st.dictionaries(
    st.sampled_from(["name", "parts", "tables", "shape", "x", "one", "`key`", "a.b[0]"]), inner)))  # fmt: skip
def test_any_table_is_read_or_explained(value: object) -> None:
    data = {"name": "A", "tables": value, "parts": [value]}
    same = deepcopy(data)
    try:
        data_files.msgspec.convert(data, Form, dec_hook=data_files.convert_custom)
    except data_files.msgspec.ValidationError as error:
        told = data_files._explained(error, data, Form)
    else:
        told = "read"
    assert told
    assert data == same


def test_a_missing_file_and_one_that_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"none\.toml: cannot be read: No such file"):
        read_toml(tmp_path / "none.toml", Form)
    (tmp_path / "made.txt").write_bytes(b"a\xff")
    with pytest.raises(DataFileError, match=r"made\.txt: not UTF-8 at byte 1"):
        read_words(tmp_path / "made.txt")


def test_lists_of_words_and_lines(tmp_path: Path) -> None:
    path = tmp_path / "made.txt"
    path.write_text("# words\n\n a b\nc  \n", encoding="utf-8")
    assert read_words(path) == frozenset("abc")
    assert list(read_lines(path)) == [(3, "a b"), (4, "c")]
    path.write_text("# none\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"made\.txt: contains no words"):
        read_words(path)


def test_a_single_value_may_be_given_as_text() -> None:
    assert read_value("5", int) == 5
    assert read_value(0.5, float) == 0.5
    with pytest.raises(ValueError, match="must be true or false"):
        read_value("perhaps", bool)


def test_the_nearest_word_or_all_of_them() -> None:
    assert nearest("hgh", ("high", "low")) == "did you mean 'high'?"
    assert nearest("zzz", ("low", "high")) == "known: high, low"
    assert nearest("WORDS", ("lines", "words")) == "did you mean 'words'?"


@pytest.mark.parametrize(
    "text",
    ["name = " + "[" * 20_000, "name = " + "[" * 20_000 + "]" * 20_000, "name = " + "{a=" * 20_000,
     f"{'a.' * 20_000}a = 1",
     f"name = 'x'\n[tables{'.a' * 20_000}]\nb = 1", f"name = 'x'\nparts = {'[' * 300}{']' * 300}"],
)  # fmt: skip
def test_deep_nesting_is_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "deep.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        read_toml(path, Form)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 2000


def test_a_loop_of_links_is_one_line(tmp_path: Path) -> None:
    one, other = tmp_path / "one.toml", tmp_path / "two.toml"
    one.symlink_to(other)
    other.symlink_to(one)
    for read in (lambda: read_toml(one, Form), lambda: read_words(one), lambda: list(read_lines(one))):
        with pytest.raises(DataFileError, match=r"one\.toml: cannot be read: [^\n]+$"):
            read()
