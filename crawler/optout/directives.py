"""Opt-outs of a page, from its headers, its meta elements and its host's tdmrep.json. Pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cleaners.dates import parse_date
from cleaners.metadata.head import DIRECTIVE_NAMES
from cleaners.metadata.opt_outs import directives_in, names_addressed, reservation_of
from crawler.network.http import http_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from crawler.optout.tdmrep import Rule

_NO_CORPUS = ("noai", "noindex", "none")
"""Directives that keep a page out of the corpus; `none` means noindex and nofollow."""
_UNAVAILABLE_AFTER, _TDM_RESERVATION = "unavailable_after", "tdm-reservation"
_SECONDS = re.compile(r"\s*(\d{9,10})(?:\d{3})?\s*")
"""Seconds or milliseconds since 1970."""
_MONTH_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_MOMENT_LETTERS = len("2030-06-25")
"""Letters of a day without a time, which is over when it ends."""
_NO_ARCHIVE = frozenset(("noarchive", "nocache"))
"""Directives that forbid a stored copy of the page; search engines treat them alike
(developers.google.com/search/docs/crawling-indexing/robots-meta-tag)."""
_OBEYED = frozenset((*_NO_CORPUS, *_NO_ARCHIVE, "nofollow"))
_MAX_DIRECTIVES = 50
"""Directives kept of one page, far more than there are."""
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
    now: datetime | None = None,
) -> OptOuts:
    """All opt-outs of a page.

    - headers: values of the HTTP headers by lower-case name.
    - metas: contents of its meta elements by lower-case name.
    - directives: robots directives from the cleaner, which reads elements that `metas` may miss.
    - rule: the rule of its host's tdmrep.json that matches its address.
    - agent: the product token, such as "mudawwana".
    - now: the time, which decides on `unavailable_after`; the present by default.

    Of two values in one place, the one that reserves counts. For text and data mining, the header overrides the meta
    element, which overrides the file. (The TDMRep report lets the element override the header; but whoever runs the
    server sets the header, and where the two disagree we do not know who wrote the element.)
    """
    at = now or datetime.now(UTC)
    in_header = header_directives(headers.get("x-robots-tag", ()), agent)
    in_meta = _meta_directives(metas, agent).union(directives)
    found = {one for one in in_header | in_meta if one.partition(":")[0] != _TDM_RESERVATION}
    if any(_is_past(directive, at) for directive in found):
        found.add("noindex")
    stated = [
        ("header", (*headers.get(_TDM_RESERVATION, ()), *_reservations(in_header)), _first(headers, "tdm-policy")),
        ("meta", (*metas.get(_TDM_RESERVATION, ()), *_reservations(in_meta)), _first(metas, "tdm-policy")),
        ("file", (str(rule.reservation),) if rule else (), rule.policy if rule else None),
    ]
    # Those that we obey first, because no page needs as many as a hostile one has.
    robots = tuple(sorted(sorted(found, key=lambda one: (one not in _OBEYED, len(one), one))[:_MAX_DIRECTIVES]))
    for place, values, policy in stated:
        reservation = reservation_of(values)
        if reservation is not None:
            return OptOuts(robots, reservation, policy, place)
    return OptOuts(robots)


def _first(values: Mapping[str, Sequence[str]], name: str) -> str | None:
    return next((value.strip() for value in values.get(name, ()) if value.strip()), None)


def _reservations(directives: Iterable[str]) -> list[str]:
    """The reservations among directives: `tdm-reservation`, or one with its value."""
    parted = (directive.partition(":") for directive in directives)
    return [value or "1" for name, _, value in parted if name == _TDM_RESERVATION]


def header_directives(values: Iterable[str], agent: str) -> frozenset[str]:
    """The lower-case directives of X-Robots-Tag headers for everybody, for the search engines that we obey, and for us.

    `agent` is the product token, such as "mudawwana". A name before a colon scopes the directives after it in
    the same header (developers.google.com/search/docs/crawling-indexing/robots-meta-tag).

    >>> sorted(header_directives(["noarchive", "bingbot: noindex, nofollow", "Mudawwana: noai"], "mudawwana"))
    ['noai', 'noarchive']
    """
    names = (*DIRECTIVE_NAMES, agent.lower())
    return frozenset(directive for value in values for directive in directives_in(value, names))


def _meta_directives(metas: Mapping[str, Sequence[str]], agent: str) -> frozenset[str]:
    """The directives of meta elements, likewise."""
    names = frozenset((*DIRECTIVE_NAMES, agent.lower(), "x-robots-tag"))
    lists = (name for name in metas if any(one in name for one in names))  # the others need no second look
    meant = (metas[name] for name in lists if name in names or names & names_addressed(name))
    return header_directives((value for values in meant for value in values), agent)


def _is_past(directive: str, now: datetime) -> bool:
    """Whether a directive says that the page is unavailable after a time that is over.

    >>> _is_past("unavailable_after: 25-jun-2010 15:00:00 pst", datetime(2026, 1, 1, tzinfo=UTC))
    True
    """
    name, _, stated = directive.partition(":")
    if name != _UNAVAILABLE_AFTER:
        return False
    date = _stated_time(stated)
    if date is None:  # the year decides; a page of this year counts as over
        years = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", stated)]
        return bool(years) and max(years) <= now.year
    return date < now


def _stated_time(stated: str) -> datetime | None:
    """The time that a value names, in UTC if it names no zone, a day as its end; None if it cannot be read."""
    if seconds := _SECONDS.fullmatch(stated):
        return datetime.fromtimestamp(int(seconds[1]), UTC)
    begins_with_day = stated.strip()[:2].rstrip("-").isdecimal()
    if date := http_date(stated.replace("-", " ") if begins_with_day else stated):
        return date
    printed = parse_date(stated) or parse_date(_MONTH_FIRST.sub(r"\3\2\1\2\4", stated))
    for iso in (stated.strip().upper(), printed.iso if printed else ""):
        try:
            date = datetime.fromisoformat(iso)
        except ValueError:
            continue
        is_day = len(iso) <= _MOMENT_LETTERS and date.year < MAXYEAR
        end = date + timedelta(days=1) if is_day else date
        return end if end.tzinfo else end.replace(tzinfo=UTC)
    return None


def refusal(opt_outs: OptOuts) -> str | None:
    """The directive that keeps the page out of the corpus; None if nothing does.

    `noarchive` and `noimageai` do not: one is about the stored copy (`forbids_copy`), the other about images.
    TDM reservation: www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240202.

    >>> refusal(OptOuts(("noai", "noarchive"))), refusal(OptOuts(("max-snippet:-1",))), refusal(OptOuts((), 1))
    ('noai', None, 'tdm-reservation')
    """
    found = next((directive for directive in _NO_CORPUS if directive in opt_outs.robots), None)
    return found or ("tdm-reservation" if opt_outs.tdm_reservation == 1 else None)


def forbids_copy(opt_outs: OptOuts) -> bool:
    """Whether a page forbids us to store a copy of it.

    >>> forbids_copy(OptOuts(("noarchive",))), forbids_copy(OptOuts(("noindex",)))
    (True, False)
    """
    return not _NO_ARCHIVE.isdisjoint(opt_outs.robots)


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
