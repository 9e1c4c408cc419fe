"""The word lists of `flags.toml`, as written."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from cleaners.data_files import read_toml

_FLAGS_FILE = Path(__file__).with_name("flags.toml")


class Subject(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of pages that sell something unwanted."""

    topics: tuple[str, ...]
    calls: tuple[str, ...]
    alone: tuple[str, ...] = ()


class Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of lines in which a page says that a machine wrote or translated it."""

    self: tuple[str, ...]
    made: tuple[str, ...]
    translated: tuple[str, ...]
    through: tuple[str, ...]
    machines: tuple[str, ...]
    written_lines: tuple[str, ...]
    translated_lines: tuple[str, ...]
    authors: tuple[str, ...]


class Personal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words beside personal data."""

    labels: tuple[str, ...]


class FlagWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lists of the file."""

    prefixes: tuple[str, ...]
    static_titles: tuple[str, ...]
    gambling: Subject
    adult: Subject
    declared: Declared
    personal: Personal


@cache
def flag_words() -> FlagWords:
    """The lists; raises DataFileError for a malformed file."""
    return read_toml(_FLAGS_FILE, FlagWords)
