"""Strict reading of data files against msgspec types, with one-line errors."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_origin

import msgspec
from lxml import etree
from lxml.cssselect import CSSSelector, SelectorError
from msgspec import Meta, inspect


class DataFileError(ValueError):
    """Raised at startup for a malformed data file of the project or its user, never for a bad *page*.

    The message is one line: file, key, value and, where one is close, the valid key that was probably meant.
    """


_Form = TypeVar("_Form")
Filled = Annotated[str, Meta(pattern=r"\S", description="a string that is not blank")]
"""A string that is not blank. The description of a `Meta` completes the error message "must be …"."""
_VALIDATION_ERROR = re.compile(r"(?P<problem>.*?)(?: - at (?P<key>`key` in )?`\$(?P<place>[^`]*)`)?", re.DOTALL)
"""An error of msgspec: the problem and its path, `$.seed[...].outlet`, where `[...]` is an unnamed table key."""
_PATH_STEP = re.compile(r"\.([^.\[]+)|\[(\d+|\.\.\.)\]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
"""Characters of keys that would break the line of the error."""
_FIELD_ERROR = re.compile(r"Object (?P<fault>missing required|contains unknown) field `(?P<name>.*)`", re.DOTALL)
_TYPE_NAMES = {
    inspect.StrType: ("a string", "strings"),
    inspect.CustomType: ("a string", "strings"),
    inspect.LiteralType: ("one of the known words", "known words"),
    inspect.BoolType: ("true or false", "booleans"),
    inspect.IntType: ("a whole number", "whole numbers"),
    inspect.FloatType: ("a number", "numbers"),
    inspect.StructType: ("a table", "tables"),
    inspect.DictType: ("a table", "tables"),
}


def read_toml(path: Path, form: type[_Form]) -> _Form:
    """Read a TOML file as a `form`, a frozen `msgspec.Struct` that forbids unknown fields.

    Fields of custom types are built by calling the type with the file's string, and raise ValueError for an invalid
    one; regular expressions are compiled. A form's `__post_init__` may raise ValueError with `key: problem`.
    Raises DataFileError where the file is missing, not UTF-8, not TOML, nested too deeply or does not match the form.
    """
    text = file_text(path)
    try:
        return _read_form(path, text, form)
    except RecursionError:
        raise DataFileError(f"{path}: lists or tables are nested too deeply") from None


def _read_form(path: Path, text: str, form: type[_Form]) -> _Form:
    """The text of a TOML file as a `form`."""
    try:
        data = tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, or a number of thousands of digits
        raise DataFileError(f"{path}: not valid TOML: {error}") from error
    try:
        return msgspec.convert(data, form, dec_hook=convert_custom)
    except msgspec.ValidationError as error:
        problem = _CONTROLS.sub(lambda found: repr(found[0])[1:-1], _explained(error, data, form))
        raise DataFileError(f"{path}: {problem}") from error


def read_value(value: Any, kind: type[_Form]) -> _Form:
    """Convert a single value or its text, such as a setting, to a type; raises ValueError for an invalid one."""
    try:
        return msgspec.convert(value, kind, strict=False, dec_hook=convert_custom)
    except msgspec.ValidationError as error:
        raise ValueError(f"must be {_wanted(inspect.type_info(kind))}") from error


def read_words(path: Path) -> frozenset[str]:
    """Read a list with one or more words per line, as written; raises DataFileError if unreadable or empty."""
    words = frozenset(word for _, line in read_lines(path) for word in line.split())
    if not words:
        raise DataFileError(f"{path}: contains no words")
    return words


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Number and text of each line that is neither blank nor a `#` comment; raises as `file_text` does."""
    for number, line in enumerate(file_text(path).splitlines(), 1):
        if (line := line.strip()) and not line.startswith("#"):
            yield number, line


def file_text(path: Path) -> str:
    """Read a UTF-8 file; raises DataFileError where it is missing, unreadable or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise DataFileError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise DataFileError(f"{path}: not UTF-8 at byte {error.start}") from error


def nearest(word: str, known: Collection[str]) -> str:
    """A hint naming the valid word closest to `word`, or all valid words where none is close."""
    by_letters = {each.casefold(): each for each in known}
    near = difflib.get_close_matches(word.casefold(), by_letters, n=1)
    return f"did you mean {by_letters[near[0]]!r}?" if near else "known: " + ", ".join(sorted(known))


def convert_custom(kind: Any, value: Any) -> Any:
    """Build the value of a field whose type msgspec does not support."""
    if not isinstance(value, str):
        raise ValueError(f"must be a string, not {value!r}")
    if not value.strip():
        raise ValueError(f"must be a string that is not blank, not {value!r}")
    if get_origin(kind) is not re.Pattern:
        return kind(value)
    try:
        return re.compile(value)
    except re.error as error:
        raise ValueError(f"bad regular expression {value!r}: {error}") from error


def _explained(error: msgspec.ValidationError, data: Any, form: type) -> str:
    """Key path and problem of a validation error."""
    parts = _VALIDATION_ERROR.fullmatch(str(error))
    assert parts is not None  # the pattern matches everything
    kind, keys = inspect.type_info(form), ""
    value, problem = data, parts["problem"]
    for name, index in _PATH_STEP.findall(parts["place"] or ""):
        key: Any = name or (int(index) if index != "..." else _failing_key(value, data, form, str(error)))
        value, kind = value[key], _type_at(kind, key)
        keys += f"[{key}]" if isinstance(key, int) else f".{key}"
    keys = keys.removeprefix(".")
    if parts["key"]:
        key = _failing_key(value, data, form, str(error))
        return f"{keys}.{key}: {_wrong_key(key, kind)}"
    if field := _FIELD_ERROR.fullmatch(problem):
        name = f"{keys}.{field['name']}".removeprefix(".")
        return f"{name}: {'missing' if 'missing' in field['fault'] else _unknown_key(field['name'], kind)}"
    if error.__cause__ is not None:  # raised by a custom type or a form's `__post_init__`
        is_form = any(isinstance(one, inspect.StructType) for one in _alternatives(kind))
        return f"{keys}{'.' if is_form else ': '}{problem}".removeprefix(".")
    if problem.startswith("Invalid enum value"):
        return f"{keys}: unknown value {value!r}; {nearest(str(value), _choices(kind))}"
    return f"{keys}: must be {_wanted(kind)}, not {value!r}"


def _failing_key(table: dict[str, Any], data: Any, form: type, message: str) -> str:
    """The key of a table in `data` that causes an error which does not name it, found by trying each key alone."""
    entries = dict(table)
    try:
        for key, value in entries.items():
            table.clear()
            table[key] = value
            try:
                msgspec.convert(data, form, dec_hook=convert_custom)
            except msgspec.ValidationError as error:
                if str(error) == message:
                    return key
        return "…"
    finally:
        table.clear()
        table.update(entries)


def _alternatives(kind: inspect.Type) -> list[inspect.Type]:
    """The types that a value may have, without descriptions and None."""
    if isinstance(kind, inspect.Metadata):
        return _alternatives(kind.type)
    if isinstance(kind, inspect.UnionType):
        return [one for member in kind.types for one in _alternatives(member)]
    return [] if isinstance(kind, inspect.NoneType) else [kind]


def _type_at(kind: inspect.Type, key: str | int) -> inspect.Type:
    """The type of the value under a key of a table or at an index of a list."""
    for each in _alternatives(kind):
        if isinstance(each, inspect.StructType):
            for field in each.fields:
                if field.encode_name == key:
                    return field.type
        elif isinstance(each, inspect.DictType):
            return each.value_type
        elif isinstance(each, inspect.CollectionType):
            return each.item_type
    return inspect.AnyType()


def _field_names(kind: inspect.Type) -> list[str]:
    return [
        field.encode_name for one in _alternatives(kind) if isinstance(one, inspect.StructType) for field in one.fields
    ]


def _choices(kind: inspect.Type) -> list[str]:
    return [str(value) for one in _alternatives(kind) if isinstance(one, inspect.LiteralType) for value in one.values]


def _unknown_key(key: str, kind: inspect.Type) -> str:
    return f"unknown key; {nearest(key, _field_names(kind))}"


def _wrong_key(key: str, kind: inspect.Type) -> str:
    """The problem with a key of a table whose keys are restricted."""
    keys = next(each.key_type for each in _alternatives(kind) if isinstance(each, inspect.DictType))
    choices = _choices(keys)
    return f"unknown key; {nearest(key, choices)}" if choices else f"the key must be {_wanted(keys)}"


def _wanted(kind: inspect.Type) -> str:
    """A description of the valid values."""
    if isinstance(kind, inspect.UnionType):
        return " or ".join(_wanted(each) for each in kind.types if not isinstance(each, inspect.NoneType))
    if isinstance(kind, inspect.Metadata):
        return str((kind.extra_json_schema or {}).get("description") or _wanted(kind.type))
    if isinstance(kind, inspect.CollectionType):
        return "a list of " + " or ".join(_TYPE_NAMES[type(each)][1] for each in _alternatives(kind.item_type))
    name = _TYPE_NAMES[type(kind)][0]
    if isinstance(kind, inspect.IntType | inspect.FloatType) and kind.ge is not None and kind.le is not None:
        return f"{name} from {kind.ge:g} to {kind.le:g}"
    return name


class CssSelector:
    """A compiled CSS selector, such as `div.promo > p`; equal to another of the same text."""

    __slots__ = ("_select", "css")

    def __init__(self, css: str) -> None:
        """Raises ValueError for an invalid selector or one that does not select elements."""
        self.css = css
        try:
            self._select = CSSSelector(css, translator="html")
            self._select(etree.Element("html"))  # an undeclared prefix compiles and fails only here
        except (SelectorError, etree.XPathError) as error:
            raise ValueError(f"bad CSS selector {css!r}: {error}") from error

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CssSelector) and other.css == self.css

    def __hash__(self) -> int:
        return hash(self.css)

    def __repr__(self) -> str:
        return f"CssSelector({self.css!r})"

    def elements(self, tree: etree._Element) -> list[etree._Element]:
        """The matching elements of a tree in document order; none where the page exceeds XPath's limits."""
        try:
            return [one for one in self._select(tree) if isinstance(one, etree._Element)]  # type: ignore[union-attr]
        except etree.XPathError:
            return []
