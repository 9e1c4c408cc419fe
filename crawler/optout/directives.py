"""Opt-outs of a page, from its headers, its meta elements and its host's tdmrep.json. Pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from crawler.optout.tdmrep import Rule

_NO_CORPUS = ("noai", "noindex", "none")
"""Directives that keep a page out of the corpus; `none` means noindex and nofollow."""
_WITH_VALUE = ("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview")
_NO_ARCHIVE = frozenset(("noarchive", "nocache"))
"""Directives that forbid a stored copy of the page; search engines treat them alike
(developers.google.com/search/docs/crawling-indexing/robots-meta-tag)."""
_COMPATIBLE = re.compile(r"\(compatible;\s*([\w.-]+)")


@dataclass(frozen=True, slots=True)
class OptOuts:
    """What a page says about its use, whether it forbids it or not."""

    robots: tuple[str, ...] = ()
    """Directives of robots meta elements and X-Robots-Tag that address everybody or us, sorted."""
    tdm_reservation: int | None = None
    """1 reserves text and data mining, 0 does not; None if nothing is said."""
    tdm_policy: str | None = None
    """Where licences are available, as stated."""
    tdm_from: str | None = None
    """The source: `header`, `meta` or `file`."""

    def to_dict(self) -> dict[str, Any]:
        """The opt-outs as records have them."""
        return {
            "robots": list(self.robots),
            "tdm_reservation": self.tdm_reservation,
            "tdm_policy": self.tdm_policy,
            "tdm_from": self.tdm_from,
        }


def read_opt_outs(
    headers: Mapping[str, Sequence[str]],
    metas: Mapping[str, Sequence[str]],
    directives: Iterable[str],
    rule: Rule | None,
    agent: str,
) -> OptOuts:
    """All opt-outs of a page.

    - headers: values of the HTTP headers by lower-case name.
    - metas: contents of its meta elements by lower-case name.
    - directives: robots directives from the cleaner, which reads elements that `metas` may miss.
    - rule: the rule of its host's tdmrep.json that matches its address.
    - agent: the product token, such as "mudawwana".

    For text and data mining, the header overrides the meta element, which overrides the file. (The TDMRep report lets
    the element override the header; but whoever runs the server sets the header, and where the two disagree we do not
    know who wrote the element.)
    """
    found = {*directives} - {"tdm-reservation"}
    found |= header_directives(headers.get("x-robots-tag", ()), agent)
    found |= {token for value in metas.get(agent, ()) for token in _scoped_directives(value, agent)}
    stated = [
        ("header", _first(headers, "tdm-reservation"), _first(headers, "tdm-policy")),
        ("meta", _first(metas, "tdm-reservation") or _reserved_by_directive(directives), _first(metas, "tdm-policy")),
        ("file", str(rule.reservation), rule.policy) if rule else ("file", None, None),
    ]
    robots = tuple(sorted(found))
    for place, reservation, policy in stated:
        if reservation in ("0", "1"):
            return OptOuts(robots, int(reservation), policy, place)
    return OptOuts(robots)


def _first(values: Mapping[str, Sequence[str]], name: str) -> str | None:
    return next((value.strip() for value in values.get(name, ()) if value.strip()), None)


def _reserved_by_directive(directives: Iterable[str]) -> str | None:
    return "1" if "tdm-reservation" in directives else None


def header_directives(values: Iterable[str], agent: str) -> frozenset[str]:
    """The lower-case directives of X-Robots-Tag headers that address everybody or this agent.

    `agent` is the product token, such as "mudawwana". A name before a colon scopes the directives after it in
    the same header (developers.google.com/search/docs/crawling-indexing/robots-meta-tag).

    >>> sorted(header_directives(["noarchive", "bingbot: noindex, nofollow", "Mudawwana: noai"], "mudawwana"))
    ['noai', 'noarchive']
    """
    return frozenset(directive for value in values for directive in _scoped_directives(value, agent.lower()))


def _scoped_directives(value: str, agent: str) -> Iterable[str]:
    meant = True
    for part in value.lower().split(","):
        scope, colon, rest = part.partition(":")
        if colon and scope.strip() not in _WITH_VALUE:
            meant = scope.strip() in (agent, "*")
            part = rest
        if meant and part.strip():
            yield part.strip()


def refusal(opt_outs: OptOuts) -> str | None:
    """The directive that keeps the page out of the corpus; None if nothing does.

    `noarchive` and `noimageai` do not: one is about the stored copy (`forbids_archiving`), the other about images.
    TDM reservation: www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240202.

    >>> refusal(OptOuts(("noai", "noarchive"))), refusal(OptOuts(("max-snippet:-1",))), refusal(OptOuts((), 1))
    ('noai', None, 'tdm-reservation')
    """
    found = next((directive for directive in _NO_CORPUS if directive in opt_outs.robots), None)
    return found or ("tdm-reservation" if opt_outs.tdm_reservation == 1 else None)


def forbids_archiving(headers: Iterable[str], metas: Mapping[str, Sequence[str]], agent: str) -> bool:
    """Whether a page forbids us to store a copy; `headers` are the values of X-Robots-Tag."""
    names = ("robots", agent)
    stated = {token for name in names for value in metas.get(name, ()) for token in _scoped_directives(value, agent)}
    return not _NO_ARCHIVE.isdisjoint(stated | header_directives(headers, agent))


def may_follow(directives: Iterable[str]) -> bool:
    """Whether the page's links may be followed."""
    return not {"nofollow", "none"} & set(directives)


def product_token(user_agent: str) -> str:
    """The name by which robots rules address us, in lower case.

    >>> product_token("Mudawwana/0.1 (+https://…)"), product_token("Mozilla/5.0 (compatible; MyBot/1.0; +https://…)")
    ('mudawwana', 'mybot')
    """
    compatible = _COMPATIBLE.search(user_agent)
    return (compatible[1] if compatible else user_agent.partition("/")[0]).strip().lower()
