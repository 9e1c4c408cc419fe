"""`/.well-known/tdmrep.json`: which addresses of a host reserve text and data mining. Pure functions.

www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240202, section "TDM File on the Origin Server".
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.urls.percent import PATH_MARKS, QUERY_MARKS, fold_percent

if TYPE_CHECKING:
    from collections.abc import Iterable

_RULES = 1000
"""Rules of one file that count; a file with more is a mistake or an attack."""
# A "*" or "$" that is meant as such stands percent-encoded in a pattern, and so it is to stand in an address.
_MARKS = (PATH_MARKS + QUERY_MARKS).translate(str.maketrans("", "", "*$"))
_RESERVATIONS = {0: 0, 1: 1, "0": 0, "1": 1}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: for addresses whose path and query fit `location`."""

    location: str
    """As in robots.txt: `*` is any run of characters, a final `$` the end; else the beginning has to fit."""
    reservation: int
    """1 reserves text and data mining, 0 does not."""
    policy: str | None = None


def read_tdmrep(body: bytes) -> tuple[Rule, ...]:
    """The rules of a file in their order; empty for what is no such file. A malformed rule is skipped."""
    try:
        loaded = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return ()
    entries = loaded if isinstance(loaded, list) else [loaded]
    return tuple(rule for entry in entries[:_RULES] if (rule := _rule(entry)) is not None)


def _rule(entry: Any) -> Rule | None:
    if not isinstance(entry, dict):
        return None
    location, reservation, policy = (entry.get(key) for key in ("location", "tdm-reservation", "tdm-policy"))
    if not isinstance(location, str) or not location or not isinstance(reservation, int | str):
        return None
    value = _RESERVATIONS.get(reservation)
    stated = policy.strip() if isinstance(policy, str) else ""
    return Rule(location, value, stated or None) if value is not None else None


def rule_for(rules: Iterable[Rule], url: str) -> Rule | None:
    """The first rule that fits an address; None where nothing is said about it.

    >>> rules = (Rule("/a/*.html$", 1), Rule("/a", 0))
    >>> [rule_for(rules, f"https://x.example{path}") == rules[at] for at, path in enumerate(("/a/b.html", "/ab"))]
    [True, True]
    """
    parts = urlsplit(url)
    target = fold_percent((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), _MARKS)
    return next((rule for rule in rules if fits(rule.location, target)), None)


def fits(location: str, target: str) -> bool:
    """Whether a folded path with query fits a pattern; time grows with their lengths only."""
    ends = location.endswith("$")
    pattern = location.removesuffix("$")
    if not pattern.startswith(("/", "*")):
        pattern = f"/{pattern}"
    first, *rest = [fold_percent(piece, _MARKS) for piece in pattern.split("*")]
    if not target.startswith(first):
        return False
    at = len(first)
    if not rest:
        return not ends or at == len(target)
    *middle, last = rest
    for piece in middle:
        at = target.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    if ends:
        return target.endswith(last) and len(target) - len(last) >= at
    return target.find(last, at) >= 0
