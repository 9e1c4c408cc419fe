"""Where a page's metadata is read from, gathered once: head, JSON-LD, the outlet's own scripts, microdata."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import lxml.html
from parsel import Selector

from cleaners.metadata import jsonld
from cleaners.metadata.element_names import short_text
from cleaners.metadata.head import Head, head_of
from cleaners.metadata.jsonld import Node
from cleaners.metadata.microdata import microdata, times

_SCRIPT_KEYS: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "published": (
        *("published_time", "publishedTime", "datePublished", "publish_date", "publishDate"),
        *("pubDate", "published_at", "publishedAt", "publicationDate"),
    ),
    "modified": ("last_updated", "lastUpdated", "modified_time", "dateModified", "updated_at"),
    "author": ("author", "authors"),
    "keywords": ("keywords", "tags"),
    "section": ("section", "category", "articleSection"),
}
"""What outlets call the fields of an article in a JSON script of their own (Al Mayadeen: `tawsiyat-metadata`)."""
_SCRIPT_LETTERS = 50_000
"""A description of one article is shorter; the state of a whole application is not."""
_OWN_SCRIPTS = (
    "descendant::script[re:test(concat(@type, ' ', @id), 'json|tawsiyat|metadata', 'i')]"
    "[not(contains(@type, 'ld+json') or contains(@id, 'ld+json'))]"
)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where one page's metadata is read from."""

    page: Selector
    """The tree of the page."""
    url: str | None
    head: Head
    own_head: Head
    """The head where it speaks of this page, else an empty one."""
    headings: list[str]
    """The texts of its `h1` and `h2`, in their order."""
    nodes: list[Node]
    article: Node
    """The article's JSON-LD node; empty where there is none."""
    script: dict[str, Any]
    """The outlet's own JSON about the article under the names of `_SCRIPT_KEYS`; empty where there is none."""
    times: list[str]
    """What the `time` elements of the page's own parts carry."""
    properties: dict[str, list[str]]
    """Microdata and RDFa: the values of each `itemprop` or `property` of the page's own parts, names lower-case."""


def gather_sources(tree: lxml.html.HtmlElement, url: str | None) -> Sources:
    """The sources of a page. Never raises for what it holds."""
    page = Selector(root=tree)
    head = head_of(page, url)
    nodes = jsonld.nodes_of(page)
    # A selector "h1, h2" is a union, which libxml2 makes by comparing each with each.
    headings = [short_text(heading) for heading in tree.iter("h1", "h2")]
    article = jsonld.article_node(nodes, url, headings)
    own_head = Head() if head.is_of_home else head
    return Sources(page, url, head, own_head, headings, nodes, article, _own_script(page), times(page), microdata(page))


def _own_script(page: Selector) -> dict[str, Any]:
    """The fields of the first JSON script that describes an article and is no JSON-LD."""
    for script in page.xpath(_OWN_SCRIPTS):
        text = script.xpath("string()").get("").strip()
        try:
            data = json.loads(text, strict=False) if 2 < len(text) < _SCRIPT_LETTERS else None
        except (ValueError, RecursionError):
            continue
        fields = _article_fields(data) if isinstance(data, dict) else {}
        if "published" in fields and "title" in fields:
            return fields
    return {}


def _article_fields(data: dict[str, Any]) -> dict[str, Any]:
    """The fields of an outlet's own JSON under our names."""
    return {
        field: next(data[key] for key in keys if data.get(key))
        for field, keys in _SCRIPT_KEYS.items()
        if any(data.get(key) for key in keys)
    }
