"""What single sites leave in their text: `sites/<domain>.toml`, only where the general steps err."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cleaners.errors import OwnDataError

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class SiteRules:
    """The exceptions of one site."""

    why: str = ""
    """The page that forced them, in one sentence."""
    drop: tuple[str, ...] = ()
    """Lines that are never text, compared by `comparison_key`."""
    prune: tuple[str, ...] = ()
    """Classes or ids of elements whose blocks are never text."""


NO_RULES = SiteRules()


def rules_for(url: str | None) -> SiteRules:
    """The rules of the page's site, by its host or a domain above it; empty for most."""
    labels = host_of(url or "").split(".")
    known = all_rules()
    return next((known[d] for i in range(len(labels)) if (d := ".".join(labels[i:])) in known), NO_RULES)


def host_of(url: str) -> str:
    """The host of an absolute address, "" for others."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


@cache
def all_rules(folder: Path = FOLDER) -> dict[str, SiteRules]:
    """Every site's rules by domain; raises OwnDataError for an unknown key or a wrong type."""
    return {path.stem: read_rules(path) for path in sorted(folder.glob("*.toml"))}


def read_rules(path: Path) -> SiteRules:
    """The rules of one file; raises OwnDataError naming file, key and the nearest valid key."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise OwnDataError(f"{path}: cannot be read ({error})") from error
    return SiteRules(**{key: checked(path, key, value) for key, value in data.items()})


def checked(path: Path, key: str, value: Any) -> Any:
    """A value of the right type for its key, lists as tuples."""
    valid = [f.name for f in fields(SiteRules)]
    if key not in valid:
        near = get_close_matches(key, valid, 1)
        hint = f"; did you mean {near[0]!r}?" if near else f"; valid keys: {', '.join(valid)}"
        raise OwnDataError(f"{path}: unknown key {key!r}{hint}")
    if key == "why" and isinstance(value, str):
        return value
    if key != "why" and isinstance(value, list) and all(isinstance(v, str) for v in value):
        return tuple(value)
    raise OwnDataError(f"{path}: {key} = {value!r} must be {'a string' if key == 'why' else 'a list of strings'}")
