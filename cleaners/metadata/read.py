"""What a page says about its article beside the text, weighed, with where it was read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape

import lxml.html

from cleaners.metadata import titles
from cleaners.metadata.authors import authors_of, in_author_s_place
from cleaners.metadata.head import directives_of
from cleaners.metadata.headline_area import nearby
from cleaners.metadata.jsonld import kinds_of, string
from cleaners.metadata.page_type import is_static_page
from cleaners.metadata.publication_date import page_dates
from cleaners.metadata.section_keywords import keywords, section
from cleaners.metadata.shape import short_text
from cleaners.metadata.site_name import outlet_name, site_names
from cleaners.metadata.structured_data import Sources, gather
from cleaners.metadata.titles import Candidate
from cleaners.phrases import phrase_key, phrases
from cleaners.text.normalize import normalize

_MAX_HEADINGS = 20
"""Headings of one level that are looked at, and titles of one kind: an article's is among the first, and they are
compared with each other."""
_BREAK = re.compile(r"<(?:/p|/h\d|/li|/div|br)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_ESCAPED = 2
"""Some outlets escape the mark-up of a text twice."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about its article. Unknown is None or empty."""

    candidates: tuple[Candidate, ...] = ()
    """Wordings of the headline with their source, the likeliest first."""
    authors: tuple[str, ...] = ()
    """Persons only."""
    date_published: str | None = None
    """ISO 8601, a day or a moment with its offset; the day is the outlet's own."""
    date_modified: str | None = None
    date_raw: str | None = None
    """What was read to get `date_published`, as it stands in the page."""
    date_method: str | None = None
    """`json-ld meta script microdata time visible url`."""
    site_name: str | None = None
    source: str | None = None
    """An agency that the page names as author."""
    section: str | None = None
    keywords: tuple[str, ...] = ()
    description: str | None = None
    canonical: str | None = None
    """The page's own word for its address, absolute; some outlets name their home page on every article."""
    directives: tuple[str, ...] = ()
    """What robots meta elements ask for, lower-case: `noindex`, `noai` …"""
    kinds: tuple[str, ...] = ()
    """What the page calls itself: og:type and the types of its JSON-LD nodes."""
    is_static: bool = False
    """Whether the page calls itself a page and not an article."""
    article_body: str | None = None
    """The text in the article's JSON-LD node, its line breaks kept."""

    @property
    def titles(self) -> tuple[str, ...]:
        """The wordings of the headline alone, each once."""
        return tuple(dict.fromkeys(candidate.text for candidate in self.candidates))


def read_metadata(tree: lxml.html.HtmlElement, url: str | None, fetched_at: datetime | None) -> Metadata:
    """The metadata of a page from its whole tree.

    `fetched_at` is needed for relative dates, and tells the day of fetching from the article's. A head that an
    archive or a plug-in wrote for the home page is not believed about the article. Never raises for what a page holds.
    """
    read = gather(tree, url)
    said = site_names(read)
    candidates = titles.candidates(_wordings(read), said, _printed_texts(tree))
    outlets = titles.site_keys([*said, *titles.cut_off(read.head.title, candidates)])
    near = nearby(tree, [one.text for one in candidates])
    published, modified = page_dates(read, near, fetched_at)
    named = list(dict.fromkeys(in_author_s_place(read)))
    body = read.article.get("articleBody")
    return Metadata(
        candidates=candidates,
        authors=authors_of(read, near, [one.text for one in candidates], outlets),
        date_published=published.iso if published else None,
        date_modified=modified.iso if modified else None,
        date_raw=published.raw if published else None,
        date_method=published.method if published else None,
        site_name=outlet_name(read, candidates),
        source=next((name for name in named if phrase_key(name) in phrases("agency").whole), None),
        section=section(read),
        keywords=keywords(read, candidates),
        description=string(read.article.get("description")) or read.own.first("og:description", "description") or None,
        canonical=read.head.canonical,
        directives=directives_of(read.head),
        kinds=tuple(dict.fromkeys([*read.own.all("og:type"), *(k for node in read.nodes for k in kinds_of(node))])),
        is_static=is_static_page(read),
        article_body=normalize(_unmarked(body)) or None if isinstance(body, str) else None,
    )


def _wordings(read: Sources) -> Iterator[tuple[str, str]]:
    """Every wording of the headline that the page gives, with its source."""
    yield "json-ld", string(read.article.get("headline")) or string(read.article.get("name"))
    for heading in read.page.xpath(f"descendant::h1[position() <= {_MAX_HEADINGS}]"):
        yield "h1", short_text(heading.root)
    for heading in read.page.xpath(f"descendant::h2[position() <= {_MAX_HEADINGS}][ancestor::header]"):
        yield "h2", short_text(heading.root)
    yield from (("microdata", text) for text in read.properties.get("headline", [])[:1])
    yield "script", string(read.script.get("title"))
    yield from (("og", text) for text in read.own.all("og:title")[:_MAX_HEADINGS])
    yield "twitter", read.own.first("twitter:title")
    yield "title", read.own.title


def _printed_texts(tree: lxml.html.HtmlElement) -> frozenset[str]:
    """Every text between two tags of the page's body, white space folded."""
    texts: list[str] = tree.xpath("descendant::body[1]/descendant::text()", smart_strings=False)
    return frozenset(" ".join(words) for text in texts if (words := text.split()))


def _unmarked(body: str) -> str:
    """A text without the mark-up that some outlets escape into their JSON-LD; its paragraphs stay lines."""
    for _ in range(_ESCAPED):
        body = unescape(body)
    return _TAG.sub("", _BREAK.sub("\n", body))
