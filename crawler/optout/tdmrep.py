"""`/.well-known/tdmrep.json`: which addresses of a host reserve text and data mining. Pure functions.

www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240202, section "TDM File on the Origin Server".
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaners.metadata.opt_outs import reservation_of
from crawler.network.encodings import is_text, text_of
from crawler.optout.locations import path_of_location
from crawler.urls import MAX_LETTERS, parts_of, split
from crawler.urls.percent import PATH_MARKS, QUERY_MARKS, normalize_percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Bounds on one file, which is consulted for each page of its host in the crawler's own process. Beyond them, a
# permission is ignored and a reservation reserves at least what it says: excess length never frees anything.
_MAX_RULES = 1000
_MAX_LOCATION_LETTERS = 100_000
"""Letters of all locations together; each may have MAX_LETTERS, as addresses may."""
# A literal "*" or "$" is percent-encoded in a pattern, so it has to be in an address too.
_UNESCAPED_MARKS = (PATH_MARKS + QUERY_MARKS).translate(str.maketrans("", "", "*$"))
_WILDCARD_RUN = re.compile(r"\*+")
_HALF_ESCAPE = re.compile(r"%[0-9A-Fa-f]?\Z")
_RESERVATION = "tdm-reservation"
TDM_RULE = "tdm_rule"
"""Key of a request's meta for the rule that applies to its address: a `Rule` or None."""
TDMREP_PATH = "/.well-known/tdmrep.json"
MAX_TDMREP_BYTES = 1024 * 1024
"""A longer file reserves everything: what it says in the end is not known."""
_BYTES_PER_TDM_RULE, _BYTES_PER_PIECE = 500, 100


class _Pattern(NamedTuple):
    """A compiled location: the prefix of an address, and the pieces that follow it in order."""

    first: str
    middle: tuple[str, ...]
    last: str | None
    """None for a location without `*`."""
    ends: bool
    """Whether nothing may follow."""
    is_cut: bool
    """Whether it was too long, so that it matches more than it says."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, for addresses whose path and query match `location`."""

    location: str
    """As in robots.txt: a prefix in which `*` is any run of characters and a final `$` the end."""
    reservation: int
    """1 reserves text and data mining, 0 does not."""
    policy: str | None = None
    pattern: _Pattern = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Compile the location."""
        object.__setattr__(self, "pattern", compile_location(self.location))


def read_tdmrep(body: bytes) -> tuple[Rule, ...]:
    """The rules of a file in order; empty if it is not a tdmrep.json. Malformed rules are skipped.

    A file over MAX_TDMREP_BYTES, of bytes that are no text, or that speaks of reservations but is no JSON, reserves
    everything. If the rules exceed the bounds and one of the excess rules reserves anything, everything that no
    earlier rule mentions is reserved.
    """
    text = text_of(body)
    if len(body) > MAX_TDMREP_BYTES or not is_text(text):
        return (Rule("/", 1),)
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError):
        is_meant = _RESERVATION in text.lower() and not text.lstrip().startswith("<")
        return (Rule("/", 1),) if is_meant else ()
    found: list[Rule] = []
    left = _MAX_LOCATION_LETTERS
    stated = filter(None, map(_parse_rule, _entries(loaded)))
    for location, reservation, policy in stated:
        left -= min(len(location), MAX_LETTERS)
        if left < 0 or len(found) == _MAX_RULES:
            reserves = reservation or any(other for _, other, _ in stated)
            return (*found, Rule("/", 1)) if reserves else tuple(found)
        rule = Rule(location, reservation, policy)
        if reservation or not rule.pattern.is_cut:
            found.append(rule)
    return tuple(found)


def _entries(loaded: Any) -> Iterator[dict[str, Any]]:
    """The rules in order, with their keys folded; also those in a list in a list, or under a key of their own."""
    waiting = [loaded]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            entry = {key.lower().replace("_", "-"): inner for key, inner in value.items()}
            if _RESERVATION in entry:
                yield entry
            else:
                waiting += reversed(entry.values())
        elif isinstance(value, list):
            waiting += reversed(value)


def _parse_rule(entry: dict[str, Any]) -> tuple[str, int, str | None] | None:
    """The location, reservation and policy of a rule; None if it is malformed."""
    location, reservation, policy = (entry.get(key) for key in ("location", _RESERVATION, "tdm-policy"))
    if not isinstance(location, str) or not location.strip() or not isinstance(reservation, int | float | str):
        return None
    value = reservation_of([str(reservation)])
    where = policy.strip() if isinstance(policy, str) and len(policy) <= MAX_LETTERS else ""
    path = path_of_location(_WILDCARD_RUN.sub("*", location.strip()))
    return (path, value, where or None) if value is not None else None


def tdmrep_key(url: str) -> str:
    """The canonical address of the file that speaks for an address, for http and https alike; "" for no address.

    >>> tdmrep_key("http://A.example:8080/news/1")
    'https://a.example:8080/.well-known/tdmrep.json'
    """
    address = split(url)
    return f"https://{address.host}{TDMREP_PATH}" if address else ""


def is_tdmrep(url: str) -> bool:
    """Whether an address is that of a tdmrep.json."""
    address = split(url)
    return address is not None and (address.path, address.query) == (TDMREP_PATH, "")


def rules_cost(rules: Sequence[Rule]) -> int:
    """An estimate of the bytes that rules take in memory."""
    letters = sum(2 * len(one.location) + len(one.policy or "") for one in rules)
    pieces = sum(len(one.pattern.middle) for one in rules)
    return 4 * letters + _BYTES_PER_PIECE * pieces + _BYTES_PER_TDM_RULE * len(rules)


def rule_for(rules: Iterable[Rule], url: str) -> Rule | None:
    """The first rule that matches an address, or None.

    >>> rules = (Rule("/a/*.html$", 1), Rule("/a", 0))
    >>> [rule_for(rules, f"https://x.example{path}") == rules[at] for at, path in enumerate(("/a/b.html", "/ab"))]
    [True, True]
    """
    parts = parts_of(url)
    target = normalize_percent((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), _UNESCAPED_MARKS)
    return next((rule for rule in rules if matches(rule.pattern, target)), None)


def compile_location(location: str) -> _Pattern:
    """The pattern of a location; of one longer than MAX_LETTERS, only the beginning has to match."""
    pattern = location if location.startswith(("/", "*")) else f"/{location}"
    cut = _HALF_ESCAPE.sub("", pattern[:MAX_LETTERS]) if len(pattern) > MAX_LETTERS else pattern
    is_cut = cut is not pattern
    ends = cut.endswith("$") and not is_cut
    first, *rest = normalize_percent(cut[: len(cut) - ends], _UNESCAPED_MARKS + "*").split("*")
    return _Pattern(first, tuple(filter(None, rest[:-1])), rest[-1] if rest else None, ends, is_cut)


def matches(pattern: _Pattern, target: str) -> bool:
    """Whether a normalized path with query matches a pattern, in time linear in their lengths."""
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
