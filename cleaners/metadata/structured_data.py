"""Where a page's metadata is read from, gathered once: head, JSON-LD, the outlet's own scripts, microdata."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import lxml.html

from cleaners.metadata import jsonld
from cleaners.metadata.head import Head, head_of
from cleaners.metadata.jsonld import Node, kinds_of, string
from cleaners.metadata.microdata import microdata, times
from cleaners.metadata.shape import words_of
from cleaners.normalize import comparison_key

SCRIPT_KEYS: dict[str, tuple[str, ...]] = {
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
NAME_WORDS = 4
"""Names of outlets have one to four words; headlines have more."""
NAMES, NAME_LETTERS = 10, 350
"""Names of the outlet of one kind that are believed, and the longest: a home page's title with its slogan has 200."""
SCRIPT_LETTERS = 50_000
"""A description of one article is shorter; the state of a whole application is not."""
OUTLET_KINDS = frozenset({"WebSite", "Organization", "NewsMediaOrganization", "Corporation"})
SCRIPT_TYPE = re.compile(r"json|tawsiyat|metadata", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where one page's metadata is read from."""

    head: Head
    own: Head
    """The head where it speaks of this page, else an empty one."""
    nodes: list[Node]
    article: Node
    """The article's JSON-LD node; empty where there is none."""
    script: dict[str, Any]
    """The outlet's own JSON about the article under the names of `SCRIPT_KEYS`; empty where there is none."""
    names: tuple[str, ...]
    """What the outlet calls itself, the name it goes by first; empty where it does not say."""
    hosts: tuple[str, ...]
    """The host of the page, and its longest label."""
    times: list[str]
    """What the `time` elements of the page's own parts carry."""
    properties: dict[str, list[str]]
    """Microdata and RDFa: the values of each `itemprop` or `property` of the page's own parts, names lower-case."""

    @property
    def sites(self) -> tuple[str, ...]:
        """Everything that the outlet is called in its pages' titles: its names and its hosts."""
        return self.names + self.hosts


def gather(tree: lxml.html.HtmlElement, url: str | None) -> Sources:
    """The sources of a page. Never raises for what it holds."""
    head = head_of(tree, url)
    nodes = jsonld.nodes_of(tree)
    headings = [words_of(heading) for heading in tree.iter("h1", "h2")]
    article = jsonld.article_of(nodes, url, headings)
    own = Head() if head.is_of_home else head
    names = tuple(outlet_names(head, nodes, article, headings))
    hosts = tuple(hosts_of(url, head.canonical))
    return Sources(head, own, nodes, article, own_script(tree), names, hosts, times(tree), microdata(tree))


def is_printed(title: str, headings: Iterable[str]) -> bool:
    """Whether a title is the headline that the page prints, and too long for an outlet's name."""
    key = comparison_key(title)
    return len(key.split()) > NAME_WORDS and key in {comparison_key(heading) for heading in headings}


def outlet_names(head: Head, nodes: Iterable[Node], article: Node, headings: Iterable[str] = ()) -> Iterator[str]:
    """What the outlet calls itself."""
    outlets = [node for node in nodes if OUTLET_KINDS & set(kinds_of(node))][:NAMES]
    named = [*head.metas.get("og:site_name", [])[:NAMES], string(article.get("publisher")), *map(string, outlets)]
    named += [head.first("application-name"), head.first("twitter:site").lstrip("@"), head.first("copyright")]
    if head.is_of_home:
        named += [name for name in (head.title, head.first("og:title")) if not is_printed(name, headings)]
    yield from (name for name in named if name and len(name) <= NAME_LETTERS and "://" not in name)


def hosts_of(*addresses: str | None) -> Iterator[str]:
    """The hosts of some addresses without `www`, `m` and `amp`, each with its longest label."""
    for address in addresses:
        host = (urlsplit(address).hostname or "") if address and "[" not in address else ""
        labels = [label for label in host.split(".") if label not in ("www", "m", "amp")]
        if len(labels) > 1:
            yield ".".join(labels)
            yield max(labels[:-1], key=len)


def own_script(tree: lxml.html.HtmlElement) -> dict[str, Any]:
    """The fields of the first JSON script that describes an article and is no JSON-LD."""
    for script in tree.iter("script"):
        kind = f"{script.get('type') or ''} {script.get('id') or ''}"
        text = "".join(script.itertext()).strip()
        if "ld+json" in kind or not SCRIPT_TYPE.search(kind) or not 2 < len(text) < SCRIPT_LETTERS:
            continue
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        fields = fields_of(data) if isinstance(data, dict) else {}
        if "published" in fields and "title" in fields:
            return fields
    return {}


def fields_of(data: dict[str, Any]) -> dict[str, Any]:
    """The fields of an outlet's own JSON under our names."""
    return {
        field: next(data[key] for key in keys if data.get(key))
        for field, keys in SCRIPT_KEYS.items()
        if any(data.get(key) for key in keys)
    }
