"""Opt-outs of a page: what its headers and robots directives forbid. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable

_REFUSING = ("noai", "noindex", "none")
"""Directives that keep a page out of the corpus; `none` means noindex and nofollow."""
_WITH_VALUE = ("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview")


def header_directives(values: Iterable[str], agent: str) -> frozenset[str]:
    """The lower-case directives of X-Robots-Tag headers that are meant for everybody or for this agent.

    `agent` is the product token, such as "mudawwana". A name before a colon scopes the directives after it in
    the same header (developers.google.com/search/docs/crawling-indexing/robots-meta-tag).

    >>> sorted(header_directives(["noarchive", "bingbot: noindex, nofollow", "Mudawwana: noai"], "mudawwana"))
    ['noai', 'noarchive']
    """
    return frozenset(directive for value in values for directive in _of_one(value, agent.lower()))


def _of_one(value: str, agent: str) -> Iterable[str]:
    meant = True
    for part in value.lower().split(","):
        scope, colon, rest = part.partition(":")
        if colon and scope.strip() not in _WITH_VALUE:
            meant = scope.strip() in (agent, "*")
            part = rest
        if meant and part.strip():
            yield part.strip()


def refusal(directives: Iterable[str], tdm_reservation: str | None = None) -> str | None:
    """The directive that keeps the page out of the corpus, None when nothing does.

    `tdm_reservation` is the header TDM-Reservation: "1" reserves text and data mining
    (www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240202).

    >>> refusal(["noarchive", "noai"]), refusal(["max-snippet:-1"]), refusal([], "1")
    ('noai', None, 'tdm-reservation')
    """
    given = set(directives)
    if tdm_reservation is not None and tdm_reservation.strip() == "1":
        given.add("tdm-reservation")
    return next((directive for directive in (*_REFUSING, "tdm-reservation") if directive in given), None)


def may_follow(directives: Iterable[str]) -> bool:
    """Whether the page's links may be followed."""
    return not {"nofollow", "none"} & set(directives)


def product_token(user_agent: str) -> str:
    """The name that robots rules address us by: "Mudawwana/0.1 (+https://…)" gives "mudawwana"."""
    return user_agent.partition("/")[0].strip().lower()
