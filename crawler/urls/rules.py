"""The general rules for addresses, read once from `rules.toml`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache, cached_property
from pathlib import Path

from cleaners.normalize import comparison_key
from crawler.strict_toml import read_table

FILE = Path(__file__).with_name("rules.toml")


@dataclass(frozen=True)
class Rules:
    """Every list of the file; `pages` and `fronts` are folded by `comparison_key`."""

    tracking: tuple[str, ...]
    amp: tuple[str, ...]
    sections: frozenset[str]
    pages: frozenset[str]
    fronts: frozenset[str]
    listing_parameters: frozenset[str]
    article_parameters: frozenset[str]
    files: frozenset[str]

    def ignored(self, field: str) -> bool:
        """Whether a field of a query (``name`` or ``name=value``) leaves the page as it is."""
        name, equals, value = field.partition("=")
        name, (beginnings, whole) = name.lower(), self._ignored
        return name in whole or name + equals + value in whole or name.startswith(beginnings)

    @cached_property
    def _ignored(self) -> tuple[tuple[str, ...], frozenset[str]]:
        """How names of ignored fields begin, and the names and fields that are ignored as they are."""
        listed = self.tracking + self.amp
        beginnings = tuple(rule.removesuffix("*") for rule in listed if rule.endswith("*"))
        return beginnings, frozenset(rule for rule in listed if not rule.endswith("*"))


@cache
def rules() -> Rules:
    """The rules of the project's own file."""
    return read_rules(FILE)


def read_rules(path: Path) -> Rules:
    """The rules of one file; raises `DataFileError` for unknown keys and wrong types."""
    table = read_table(path)
    table.allow_only([field.name for field in fields(Rules)])
    return Rules(
        tracking=table.texts("tracking"),
        amp=table.texts("amp"),
        sections=frozenset(table.texts("sections")),
        pages=frozenset(comparison_key(slug) for slug in table.texts("pages")),
        fronts=frozenset(comparison_key(slug) for slug in table.texts("fronts")),
        listing_parameters=frozenset(table.texts("listing_parameters")),
        article_parameters=frozenset(table.texts("article_parameters")),
        files=frozenset(table.texts("files")),
    )
