"""What an outlet calls itself: by its metadata, or behind the headline in the title of its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from cleaners.metadata.element_names import short_text
from cleaners.metadata.jsonld import text_value, types_of
from cleaners.metadata.section_keywords import section
from cleaners.metadata.structured_data import Sources
from cleaners.metadata.titles import EDGES, SEPARATOR, Candidate, headline_key, title_remainder
from cleaners.text.normalize import comparison_key, normalize

_SITE_NAME_WORDS = 4
"""Names of outlets have one to four words; headlines have more."""
_MAX_SITE_NAMES, _SITE_NAME_LETTERS = 10, 350
"""Names of the outlet of one kind that are believed, and the longest: a home page's title with its slogan has 200."""
_OUTLET_KINDS = frozenset({"WebSite", "Organization", "NewsMediaOrganization", "Corporation"})
_LINK_LETTERS = 100
"""Names have fewer letters; a link may hold a whole card."""


def outlet_name(sources: Sources, candidates: Sequence[Candidate]) -> str | None:
    """The outlet's name in normal form, else its host; None where nothing says either.

    Behind the headline stands the outlet's name, which is short, or a section's, which the page names as such or links.
    """
    if named := next(_outlet_names(sources), None):
        return normalize(named)
    for rest in title_remainder(sources.own_head.title, candidates):
        name = normalize(SEPARATOR.split(rest)[-1].strip(EDGES))
        is_section = headline_key(name) == headline_key(section(sources) or "")
        if 0 < len(name.split()) <= _SITE_NAME_WORDS and not is_section and not _is_linked(sources, name):
            return name
    return next(map(normalize, _hosts(sources)), None)


def site_names(sources: Sources) -> tuple[str, ...]:
    """Everything that the outlet is called in its pages' titles: its names, the one it goes by first, and its hosts."""
    return (*_outlet_names(sources), *_hosts(sources))


def _outlet_names(sources: Sources) -> Iterator[str]:
    """What the outlet calls itself, the name it goes by first."""
    head, outlets = (
        sources.head,
        [node for node in sources.nodes if _OUTLET_KINDS & set(types_of(node))][:_MAX_SITE_NAMES],
    )
    named = [
        *head.metas.get("og:site_name", [])[:_MAX_SITE_NAMES],
        text_value(sources.article.get("publisher")),
        *map(text_value, outlets),
    ]
    named += [head.first("application-name"), head.first("twitter:site").lstrip("@"), head.first("copyright")]
    if head.is_of_home:
        named += [
            name for name in (head.title, head.first("og:title")) if not _is_headline_of_page(name, sources.headings)
        ]
    yield from (name for name in named if name and len(name) <= _SITE_NAME_LETTERS and "://" not in name)


def _is_headline_of_page(title: str, headings: Sequence[str]) -> bool:
    """Whether a title is the headline that the page prints, and too long for an outlet's name."""
    key = comparison_key(title)
    return len(key.split()) > _SITE_NAME_WORDS and key in {comparison_key(heading) for heading in headings}


def _hosts(sources: Sources) -> Iterator[str]:
    """The hosts of the page and of its canonical address without `www`, `m` and `amp`, each with its longest label."""
    for address in (sources.url, sources.head.canonical):
        host = (urlsplit(address).hostname or "") if address and "[" not in address else ""
        labels = [label for label in host.split(".") if label not in ("www", "m", "amp")]
        if len(labels) > 1:
            yield ".".join(labels)
            yield max(labels[:-1], key=len)


def _is_linked(sources: Sources, name: str) -> bool:
    """Whether a page links something of that name that is not the outlet's home page."""
    key = headline_key(name)
    return any(
        urlsplit(link.get("href") or "").path.strip("/") and headline_key(short_text(link)[:_LINK_LETTERS]) == key
        for link in sources.page.root.iter("a")
    )
