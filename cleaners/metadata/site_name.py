"""What an outlet calls itself: by its metadata, or behind the headline in the title of its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from cleaners.metadata.jsonld import kinds_of, string
from cleaners.metadata.section_keywords import section
from cleaners.metadata.shape import short_text
from cleaners.metadata.structured_data import Sources
from cleaners.metadata.titles import EDGES, SEPARATOR, Candidate, cut_off, headline_key
from cleaners.text.normalize import comparison_key, normalize

_NAME_WORDS = 4
"""Names of outlets have one to four words; headlines have more."""
_NAMES, _NAME_LETTERS = 10, 350
"""Names of the outlet of one kind that are believed, and the longest: a home page's title with its slogan has 200."""
_OUTLET_KINDS = frozenset({"WebSite", "Organization", "NewsMediaOrganization", "Corporation"})
_LINK_LETTERS = 100
"""Names have fewer letters; a link may hold a whole card."""


def outlet_name(read: Sources, candidates: Sequence[Candidate]) -> str | None:
    """The outlet's name in normal form, else its host; None where nothing says either.

    Behind the headline stands the outlet's name, which is short, or a section's, which the page names as such or links.
    """
    if named := next(_outlet_names(read), None):
        return normalize(named)
    for rest in cut_off(read.own.title, candidates):
        name = normalize(SEPARATOR.split(rest)[-1].strip(EDGES))
        is_section = headline_key(name) == headline_key(section(read) or "")
        if 0 < len(name.split()) <= _NAME_WORDS and not is_section and not _is_linked(read, name):
            return name
    return next(map(normalize, _hosts(read)), None)


def site_names(read: Sources) -> tuple[str, ...]:
    """Everything that the outlet is called in its pages' titles: its names, the one it goes by first, and its hosts."""
    return (*_outlet_names(read), *_hosts(read))


def _outlet_names(read: Sources) -> Iterator[str]:
    """What the outlet calls itself, the name it goes by first."""
    head, outlets = read.head, [node for node in read.nodes if _OUTLET_KINDS & set(kinds_of(node))][:_NAMES]
    named = [*head.metas.get("og:site_name", [])[:_NAMES], string(read.article.get("publisher")), *map(string, outlets)]
    named += [head.first("application-name"), head.first("twitter:site").lstrip("@"), head.first("copyright")]
    if head.is_of_home:
        named += [name for name in (head.title, head.first("og:title")) if not _is_printed(name, read.headings)]
    yield from (name for name in named if name and len(name) <= _NAME_LETTERS and "://" not in name)


def _is_printed(title: str, headings: Sequence[str]) -> bool:
    """Whether a title is the headline that the page prints, and too long for an outlet's name."""
    key = comparison_key(title)
    return len(key.split()) > _NAME_WORDS and key in {comparison_key(heading) for heading in headings}


def _hosts(read: Sources) -> Iterator[str]:
    """The hosts of the page and of its canonical address without `www`, `m` and `amp`, each with its longest label."""
    for address in (read.url, read.head.canonical):
        host = (urlsplit(address).hostname or "") if address and "[" not in address else ""
        labels = [label for label in host.split(".") if label not in ("www", "m", "amp")]
        if len(labels) > 1:
            yield ".".join(labels)
            yield max(labels[:-1], key=len)


def _is_linked(read: Sources, name: str) -> bool:
    """Whether a page links something of that name that is not the outlet's home page."""
    key = headline_key(name)
    return any(
        urlsplit(link.get("href") or "").path.strip("/") and headline_key(short_text(link)[:_LINK_LETTERS]) == key
        for link in read.page.root.iter("a")
    )
