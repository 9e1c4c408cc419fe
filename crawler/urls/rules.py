"""The general rules for addresses, from `rules.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from cleaners.data_files import Filled, read_toml
from cleaners.text.normalize import comparison_key

_RULES_FILE = Path(__file__).with_name("rules.toml")


class _Rules(Struct, frozen=True, forbid_unknown_fields=True, cache_hash=True):
    """The lists of the file; `pages` and `fronts` are normalized by `comparison_key`."""

    tracking: tuple[Filled, ...] = ()
    amp: tuple[Filled, ...] = ()
    sections: frozenset[Filled] = frozenset()
    pages: frozenset[Filled] = frozenset()
    fronts: frozenset[Filled] = frozenset()
    listing_parameters: frozenset[Filled] = frozenset()
    article_parameters: frozenset[Filled] = frozenset()
    files: frozenset[Filled] = frozenset()

    def ignored(self, field: str) -> bool:
        """Whether a query field (``name`` or ``name=value``) does not change the page."""
        name, equals, value = field.partition("=")
        name, (beginnings, whole) = name.lower(), _ignored_fields(self)
        return name in whole or name + equals + value in whole or name.startswith(beginnings)


@cache
def rules() -> _Rules:
    """The project's own rules, read once."""
    return read_url_rules(_RULES_FILE)


def read_url_rules(path: Path) -> _Rules:
    """The rules of one file; raises `DataFileError` for unknown keys and wrong types."""
    found = read_toml(path, _Rules)
    folded = {name: frozenset(map(comparison_key, getattr(found, name))) for name in ("pages", "fronts")}
    return msgspec.structs.replace(found, **folded)


@cache
def _ignored_fields(known: _Rules) -> tuple[tuple[str, ...], frozenset[str]]:
    """The prefixes of ignored field names, and the names and fields ignored as a whole."""
    listed = known.tracking + known.amp
    beginnings = tuple(rule.removesuffix("*") for rule in listed if rule.endswith("*"))
    return beginnings, frozenset(rule for rule in listed if not rule.endswith("*"))
