"""Reading the project's own TOML files: whatever is wrong in them is said in one line."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cleaners.errors import DataFileError

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


def read_table(path: Path) -> Table:
    """The whole file as a table. Raises `DataFileError` where it is missing, not UTF-8 or not TOML."""
    return Table(path, "", parse(path, read_text(path)))


def read_text(path: Path) -> str:
    """The file's text. Raises `DataFileError` where it is missing, unreadable or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise DataFileError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise DataFileError(f"{path}: not UTF-8 at byte {error.start}") from error


def parse(path: Path, text: str) -> dict[str, Any]:
    """The TOML document in `text`; `path` only names it in the error."""
    try:
        return tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, or a number of thousands of digits
        raise DataFileError(f"{path}: not valid TOML: {error}") from error


def nearest(word: str, known: Collection[str]) -> str:
    """A hint that names the valid word nearest to `word`, or all of them where none is near."""
    near = difflib.get_close_matches(word, known, n=1)
    return f"did you mean {near[0]!r}?" if near else "known: " + ", ".join(sorted(known))


@dataclass(frozen=True)
class Table:
    """One table of a TOML file and where it lies, so that every error can name file, key and value."""

    path: Path
    where: str
    values: dict[str, Any]

    def error(self, key: str, problem: str) -> DataFileError:
        """The error to raise about `key`."""
        name = f"{self.where}.{key}" if self.where else key
        return DataFileError(f"{self.path}: {name}: {problem}")

    def allow_only(self, keys: Collection[str]) -> None:
        """Raises `DataFileError` at the first key that is not one of `keys`."""
        for key in self.values:
            if key not in keys:
                raise self.error(key, f"unknown key; {nearest(key, keys)}")

    def text(self, key: str, default: str | None = None) -> str:
        """The string under `key`, not empty; without a default the key is required."""
        value = self.values.get(key, default)
        if value is None:
            raise self.error(key, "missing")
        if not isinstance(value, str) or (not value.strip() and value != default):
            raise self.error(key, f"must be a string with something in it, not {value!r}")
        return value

    def optional_text(self, key: str) -> str | None:
        """The string under `key`, or None where the key is absent."""
        return self.text(key) if key in self.values else None

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of strings under `key`; empty where the key is absent."""
        value = self.values.get(key, [])
        if not isinstance(value, list):
            raise self.error(key, f"must be a list of strings, not {value!r}")
        for each in value:
            if not isinstance(each, str) or not each.strip():
                raise self.error(key, f"must hold strings with something in them, not {each!r}")
        return tuple(value)

    def flag(self, key: str) -> bool:
        """The boolean under `key`; False where the key is absent."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.error(key, f"must be true or false, not {value!r}")
        return value

    def table(self, key: str) -> Table:
        """The table under `key`; empty where the key is absent."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.error(key, f"must be a table, not {value!r}")
        return Table(self.path, f"{self.where}.{key}" if self.where else key, value)

    def number(self, key: str, low: float, high: float) -> float | None:
        """The number under `key`, between `low` and `high`; None where the key is absent."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise self.error(key, f"must be a number from {low:g} to {high:g}, not {value!r}")
        return value

    def items(self, key: str) -> tuple[str | Table, ...]:
        """The list of strings and tables under `key`, the tables with their place in it; empty without the key."""
        value = self.values.get(key, [])
        if not isinstance(value, list):
            raise self.error(key, f"must be a list, not {value!r}")
        found: list[str | Table] = []
        for number, each in enumerate(value):
            if isinstance(each, dict):
                found.append(Table(self.path, f"{self.where}.{key}[{number}]".lstrip("."), each))
            elif isinstance(each, str) and each.strip():
                found.append(each)
            else:
                raise self.error(key, f"must hold strings with something in them or tables, not {each!r}")
        return tuple(found)
