"""`/.well-known/tdmrep.json`: which addresses of a host reserve text and data mining. Pure functions.

www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240202, section "TDM File on the Origin Server".
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from crawler.urls import MAX_LETTERS
from crawler.urls.percent import PATH_MARKS, QUERY_MARKS, fold_percent

if TYPE_CHECKING:
    from collections.abc import Iterable

# What counts of one file: it is asked at each page of its host, in the crawler's own process. Of what is beyond, a
# permission is not read, and a reservation reserves at least what it says: nothing becomes free by being too long.
_RULES = 1000
_LETTERS = 100_000
"""Letters of all locations together; one location has MAX_LETTERS, as addresses have."""
# A "*" or "$" that is meant as such stands percent-encoded in a pattern, and so it is to stand in an address.
_MARKS = (PATH_MARKS + QUERY_MARKS).translate(str.maketrans("", "", "*$"))
_RUNS = re.compile(r"\*+")
_HALF_ESCAPE = re.compile(r"%[0-9A-Fa-f]?\Z")
_RESERVATIONS = {0: 0, 1: 1, "0": 0, "1": 1}


class _Pattern(NamedTuple):
    """A location, read once: what an address begins with, and what it has then, one after the other."""

    first: str
    middle: tuple[str, ...]
    last: str | None
    """None without any `*`."""
    ends: bool
    """Whether nothing may follow."""
    is_cut: bool
    """Whether it was too long and fits more than it says."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: for addresses whose path and query fit `location`."""

    location: str
    """As in robots.txt: `*` is any run of characters, a final `$` the end; else the beginning has to fit."""
    reservation: int
    """1 reserves text and data mining, 0 does not."""
    policy: str | None = None
    pattern: _Pattern = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Reads the location."""
        object.__setattr__(self, "pattern", read_location(self.location))


def read_tdmrep(body: bytes) -> tuple[Rule, ...]:
    """The rules of a file in their order; empty for what is no such file. A malformed rule is skipped.

    A file with too many rules, or too long ones, reserves all that none of the first speaks of, if one of the rest
    reserves anything.
    """
    try:
        loaded = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return ()
    found: list[Rule] = []
    left = _LETTERS
    stated = filter(None, map(_stated, loaded if isinstance(loaded, list) else [loaded]))
    for location, reservation, policy in stated:
        left -= min(len(location), MAX_LETTERS)
        if left < 0 or len(found) == _RULES:
            reserves = reservation or any(other for _, other, _ in stated)
            return (*found, Rule("/", 1)) if reserves else tuple(found)
        rule = Rule(location, reservation, policy)
        if reservation or not rule.pattern.is_cut:
            found.append(rule)
    return tuple(found)


def _stated(entry: Any) -> tuple[str, int, str | None] | None:
    """Location, reservation and policy of a rule; None for a malformed one."""
    if not isinstance(entry, dict):
        return None
    location, reservation, policy = (entry.get(key) for key in ("location", "tdm-reservation", "tdm-policy"))
    if not isinstance(location, str) or not location or not isinstance(reservation, int | str):
        return None
    value = _RESERVATIONS.get(reservation)
    where = policy.strip() if isinstance(policy, str) and len(policy) <= MAX_LETTERS else ""
    return (_RUNS.sub("*", location), value, where or None) if value is not None else None


def rule_for(rules: Iterable[Rule], url: str) -> Rule | None:
    """The first rule that fits an address; None where nothing is said about it.

    >>> rules = (Rule("/a/*.html$", 1), Rule("/a", 0))
    >>> [rule_for(rules, f"https://x.example{path}") == rules[at] for at, path in enumerate(("/a/b.html", "/ab"))]
    [True, True]
    """
    parts = urlsplit(url)
    target = fold_percent((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), _MARKS)
    return next((rule for rule in rules if fits(rule.pattern, target)), None)


def read_location(location: str) -> _Pattern:
    """The pattern of a location; one beyond MAX_LETTERS fits all that begins as its first letters do."""
    pattern = location if location.startswith(("/", "*")) else f"/{location}"
    cut = _HALF_ESCAPE.sub("", pattern[:MAX_LETTERS]) if len(pattern) > MAX_LETTERS else pattern
    is_cut = cut is not pattern
    ends = cut.endswith("$") and not is_cut
    first, *rest = fold_percent(cut[: len(cut) - ends], _MARKS + "*").split("*")
    return _Pattern(first, tuple(filter(None, rest[:-1])), rest[-1] if rest else None, ends, is_cut)


def fits(pattern: _Pattern, target: str) -> bool:
    """Whether a folded path with query fits a pattern; time grows with their lengths only."""
    if not target.startswith(pattern.first):
        return False
    at = len(pattern.first)
    if pattern.last is None:
        return not pattern.ends or at == len(target)
    for piece in pattern.middle:
        at = target.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    if pattern.ends:
        return target.endswith(pattern.last) and len(target) - len(pattern.last) >= at
    return target.find(pattern.last, at) >= 0
