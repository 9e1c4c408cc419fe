"""The one way to read data files strictly: by a form in msgspec's terms, with one line about what is wrong."""

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
    """Raised at start when a file that belongs to the project or its user is wrong.

    The message is one line: file, key, value and, where one is near, the valid key that was probably meant.
    A bad *page* never raises it.
    """


_Form = TypeVar("_Form")
Filled = Annotated[str, Meta(pattern=r"\S", description="a string with something in it")]
"""A string that is not blank. The description of a `Meta` is what the error says that a value must be."""
_VALIDATION_ERROR = re.compile(r"(?P<said>.*?)(?: - at (?P<key>`key` in )?`\$(?P<place>[^`]*)`)?", re.DOTALL)
"""What msgspec's error says, and where: `$.seed[...].outlet`, where `[...]` is some key of a table."""
_PATH_STEP = re.compile(r"\.([^.\[]+)|\[(\d+|\.\.\.)\]")
_FIELD_ERROR = re.compile(r"Object (?P<fault>missing required|contains unknown) field `(?P<name>.*)`", re.DOTALL)
_TYPE_NAMES = {
    inspect.StrType: ("a string", "strings"),
    inspect.CustomType: ("a string", "strings"),
    inspect.BoolType: ("true or false", "booleans"),
    inspect.IntType: ("a whole number", "whole numbers"),
    inspect.FloatType: ("a number", "numbers"),
    inspect.StructType: ("a table", "tables"),
    inspect.DictType: ("a table", "tables"),
}


def read_toml(path: Path, form: type[_Form]) -> _Form:
    """The TOML file as a `form`, a frozen `msgspec.Struct` that forbids unknown fields.

    Fields of another type are made by calling it with the string that the file has; regular expressions are
    compiled. It raises ValueError for what it cannot mean; `__post_init__` of a form may too, with `key: problem`.
    Raises DataFileError where the file is missing, not UTF-8, not TOML or not of the form: file, key, value.
    """
    text = file_text(path)
    try:
        data = tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, or a number of thousands of digits
        raise DataFileError(f"{path}: not valid TOML: {error}") from error
    try:
        return msgspec.convert(data, form, dec_hook=_convert_custom)
    except msgspec.ValidationError as error:
        raise DataFileError(f"{path}: {_explained(error, data, form)}") from error


def read_value(value: Any, kind: type[_Form]) -> _Form:
    """A single value given as itself or as text, such as a setting; raises ValueError for one that makes no sense."""
    try:
        return msgspec.convert(value, kind, strict=False, dec_hook=_convert_custom)
    except msgspec.ValidationError as error:
        raise ValueError(f"must be {_wanted(inspect.type_info(kind))}") from error


def read_words(path: Path) -> frozenset[str]:
    """The words of a list that has one or more a line, as written.

    Raises DataFileError where the file cannot be read or has none.
    """
    words = frozenset(word for _, line in read_lines(path) for word in line.split())
    if not words:
        raise DataFileError(f"{path}: holds no words")
    return words


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Number and text of each line that is neither empty nor a `#` comment; raises what `file_text` does."""
    for number, line in enumerate(file_text(path).splitlines(), 1):
        if (line := line.strip()) and not line.startswith("#"):
            yield number, line


def file_text(path: Path) -> str:
    """The file's text. Raises DataFileError where it is missing, unreadable or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise DataFileError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise DataFileError(f"{path}: not UTF-8 at byte {error.start}") from error


def nearest(word: str, known: Collection[str]) -> str:
    """A hint that names the valid word nearest to `word`, or all of them where none is near."""
    near = difflib.get_close_matches(word, known, n=1)
    return f"did you mean {near[0]!r}?" if near else "known: " + ", ".join(sorted(known))


def _convert_custom(kind: Any, value: Any) -> Any:
    """The value of a field whose type msgspec does not know."""
    if not isinstance(value, str):
        raise ValueError(f"must be a string, not {value!r}")
    if get_origin(kind) is not re.Pattern:
        return kind(value)
    try:
        return re.compile(value)
    except re.error as error:
        raise ValueError(f"bad regular expression {value!r}: {error}") from error


def _explained(error: msgspec.ValidationError, data: Any, form: type) -> str:
    """Key and problem of what msgspec found."""
    parts = _VALIDATION_ERROR.fullmatch(str(error))
    assert parts is not None  # it matches everything
    kind, keys = inspect.type_info(form), ""
    value, said = data, parts["said"]
    for name, index in _PATH_STEP.findall(parts["place"] or ""):
        key: Any = name or (int(index) if index != "..." else _failing_key(value, data, form, str(error)))
        value, kind = value[key], _type_at(kind, key)
        keys += f"[{key}]" if isinstance(key, int) else f".{key}"
    keys = keys.removeprefix(".")
    if parts["key"]:
        key = _failing_key(value, data, form, str(error))
        return f"{keys}.{key}: {_wrong_key(key, kind)}"
    if field := _FIELD_ERROR.fullmatch(said):
        name = f"{keys}.{field['name']}".removeprefix(".")
        return f"{name}: {'missing' if 'missing' in field['fault'] else _unknown_key(field['name'], kind)}"
    if error.__cause__ is not None:  # a meaning that a type or form of ours checks
        return f"{keys}{'.' if isinstance(value, dict) else ': '}{said}".removeprefix(".")
    if said.startswith("Invalid enum value"):
        return f"{keys}: {value!r} is not one of them; {nearest(str(value), _choices(kind))}"
    return f"{keys}: must be {_wanted(kind)}, not {value!r}"


def _failing_key(table: dict[str, Any], data: Any, form: type, said: str) -> str:
    """The key of a table in `data` about which msgspec says this without naming it: each is tried alone."""
    entries = dict(table)
    try:
        for key, value in entries.items():
            table.clear()
            table[key] = value
            try:
                msgspec.convert(data, form, dec_hook=_convert_custom)
            except msgspec.ValidationError as error:
                if str(error) == said:
                    return key
        return "…"
    finally:
        table.clear()
        table.update(entries)


def _alternatives(kind: inspect.Type) -> list[inspect.Type]:
    """What a value may be, descriptions and None aside."""
    if isinstance(kind, inspect.Metadata):
        return _alternatives(kind.type)
    if isinstance(kind, inspect.UnionType):
        return [one for each in kind.types for one in _alternatives(each)]
    return [] if isinstance(kind, inspect.NoneType) else [kind]


def _type_at(kind: inspect.Type, key: str | int) -> inspect.Type:
    """The type of what stands under a key of a table or at a place of a list."""
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
    """What is wrong with a key of a table whose keys are checked."""
    keys = next(each.key_type for each in _alternatives(kind) if isinstance(each, inspect.DictType))
    choices = _choices(keys)
    return f"unknown key; {nearest(key, choices)}" if choices else f"the key must be {_wanted(keys)}"


def _wanted(kind: inspect.Type) -> str:
    """What a value must be, in words."""
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
        """Raises ValueError for what is no selector of elements."""
        self.css = css
        try:
            self._select = CSSSelector(css, translator="html")
            self._select(etree.Element("html"))  # a prefix that nobody declared compiles
        except (SelectorError, etree.XPathError) as error:
            raise ValueError(f"bad CSS selector {css!r}: {error}") from error

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CssSelector) and other.css == self.css

    def __hash__(self) -> int:
        return hash(self.css)

    def __repr__(self) -> str:
        return f"CssSelector({self.css!r})"

    def elements(self, tree: etree._Element) -> list[etree._Element]:
        """The elements of a tree that it names, in document order; none where the page is too much for it."""
        try:
            return [one for one in self._select(tree) if isinstance(one, etree._Element)]  # type: ignore[union-attr]
        except etree.XPathError:
            return []
