"""Detect pages that declare themselves not to be articles."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from cleaners.metadata.jsonld import ARTICLE_TYPES, types_of
from cleaners.metadata.page_elements import PageElements
from cleaners.metadata.structured_data import Sources

_PAGE_TYPES = re.compile(r"Page$")
"""Schema.org's WebPage, AboutPage, ContactPage, CollectionPage, ProfilePage, SearchResultsPage …"""
_POST_METAS = ("article:published_time", "article:published", "og:article:published_time")
"""WordPress plug-ins set these on posts only, but `og:type` article on posts and pages."""
_PAGE_ID = re.compile(r"page-id-\d+")
_POST = frozenset({"single", "single-post"})
_ITEM_TYPES = etree.XPath("descendant-or-self::*/@itemtype", smart_strings=False, regexp=False)
_HOME = "home"
"""WordPress's class of the front page."""


def is_static_page(sources: Sources) -> bool:
    """Whether a page's CMS declares it a page rather than an article.

    WordPress does so with the body classes `page page-id-N`, which posts never have, and JSON-LD with a type of the
    page family. False if nothing is declared, or if anything declares an article. Declarations of the home page do
    not count: some sites print its head, and its classes, on every article.
    """
    classes = {name for body in sources.page.of("body")[:1] for name in (body.get("class") or "").lower().split()}
    kinds = [kind for node in sources.nodes for kind in types_of(node)]
    if classes & _POST or any(map(ARTICLE_TYPES.search, kinds)) or _has_article_item(sources.page):
        return False
    if "page" in classes and _HOME not in classes and any(map(_PAGE_ID.fullmatch, classes)):
        return True
    if sources.head.is_of_home or sources.head.first(*_POST_METAS):
        return False
    return any(map(_PAGE_TYPES.search, kinds))


def _has_article_item(page: PageElements) -> bool:
    """Whether microdata describes exactly one article; several are a list of other articles."""
    items = [page.root.get("itemtype") or "", *(item for body in page.of("body") for item in _item_types(body))]
    return sum(bool(ARTICLE_TYPES.search(item)) for item in items) == 1


def _item_types(body: etree._Element) -> list[str]:
    found: Any = _ITEM_TYPES(body)
    return [str(item) for item in found]
