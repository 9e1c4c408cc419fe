"""robots.txt as bytes → the lines that address us, for the parser. Pure functions.

RFC 9309 (2.2.1): a group addresses the product token of its `User-agent` lines, compared without regard to case.
Only the groups for us are parsed, or those for everybody, because parsed rules take much memory.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from crawler.network.encodings import is_text, text_of
from crawler.optout.directives import product_token
from crawler.optout.locations import path_of_location
from crawler.urls import MAX_LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_ROBOTS_BYTES = 512 * 1024
"""Only this much of a longer robots.txt counts: RFC 9309 (2.5) asks for 500 KiB or more."""
MAX_ROBOTS_RULES = 30_000
"""Rules kept of one file, as many as 512 KiB of ordinary ones have; the largest real group seen has some hundred."""
_AGENT_LINE = re.compile(r"user[- ]?agent\b\s*:?\s*(.*)", re.IGNORECASE)
_RULE_LINE = re.compile(r"(allow|dis{1,2}al{1,2}[ao]w|diasllow|crawl[- ]delay)\b\s*:?\s*(.*)", re.IGNORECASE)
_SITE_WIDE = re.compile(r"(site-?maps?|host)\b", re.IGNORECASE)
_AROUND = " \t\u00a0\u200b\u200e\u200f\ufeff\x00\x1a\"'"
"""What may stand around a line or a value and is no part of it."""
_STARS = re.compile(r"\*{2,}")
_FORBID_ALL = "User-agent: *\nDisallow: /\n"
_BYTES_PER_LETTER, _BYTES_PER_RULE, _BYTES_PER_STAR, _BYTES_PER_END = 4, 400, 100, 800
"""Memory of parsed rules (Protego, tracemalloc): 260 bytes each, 1,650 with a star and an end mark."""


class RobotsText(NamedTuple):
    """What a parser is to read, and why it forbids more than the file says."""

    text: str
    problem: str = ""

    @property
    def cost(self) -> int:
        """An estimate of the bytes that its parsed rules take."""
        rules, stars, ends = (self.text.count(mark) for mark in "\n*$")
        return (
            len(self.text) * _BYTES_PER_LETTER
            + rules * _BYTES_PER_RULE
            + stars * _BYTES_PER_STAR
            + ends * _BYTES_PER_END
        )


def read_robots(body: bytes, agent: str) -> RobotsText:
    r"""The rules for a product token, or for everybody if none names it.

    A file that is not text forbids everything, and so does one with more than MAX_ROBOTS_RULES prohibitions for us;
    permissions beyond that number are ignored. An error page with status 200 has no rules.

    >>> read_robots(b"User-agent: MyBot/1.0\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n", "mybot").text
    'User-agent: *\nDisallow: /a\n'
    """
    text = text_of(body)
    if not is_text(text):
        return RobotsText(_FORBID_ALL, "it cannot be read")
    token, own, common, is_own_named = product_token(agent), dict[str, None](), dict[str, None](), False
    for agents, rule in _rules_of_groups(_rules_of_file(body, text), frozenset((token, "*"))):
        is_own_named |= token in agents
        for name, group in ((token, own), ("*", common)):
            if name in agents and rule:
                group[rule] = None
    return _within_bounds(own if is_own_named else common)


def _rules_of_file(body: bytes, text: str) -> list[str]:
    """The lines of a file, those that are no UTF-8 in the Arabic code page; `text` is the file by `text_of`.

    At the end of a file that was cut, a permission is left out: it may have permitted less.
    """
    lines = text.splitlines()
    if "\ufffd" in text and text == body.decode("utf-8-sig", "replace"):
        lines = [*map(_line_of, body.decode("utf-8-sig", "surrogateescape").splitlines())]
    is_cut = len(body) >= MAX_ROBOTS_BYTES and not text.endswith(("\n", "\r"))
    return lines[:-1] if is_cut and lines[-1].lstrip()[:1].lower() == "a" else lines


def _line_of(escaped: str) -> str:
    try:
        escaped.encode()
    except UnicodeEncodeError:
        return escaped.encode("utf-8", "surrogateescape").decode("cp1256", "replace")
    return escaped


def _rules_of_groups(lines: Iterable[str], wanted: frozenset[str]) -> Iterator[tuple[frozenset[str], str]]:
    """Each rule with the wanted agents of its group; "" as the rule of a `User-agent` line."""
    agents: frozenset[str] = frozenset()
    in_rules = False
    for line in lines:
        bare = line.partition("#")[0].strip(_AROUND)
        if found := _AGENT_LINE.match(bare):
            named = wanted.intersection(name for stated in found[1].split(",") for name in _names(stated))
            agents, in_rules = (named if in_rules else agents | named), False
            yield agents, ""
        elif found := _RULE_LINE.match(bare):
            in_rules = True
            rule = _rule(found[1].lower(), found[2].strip())
            if rule and agents:
                yield agents, rule
        elif ":" in bare and not _SITE_WIDE.match(bare):
            in_rules = True


def _names(stated: str) -> Iterator[str]:
    """The product tokens that a `User-agent` value may mean: `mybot` of `MyBot/1.0`, `MyBot *` and `MyBot*`."""
    whole = product_token(stated.strip(_AROUND))
    yield whole
    for word in whole.split()[:1]:
        yield word.rstrip("*") or "*"


def _rule(field: str, value: str) -> str:
    """The rule as the parser is to read it; "" for one without effect, and for a permission that no parser need read.

    A prohibition without its first slash, or with the host before its path, means the path all the same.
    """
    if field.startswith("crawl"):
        return f"Crawl-delay: {value[:20]}" if value else ""
    is_permission, path = field == "allow", value.strip(_AROUND)
    if not path or (is_permission and (len(path) > MAX_LETTERS or not path.startswith(("/", "*")))):
        return ""
    path = path_of_location(path)
    pattern = _STARS.sub("*", path if path.startswith(("/", "*")) else f"/{path}")[:MAX_LETTERS]
    return f"{'Allow' if is_permission else 'Disallow'}: {pattern}"


def _within_bounds(rules: Iterable[str]) -> RobotsText:
    """The text of the rules, prohibitions first where there are too many."""
    kept = list(rules)
    forbidding = [rule for rule in kept if not rule.startswith("Allow")]
    if len(forbidding) > MAX_ROBOTS_RULES:
        return RobotsText(_FORBID_ALL, f"it has more than {MAX_ROBOTS_RULES} rules for us")
    if len(kept) > MAX_ROBOTS_RULES:
        allowing = (rule for rule in kept if rule.startswith("Allow"))
        kept = [*forbidding, *allowing][:MAX_ROBOTS_RULES]
    return RobotsText("\n".join(["User-agent: *", *kept, ""]))
