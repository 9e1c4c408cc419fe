"""Whether a page says that everybody may read its whole text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml.cssselect import CSSSelector, SelectorError

from cleaners.metadata.head import Head
from cleaners.metadata.jsonld import ARTICLE_TYPES, Node, types_of
from cleaners.metadata.page_elements import whole_text

_FIELD = "isAccessibleForFree"
_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_TIERS = {"free": True, "metered": False, "locked": False, "paid": False, "premium": False, "subscription": False}
"""Values of `article:content_tier`; a metered text is free for the first visits only."""
_MAX_PARTS = 20
_MAX_FLAG_LETTERS = 200
"""Longer selectors than any page has."""


def free_access(article: Node, nodes: list[Node], head: Head) -> bool | None:
    """True or False as the page says that its text is free for all or not; None where it says nothing.

    schema.org's `isAccessibleForFree` of the article, of its parts or of the page comes before the meta elements
    `article:content_tier` and microdata.
    """
    said = [_truth(article.get(_FIELD)), *(_truth(part.get(_FIELD)) for part in _paid_parts(article))]
    others = [_truth(n.get(_FIELD)) for n in nodes if n is not article and not _is_article(n)]
    tier = _TIERS.get(head.first("article:content_tier", "content_tier").lower())
    metas = [tier, _truth(head.first(_FIELD.lower()) or None)]
    for answers in (said, metas, others):
        known = [answer for answer in answers if answer is not None]
        if known:
            return all(known)
    return None


def is_locked_part_missing(root: etree._Element, article: Node) -> bool:
    """Whether the part that the article's JSON-LD says is not free is not in the page: a stub was delivered.

    False where no part is named, or its selector cannot be read.
    """
    selectors = [str(part["cssSelector"]) for part in _paid_parts(article) if isinstance(part.get("cssSelector"), str)]
    if not selectors:
        return False
    try:
        found = [part for css in selectors for part in _selected(root, css[:_MAX_FLAG_LETTERS])]
    except (SelectorError, etree.XPathError, ValueError):
        return False
    return not any(len(whole_text(part).split()) >= _PART_WORDS for part in found)


def _selected(root: etree._Element, css: str) -> list[etree._Element]:
    """The elements that a selector chooses; raises for one that cannot be read."""
    found: Any = CSSSelector(css, translator="html")(root)
    return [element for element in found if isinstance(element, etree._Element)]


_PART_WORDS = 20
"""A part with fewer words holds a call to subscribe, not the rest of a text."""


def _paid_parts(article: Node) -> Iterator[Node]:
    """The parts that a node names."""
    parts: Any = article.get("hasPart")
    for part in (parts if isinstance(parts, list) else [parts])[:_MAX_PARTS]:
        if isinstance(part, dict):
            yield part


def _is_article(node: Node) -> bool:
    """Whether a node describes an article."""
    return any(map(ARTICLE_TYPES.search, types_of(node)))


def _truth(value: Any) -> bool | None:
    """A truth value as JSON, as a word or as an address of schema.org; None for anything else.

    >>> _truth("False"), _truth("https://schema.org/True"), _truth("maybe")
    (False, True, None)
    """
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, bool | int):
        return bool(value)
    return _WORDS.get(value.strip().lower().rpartition("/")[2]) if isinstance(value, str) else None
