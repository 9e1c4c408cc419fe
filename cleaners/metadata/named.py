"""The names in the author's place of a page, by where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import lxml.html

from cleaners.metadata import authors
from cleaners.metadata.headline_area import Nearby
from cleaners.metadata.jsonld import kinds_of, resolved, string, strings
from cleaners.metadata.structured_data import Sources
from cleaners.normalize import comparison_key
from cleaners.sentence import is_prose

AUTHOR = (
    *("author", "article:author", "parsely-author", "sailthru.author", "cxenseparse:author", "byl"),
    *("dc.creator", "dcterms.creator", "dc.contributor.author", "citation_author"),
)
OPENING_WORDS = 4
"""Who a note on the author introduces stands in its first words."""


def all_authors(
    tree: lxml.html.HtmlElement,
    read: Sources,
    near: Sequence[Nearby],
    titles: Sequence[str],
    sites: frozenset[str],
) -> list[list[str]]:
    """The names in the author's place by source, the surest source first."""
    menus = (nav for nav in tree.iter("nav") if next(nav.iterancestors("nav"), None) is None)
    menu = frozenset(comparison_key("".join(link.itertext())) for nav in menus for link in nav.iter("a"))
    told = " ".join([*titles, string(read.article.get("description")), *paragraphs(tree)])
    return [
        [string(node) for node in author_nodes(read) if "Person" in kinds_of(node) or not kinds_of(node)],
        [value for name in AUTHOR for value in read.own.metas.get(name, [])],
        strings(read.script.get("author")),
        read.properties.get("author", []),
        authors.printed_by(near, menu, sites, comparison_key(told)),
    ]


def paragraphs(tree: lxml.html.HtmlElement) -> list[str]:
    """The page's paragraphs, cut before a name that opens one: authors are introduced so."""
    texts = (" ".join("".join(map(str, p.itertext())).split()) for p in tree.iter("p"))
    return [" ".join(text.split()[OPENING_WORDS:]) for text in texts if is_prose(text)]


def in_author_s_place(read: Sources) -> Iterator[str]:
    """The names in the author's place, organisations too."""
    yield from (string(node) for node in author_nodes(read))
    yield from (value for name in AUTHOR for value in read.own.metas.get(name, []))


def author_nodes(read: Sources) -> list[dict[str, Any]]:
    """The JSON-LD nodes of the article's authors."""
    return resolved(read.nodes, read.article.get("author") or read.article.get("creator"))
