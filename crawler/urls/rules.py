"""The general rules for addresses, read once from `rules.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from cleaners.data_files import Filled, read_toml
from cleaners.text.normalize import comparison_key

_FILE = Path(__file__).with_name("rules.toml")


class _Rules(Struct, frozen=True, forbid_unknown_fields=True, cache_hash=True):
    """Every list of the file; `pages` and `fronts` are folded by `comparison_key`."""

    tracking: tuple[Filled, ...] = ()
    amp: tuple[Filled, ...] = ()
    sections: frozenset[Filled] = frozenset()
    pages: frozenset[Filled] = frozenset()
    fronts: frozenset[Filled] = frozenset()
    listing_parameters: frozenset[Filled] = frozenset()
    article_parameters: frozenset[Filled] = frozenset()
    files: frozenset[Filled] = frozenset()

    def ignored(self, field: str) -> bool:
        """Whether a field of a query (``name`` or ``name=value``) leaves the page as it is."""
        name, equals, value = field.partition("=")
        name, (beginnings, whole) = name.lower(), _ignored(self)
        return name in whole or name + equals + value in whole or name.startswith(beginnings)


@cache
def rules() -> _Rules:
    """The rules of the project's own file."""
    return read_rules(_FILE)


def read_rules(path: Path) -> _Rules:
    """The rules of one file; raises `DataFileError` for unknown keys and wrong types."""
    found = read_toml(path, _Rules)
    folded = {name: frozenset(map(comparison_key, getattr(found, name))) for name in ("pages", "fronts")}
    return msgspec.structs.replace(found, **folded)


@cache
def _ignored(known: _Rules) -> tuple[tuple[str, ...], frozenset[str]]:
    """How names of ignored fields begin, and the names and fields that are ignored as they are."""
    listed = known.tracking + known.amp
    beginnings = tuple(rule.removesuffix("*") for rule in listed if rule.endswith("*"))
    return beginnings, frozenset(rule for rule in listed if not rule.endswith("*"))
