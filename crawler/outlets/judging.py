"""What an outlet says about the addresses of a page, worked out where the page is cleaned."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from cleaners.data_files import convert_custom
from crawler.outlets.outlet import Outlet

if TYPE_CHECKING:
    from collections.abc import Mapping

_JUDGING = (
    "domain", "name", "canonical_host", "aliases", "mirrors", "paths", "article", "other", "twins",
)  # fmt: skip
"""What an outlet judges addresses by; the rest of it says where to crawl."""
_VERDICT = "verdict"
_MOST_OUTLETS = 1024


class Verdict(NamedTuple):
    """What an outlet says about an address."""

    canonical: str
    """"" if it is no web address."""
    is_own: bool
    is_article: bool | None
    """None if only the page can tell."""


def verdict_on(link: Mapping[str, Any], outlet: Outlet) -> Verdict:
    """The verdict on a link's `url`, as `judge` left it there or worked out now."""
    if _VERDICT in link:
        return Verdict(*link[_VERDICT])
    url = link["url"]
    is_own = outlet.owns(url)
    return Verdict(outlet.canonicalize(url), is_own, outlet.is_article(url) if is_own else False)


def judge(reading: dict[str, Any], outlet: Outlet) -> None:
    """Leave the verdicts on its links in a reading, and give its related entries their canonical addresses."""
    for link in reading["links"]:
        link[_VERDICT] = verdict_on(link, outlet)
    for one in (reading["article"] or {}).get("related", ()):
        one["canonical"] = outlet.canonicalize(one["url"]) if one["url"] else None


@lru_cache(_MOST_OUTLETS)
def packed(outlet: Outlet) -> str:
    """What `unpacked` needs to judge addresses as an outlet does."""
    facts = {name: getattr(outlet, name) for name in _JUDGING}
    return msgspec.json.encode(facts, enc_hook=_pattern).decode()


@lru_cache(_MOST_OUTLETS)
def unpacked(facts: str) -> Outlet:
    """An outlet that judges addresses as the one that was packed."""
    return msgspec.json.decode(facts, type=Outlet, dec_hook=convert_custom)


def _pattern(shape: re.Pattern[str]) -> str:
    return shape.pattern
