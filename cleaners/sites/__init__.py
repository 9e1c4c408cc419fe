"""What single sites leave in their text: `sites/<domain>.toml`, only where the general steps err."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from cleaners.data_files import CssSelector, read_toml

_SITES_FOLDER = Path(__file__).parent


class SiteRules(Struct, frozen=True, forbid_unknown_fields=True):
    """The exceptions of one site."""

    why: str = ""
    """The page that forced them, in one sentence."""
    drop: tuple[str, ...] = ()
    """Lines that are never text, compared by `comparison_key`."""
    prune: tuple[str, ...] = ()
    """Classes or ids of elements whose blocks are never text."""
    remove: tuple[CssSelector, ...] = ()
    """CSS selectors of such elements, for what a class or id alone does not tell."""


NO_RULES = SiteRules()


def rules_for(url: str | None) -> SiteRules:
    """The rules of the page's site, by its host or a domain above it; empty for most."""
    labels = url_host(url or "").split(".")
    known = all_site_rules()
    return next((known[d] for i in range(len(labels)) if (d := ".".join(labels[i:])) in known), NO_RULES)


def url_host(url: str) -> str:
    """The host of an absolute address, "" for others."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


@cache
def all_site_rules(folder: Path = _SITES_FOLDER) -> dict[str, SiteRules]:
    """Every site's rules by domain; raises DataFileError for an unknown key or a wrong type."""
    return {path.stem: read_site_rules(path) for path in sorted(folder.glob("*.toml"))}


def read_site_rules(path: Path) -> SiteRules:
    """The rules of one file; raises DataFileError naming file, key and the nearest valid key."""
    return read_toml(path, SiteRules)
