"""The words by which listings lead to their next page, read once from `listing.toml`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from cleaners.normalize import comparison_key
from crawler.strict_toml import read_table

FILE = Path(__file__).with_name("listing.toml")
_TEXTS = ("next_texts", "more_texts")


@dataclass(frozen=True)
class Marks:
    """Every list of the file, in its order; texts are folded by `folded`."""

    next_texts: tuple[str, ...]
    more_texts: tuple[str, ...]
    next_classes: tuple[str, ...]
    more_classes: tuple[str, ...]
    address_attributes: tuple[str, ...]
    next_attributes: tuple[str, ...]
    page_attributes: tuple[str, ...]
    last_attributes: tuple[str, ...]
    page_parameters: tuple[str, ...]
    chrome: tuple[str, ...]


def folded(text: str) -> str:
    """A text as it is compared: by its letters, or by its marks where it has none (an arrow)."""
    return comparison_key(text) or "".join(text.split())


@cache
def marks() -> Marks:
    """The marks of the project's own file."""
    return read_marks(FILE)


def read_marks(path: Path) -> Marks:
    """The marks of one file; raises `DataFileError` for unknown keys and wrong types."""
    table = read_table(path)
    names = [field.name for field in fields(Marks)]
    table.allow_only(names)
    lists = {name: table.texts(name) for name in names}
    return Marks(**{name: tuple(map(folded, texts)) if name in _TEXTS else texts for name, texts in lists.items()})
