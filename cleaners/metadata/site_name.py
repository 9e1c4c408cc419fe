"""The outlet's name: from the metadata, or from behind the headline in the page's title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaners.metadata.element_names import short_text
from cleaners.metadata.jsonld import text_value, types_of
from cleaners.metadata.section_keywords import section
from cleaners.metadata.structured_data import Sources
from cleaners.metadata.titles import SEPARATOR, TITLE_EDGES, Candidate, headline_key, title_remainder
from cleaners.sites import url_host
from cleaners.text.normalize import comparison_key, normalize
from cleaners.text.web_address import path_and_query

_SITE_NAME_WORDS = 4
"""Outlet names have one to four words; headlines have more."""
_MAX_SITE_NAMES, _SITE_NAME_LETTERS = 10, 350
"""Names accepted from one field, and the longest: a home page's title with its slogan has 200."""
_OUTLET_TYPES = frozenset({"WebSite", "Organization", "NewsMediaOrganization", "Corporation"})
_LINK_LETTERS = 100
"""Outlet names have fewer letters; a link may hold a whole card."""


class SiteNames(NamedTuple):
    """All that page titles may call the outlet."""

    own: tuple[str, ...]
    """The names that it gives itself, the most usual first."""
    hosts: tuple[str, ...]
    """The hosts of the page and its canonical URL, each with its longest label."""


def outlet_name(sources: Sources, names: SiteNames, candidates: Sequence[Candidate]) -> str | None:
    """The outlet's name in normal form, else its host, else None.

    What follows the headline in a title is the outlet's name, which is short, or a section, which the page declares
    or links.
    """
    if names.own:
        return normalize(names.own[0])
    for rest in title_remainder(sources.own_head.title, candidates):
        name = normalize(SEPARATOR.split(rest)[-1].strip(TITLE_EDGES))
        is_section = headline_key(name) == headline_key(section(sources) or "")
        if 0 < len(name.split()) <= _SITE_NAME_WORDS and not is_section and not _is_linked(sources, name):
            return name
    return next(map(normalize, names.hosts), None)


def site_names(sources: Sources) -> SiteNames:
    """All that page titles may call the outlet."""
    return SiteNames(tuple(_outlet_names(sources)), tuple(_hosts(sources)))


def _outlet_names(sources: Sources) -> Iterator[str]:
    """Yield the names that the outlet gives itself, the most usual first."""
    head = sources.head
    outlets = [node for node in sources.nodes if _OUTLET_TYPES & set(types_of(node))][:_MAX_SITE_NAMES]
    named = [*head.values("og:site_name")[:_MAX_SITE_NAMES], text_value(sources.article.get("publisher"))]
    named += [*map(text_value, outlets), head.first("application-name"), head.first("twitter:site").lstrip("@")]
    named += [head.first("copyright")]
    if head.is_of_home:
        home_titles = (head.title, head.first("og:title"))
        named += [name for name in home_titles if not _matches_heading(name, sources.headings)]
    yield from (name for name in named if name and len(name) <= _SITE_NAME_LETTERS and "://" not in name)


def _matches_heading(title: str, headings: Sequence[str]) -> bool:
    """Whether a title is a heading of the page, and too long for an outlet's name."""
    key = comparison_key(title)
    return len(key.split()) > _SITE_NAME_WORDS and key in {comparison_key(heading) for heading in headings}


def _hosts(sources: Sources) -> Iterator[str]:
    """Yield the hosts of the page and its canonical URL without `www`, `m`, `amp`, each with its longest label."""
    for address in (sources.url, sources.head.canonical):
        labels = [label for label in url_host(address or "").split(".") if label not in ("www", "m", "amp")]
        if len(labels) > 1:
            yield ".".join(labels)
            yield max(labels[:-1], key=len)


def _is_linked(sources: Sources, name: str) -> bool:
    """Whether the page has a link with this text to anything but a home page."""
    key = headline_key(name)
    return any(
        headline_key(short_text(link)[:_LINK_LETTERS]) == key
        for link, href in sources.page.links
        if (parts := path_and_query(href)) and parts[0].strip("/")
    )
