"""Site-specific rules, `sites/<domain>.toml`, only for sites where the general steps fail."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from msgspec import Struct

from cleaners.data_files import CssSelector, read_toml
from cleaners.text.web_address import split_address

_SITES_FOLDER = Path(__file__).parent


class SiteRules(Struct, frozen=True, forbid_unknown_fields=True):
    """The rules of one site."""

    why: str = ""
    """The page that made them necessary, in one sentence."""
    drop: tuple[str, ...] = ()
    """Lines to drop, compared by `comparison_key`."""
    prune: tuple[str, ...] = ()
    """Classes or ids of elements whose blocks are dropped."""
    remove: tuple[CssSelector, ...] = ()
    """CSS selectors of such elements, where a class or id alone is not enough."""


NO_RULES = SiteRules()


def rules_for(url: str | None) -> SiteRules:
    """The rules for the page's host or the nearest parent domain; empty for most."""
    labels = url_host(url or "").split(".")
    known = all_site_rules()
    return next((known[d] for i in range(len(labels)) if (d := ".".join(labels[i:])) in known), NO_RULES)


def url_host(url: str) -> str:
    """The host of an absolute URL, "" for others."""
    parts = split_address(url)
    return (parts and parts.hostname) or ""


@cache
def all_site_rules(folder: Path = _SITES_FOLDER) -> dict[str, SiteRules]:
    """All site rules by domain; raises DataFileError for an unknown key or a wrong type."""
    return {path.stem: read_site_rules(path) for path in sorted(folder.glob("*.toml"))}


def read_site_rules(path: Path) -> SiteRules:
    """Read the rules of one file; raises DataFileError naming file, key and the nearest valid key."""
    return read_toml(path, SiteRules)
