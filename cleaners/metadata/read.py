"""What a page says about its article beside the text, weighed, with where it was read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from itertools import islice

import lxml.html

from cleaners.metadata import authors, publication_date, titles
from cleaners.metadata.head import directives_of
from cleaners.metadata.headline_area import Nearby, nearby
from cleaners.metadata.jsonld import kinds_of, string
from cleaners.metadata.named import all_authors, in_author_s_place
from cleaners.metadata.page_type import is_static
from cleaners.metadata.publication_date import Dated
from cleaners.metadata.section_keywords import keywords, section
from cleaners.metadata.shape import words_of
from cleaners.metadata.site_name import outlet_name
from cleaners.metadata.structured_data import Sources, gather
from cleaners.metadata.titles import Candidate
from cleaners.normalize import normalize
from cleaners.phrases import key_of, phrases

PUBLISHED = (
    *("article:published_time", "article:published", "og:article:published_time", "og:published_time", "pubdate"),
    *("publishdate", "publish-date", "publish_date", "published_time", "published_at", "publication_date"),
    *("article.published", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime"),
    *("rnews:datepublished", "bt:pubdate", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date"),
    *("dcterms.created", "dc.date.created", "datepublished", "datecreated", "date"),
)
MODIFIED = (
    *("article:modified_time", "og:updated_time", "datemodified", "article:modified", "lastmod", "last-modified"),
    *("dcterms.modified", "dc.date.modified", "og:article:modified_time"),
)
MAX_HEADINGS = 20
"""Headings of one level that are looked at, and titles of one kind: an article's is among the first, and they are
compared with each other."""
BREAK = re.compile(r"<(?:/p|/h\d|/li|/div|br)\b[^<>]*>", re.IGNORECASE)
TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
ESCAPED = 2
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
    candidates = titles.candidates(wordings(tree, read), read.sites, printed_texts(tree))
    sites = titles.site_keys([*read.sites, *titles.cut_off(read.head.title, candidates)])
    near = nearby(tree, [one.text for one in candidates])
    published, modified = dates(read, near, url, fetched_at)
    named = list(dict.fromkeys(in_author_s_place(read)))
    body = read.article.get("articleBody")
    return Metadata(
        candidates=candidates,
        authors=authors.choose(all_authors(tree, read, near, [one.text for one in candidates], sites), sites),
        date_published=published.iso if published else None,
        date_modified=modified.iso if modified else None,
        date_raw=published.raw if published else None,
        date_method=published.method if published else None,
        site_name=outlet_name(tree, read, candidates),
        source=next((name for name in named if key_of(name) in phrases("agency").whole), None),
        section=section(read),
        keywords=keywords(read, candidates),
        description=string(read.article.get("description")) or read.own.first("og:description", "description") or None,
        canonical=read.head.canonical,
        directives=directives_of(read.head),
        kinds=tuple(dict.fromkeys([*read.own.all("og:type"), *(k for node in read.nodes for k in kinds_of(node))])),
        is_static=is_static(tree, read),
        article_body=normalize(unmarked(body)) or None if isinstance(body, str) else None,
    )


def wordings(tree: lxml.html.HtmlElement, read: Sources) -> Iterator[tuple[str, str]]:
    """Every wording of the headline that the page gives, with its source."""
    yield "json-ld", string(read.article.get("headline")) or string(read.article.get("name"))
    for level in ("h1", "h2"):
        for heading in islice(tree.iter(level), MAX_HEADINGS):
            if level == "h1" or next(heading.iterancestors("header"), None) is not None:
                yield level, words_of(heading)
    yield from (("microdata", text) for text in read.properties.get("headline", [])[:1])
    yield "script", string(read.script.get("title"))
    yield from (("og", text) for text in read.own.all("og:title")[:MAX_HEADINGS])
    yield "twitter", read.own.first("twitter:title")
    yield "title", read.own.title


def printed_texts(tree: lxml.html.HtmlElement) -> frozenset[str]:
    """Every text between two tags of the page's body, white space folded."""
    body = tree.find(".//body")
    texts = (" ".join(str(text).split()) for text in body.itertext()) if body is not None else ()
    return frozenset(text for text in texts if text)


def dates(
    read: Sources, near: Sequence[Nearby], url: str | None, now: datetime | None
) -> tuple[Dated | None, Dated | None]:
    """The days of publication and of the last change."""
    published = [
        *(("json-ld", string(read.article.get(key))) for key in ("datePublished", "dateCreated", "uploadDate")),
        *(("meta", value) for name in PUBLISHED for value in read.own.metas.get(name, [])),
        ("script", string(read.script.get("published"))),
        *web_page(read, "datePublished"),
        *(("microdata", value) for value in alike(read.properties.get("published", []))),
        *publication_date.time_values(near),
        *(("time", value) for value in alike(read.times)[:1]),
    ]
    modified = [
        ("json-ld", string(read.article.get("dateModified"))),
        *(("meta", value) for name in MODIFIED for value in read.own.metas.get(name, [])),
        ("script", string(read.script.get("modified"))),
        *(("microdata", value) for value in read.properties.get("modified", [])[:1]),
    ]
    first = publication_date.settled(publication_date.machine_date(published, now), near, now)
    return first or publication_date.machine_date(publication_date.path_date(url), now), publication_date.machine_date(
        modified, now
    )


def web_page(read: Sources, key: str) -> list[tuple[str, str]]:
    """A date of the JSON-LD node of the page itself, where it is not the home page's."""
    pages = [node for node in read.nodes if "WebPage" in kinds_of(node)] if not read.head.is_of_home else []
    return [("json-ld", string(page.get(key))) for page in pages[:1]]


def alike(values: list[str]) -> list[str]:
    """The values if all name the same day; lists of other articles carry theirs."""
    return values if len({value[:10] for value in values}) == 1 else []


def unmarked(body: str) -> str:
    """A text without the mark-up that some outlets escape into their JSON-LD; its paragraphs stay lines."""
    for _ in range(ESCAPED):
        body = unescape(body)
    return TAG.sub("", BREAK.sub("\n", body))
