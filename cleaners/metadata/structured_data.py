"""The sources of a page's metadata, gathered once: head, JSON-LD, the outlet's own scripts, microdata."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree

from cleaners.metadata import jsonld
from cleaners.metadata.element_names import short_text
from cleaners.metadata.head import Head, head_of
from cleaners.metadata.jsonld import Node
from cleaners.metadata.microdata import microdata, times
from cleaners.metadata.microformats import microformats
from cleaners.metadata.page_elements import PageElements, whole_text

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
"""Field names in outlets' own JSON scripts (Al Mayadeen: `tawsiyat-metadata`)."""
_SCRIPT_LETTERS = 50_000
"""The description of one article is shorter; the state of a whole application is not."""
_OWN_SCRIPT = re.compile("json|tawsiyat|metadata", re.IGNORECASE)


@dataclass(frozen=True)
class Sources:
    """Everything that one page's metadata is read from."""

    page: PageElements
    url: str | None
    head: Head
    own_head: Head
    """The head if it describes this page and not the home page, else an empty one."""
    headings: list[str]
    """Texts of the `h1` and `h2` elements in document order."""
    nodes: list[Node]
    article: Node
    """The article's JSON-LD node; may be empty."""
    script: dict[str, Any]
    """The outlet's own JSON about the article, keyed as `_SCRIPT_KEYS`; may be empty."""
    microdata: dict[str, list[str]]
    """Values of microdata and RDFa outside comments, sidebars and lists of other articles, keyed by field: `headline
    published modified author translator section`."""

    def stated(self, field: str) -> list[str]:
        """The values of a field in microdata, or else in microformats; may be empty."""
        return self.microdata.get(field) or self._microformats.get(field, [])

    @cached_property
    def _microformats(self) -> dict[str, list[str]]:
        """What microformats say in the same parts."""
        return microformats(self.page.root)

    @cached_property
    def times(self) -> list[str]:
        """The machine-readable values of `time` elements in the same parts."""
        return times(self.page.of("time"))


def gather_sources(tree: etree._Element, url: str | None) -> Sources:
    """Gather a page's metadata sources. Never raises, whatever the page holds."""
    page = PageElements(tree)
    head = head_of(page, url)
    nodes = jsonld.nodes_of(page)
    # A selector "h1, h2" is a union, which libxml2 builds by comparing every pair.
    headings = [short_text(heading) for heading in tree.iter("h1", "h2")]
    article = jsonld.article_node(nodes, url, headings)
    own_head = Head() if head.is_of_home else head
    return Sources(page, url, head, own_head, headings, nodes, article, _own_script(page), microdata(page.declaring))


def _own_script(page: PageElements) -> dict[str, Any]:
    """The fields of the first JSON script, other than JSON-LD, that describes an article."""
    for script in filter(_may_be_own, page.of("script")):
        text = whole_text(script).strip()
        try:
            data = json.loads(text, strict=False) if 2 < len(text) < _SCRIPT_LETTERS else None
        except (ValueError, RecursionError):
            continue
        fields = _article_fields(data) if isinstance(data, dict) else {}
        if "published" in fields and "title" in fields:
            return fields
    return {}


def _may_be_own(script: etree._Element) -> bool:
    """Whether a script's type or id says that it holds JSON or metadata, but no JSON-LD."""
    named = f"{script.get('type') or ''} {script.get('id') or ''}"
    return _OWN_SCRIPT.search(named) is not None and jsonld.JSON_LD not in named


def _article_fields(data: dict[str, Any]) -> dict[str, Any]:
    """The known fields of an outlet's own JSON, keyed as `_SCRIPT_KEYS`."""
    found = {field: next(filter(None, map(data.get, keys)), None) for field, keys in _SCRIPT_KEYS.items()}
    return {field: value for field, value in found.items() if value}
