"""Read a page's metadata: what it says about its article outside the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

import lxml.html

from cleaners.metadata import titles
from cleaners.metadata.authors import author_fields, authors_of, translators_of
from cleaners.metadata.element_names import short_text
from cleaners.metadata.free_access import free_access, is_locked_part_missing
from cleaners.metadata.further_pages import further_pages, is_later_page
from cleaners.metadata.head import directives_of
from cleaners.metadata.headline_area import headline_element, lines_near_headline
from cleaners.metadata.jsonld import text_value, types_of
from cleaners.metadata.named_headline import home_links, named_headlines
from cleaners.metadata.page_elements import PageElements
from cleaners.metadata.page_state import plain_text
from cleaners.metadata.page_type import is_static_page
from cleaners.metadata.printed_texts import PrintedTexts
from cleaners.metadata.publication_date import page_dates
from cleaners.metadata.section_keywords import keywords, section
from cleaners.metadata.site_name import SiteNames, outlet_name, site_names
from cleaners.metadata.structured_data import Sources, gather_sources
from cleaners.metadata.titles import Candidate
from cleaners.phrases import phrase_key, phrases

_MAX_LOGOS = 3
_GROWTH = 1.25
"""The normal form adds fewer letters to a text: blanks after commas, the letters of ligatures."""
_MAX_HEADINGS = 20
"""Headings per level and titles per field that are read: the article's is among the first, and all pairs are
compared."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about its article. Unknown fields are None or empty."""

    candidates: tuple[Candidate, ...] = ()
    """Wordings of the headline with their source, the likeliest first."""
    authors: tuple[str, ...] = ()
    """Persons only."""
    translators: tuple[str, ...] = ()
    """Persons only; none of them is among the authors."""
    date_published: str | None = None
    """ISO 8601, a day or a time with its offset; the day is in the outlet's zone."""
    date_modified: str | None = None
    date_raw: str | None = None
    """The source text of `date_published`, as on the page."""
    date_method: str | None = None
    """`json-ld meta script microdata time visible url`."""
    site_name: str | None = None
    source: str | None = None
    """A news agency named as author."""
    section: str | None = None
    keywords: tuple[str, ...] = ()
    description: str | None = None
    canonical: str | None = None
    """The canonical URL that the page declares, absolute; some outlets declare the home page on every article."""
    directives: tuple[str, ...] = ()
    """Directives of robots meta elements, lower-case: `noindex`, `noai` …"""
    kinds: tuple[str, ...] = ()
    """The page's types: og:type and those of its JSON-LD nodes."""
    is_static: bool = False
    """Whether the page declares itself a page rather than an article."""
    body_source: str | None = None
    """The text in the article's JSON-LD node, as in the source."""
    free_access: bool | None = None
    """Whether the page says that its whole text is free to read; None where it says nothing."""
    pages: tuple[str, ...] = ()
    """Addresses of the article's pages after this one."""
    is_later_page: bool = False
    """Whether it is the second or a later page of an article."""
    is_part_missing: bool = False
    """Whether the part that is not free was not delivered."""

    @property
    def titles(self) -> tuple[str, ...]:
        """The distinct wordings of the headline."""
        return tuple(dict.fromkeys(candidate.text for candidate in self.candidates))

    def article_body(self, shown: int = 0) -> str | None:
        """The text in the article's JSON-LD node in normal form, line breaks kept; None if it has none.

        None also if it is surely not twice as long as `shown` letters.
        """
        if not self.body_source or len(self.body_source) * _GROWTH < 2 * shown:
            return None
        return plain_text(self.body_source) or None


def read_metadata(tree: lxml.html.HtmlElement, url: str | None, fetched_at: datetime | None) -> Metadata:
    """Read the metadata of a page from its whole tree.

    `fetched_at` resolves relative dates and tells the fetch day from the article's. A head that an archive or plug-in
    wrote for the home page is not trusted about the article. Never raises, whatever the page holds.
    """
    sources = gather_sources(tree, url)
    head, names = sources.own_head, site_names(sources)
    candidates, outlets = _headlines_and_outlets(sources, names)
    heading = headline_element(tree, [one.text for one in candidates])
    lines = lines_near_headline(heading)
    published, modified = page_dates(sources, lines, fetched_at)
    author_names = dict.fromkeys(author_fields(sources))
    body = sources.article.get("articleBody")
    return Metadata(
        candidates=candidates,
        authors=authors_of(sources, lines, [one.text for one in candidates], outlets),
        translators=translators_of(sources, lines, outlets),
        date_published=published.iso if published else None,
        date_modified=modified.iso if modified else None,
        date_raw=published.raw if published else None,
        date_method=published.method if published else None,
        site_name=outlet_name(sources, names, candidates),
        source=next((name for name in author_names if phrase_key(name) in phrases("agency").whole), None),
        section=section(sources, outlets, candidates, heading),
        keywords=keywords(sources, candidates, heading),
        description=text_value(sources.article.get("description"))
        or head.first("og:description", "description")
        or None,
        canonical=sources.head.canonical,
        directives=directives_of(sources.head),
        kinds=tuple(dict.fromkeys([*head.all("og:type"), *(k for node in sources.nodes for k in types_of(node))])),
        is_static=is_static_page(sources),
        body_source=body if isinstance(body, str) else None,
        free_access=free_access(sources.article, sources.nodes, head),
        pages=further_pages(sources.page, url, sources.head.canonical),
        is_later_page=is_later_page(sources.page, url),
        is_part_missing=is_locked_part_missing(tree, sources.article),
    )


def _headlines_and_outlets(sources: Sources, own_names: SiteNames) -> tuple[tuple[Candidate, ...], frozenset[str]]:
    """The wordings of the headline, most likely first, and the keys of all that the page calls its outlet."""
    title = sources.head.title
    names = (*own_names.own, *own_names.hosts, *islice(_logos(sources.page), _MAX_LOGOS))
    named = next(named_headlines(sources.page, title, titles.site_name_keys(names)), "")
    names = (*names, *_beside_named(title, named))
    candidates = titles.rank_candidates(_wordings(sources, named), names, PrintedTexts(sources.page.root))
    rests = titles.title_remainder(title, candidates)
    parts = (part for rest in rests for part in titles.SEPARATOR.split(rest))
    return candidates, titles.site_name_keys([*names, *rests, *parts])


def _logos(page: PageElements) -> Iterator[str]:
    """Yield what links to the home page call it, unless that is no outlet's name."""
    return (name for name in home_links(page) if phrase_key(name) not in phrases("no_section").whole)


def _beside_named(title: str, named: str) -> list[str]:
    """What a page's title has beside the named headline, if that is as short as an outlet's name."""
    rest = titles.title_remainder(title, [Candidate(named, "named")]) if named else []
    return [name for name in rest if len(name.split()) <= titles.NAME_WORDS]


def _wordings(sources: Sources, named: str) -> Iterator[tuple[str, str]]:
    """Yield every wording of the headline on the page as (source, text)."""
    yield "json-ld", text_value(sources.article.get("headline")) or text_value(sources.article.get("name"))
    yield from (("h1", short_text(heading)) for heading in sources.page.of("h1")[:_MAX_HEADINGS])
    yield "named", named
    for heading in sources.page.of("h2")[:_MAX_HEADINGS]:
        if next(heading.iterancestors("header"), None) is not None:
            yield "h2", short_text(heading)
    yield from (("microdata", text) for text in sources.microdata.get("headline", [])[:1])
    yield "script", text_value(sources.script.get("title"))
    yield from (("og", text) for text in sources.own_head.all("og:title")[:_MAX_HEADINGS])
    yield "twitter", sources.own_head.first("twitter:title")
    yield "title", sources.own_head.title
