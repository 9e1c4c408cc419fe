"""Where a page's metadata is read from, gathered once: head, JSON-LD, the outlet's own scripts, microdata."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

import lxml.html
from lxml import etree

from cleaners.metadata import jsonld
from cleaners.metadata.head import Head, head_of
from cleaners.metadata.headings import is_outside
from cleaners.metadata.jsonld import Node, kinds_of, string
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
NAMES = 10
"""Names of the outlet of one kind that are believed: a title is compared with each of them."""
NAME_LETTERS = 350
"""A home page's title, slogan and all, has 200; what is longer is no outlet's name."""
SCRIPT_LETTERS = 50_000
"""A description of one article is shorter; the state of a whole application is not."""
COMMENT = re.compile(r"\b(?:comments?|respond|comment-\w+|related|sidebar|widget)\b")
PROPERTIES = {
    "headline": "headline",
    "datepublished": "published",
    "datecreated": "published",
    "date": "published",
    "issued": "published",
    "datemodified": "modified",
    "author": "author",
    "creator": "author",
    "articlesection": "section",
}
CARD_DEPTH = 3
CARD_LETTERS = 450
"""A headline, an excerpt, a date, a section."""
LINKED_WORDS = 5
"""Names have up to four words, headlines more."""
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
    sites: tuple[str, ...]
    """Names of the outlet, the one it goes by first."""
    times: list[str]
    """What the `time` elements of the page's own parts carry."""
    properties: dict[str, list[str]]
    """Microdata and RDFa: the values of each `itemprop` or `property` of the page's own parts, names lower-case."""


def gather(tree: lxml.html.HtmlElement, url: str | None) -> Sources:
    """The sources of a page. Never raises for what it holds."""
    head = head_of(tree, url)
    nodes = jsonld.nodes_of(tree)
    headings = [" ".join("".join(heading.itertext()).split()) for heading in tree.iter("h1", "h2")]
    article = jsonld.article_of(nodes, url, headings)
    own = Head() if head.is_of_home else head
    names = tuple(site_names(head, nodes, article, url, headings))
    return Sources(head, own, nodes, article, own_script(tree), names, times(tree), microdata(tree))


def is_printed(title: str, headings: Iterable[str]) -> bool:
    """Whether a title is the headline that the page prints, and too long for an outlet's name."""
    key = comparison_key(title)
    return len(key.split()) > NAME_WORDS and key in {comparison_key(heading) for heading in headings}


def site_names(
    head: Head, nodes: Iterable[Node], article: Node, url: str | None, headings: Iterable[str] = ()
) -> Iterator[str]:
    """What the outlet calls itself, and its host."""
    outlets = [node for node in nodes if OUTLET_KINDS & set(kinds_of(node))][:NAMES]
    named = [*head.metas.get("og:site_name", [])[:NAMES], string(article.get("publisher")), *map(string, outlets)]
    named += [head.first("application-name"), head.first("twitter:site").lstrip("@"), head.first("copyright")]
    if head.is_of_home:
        named += [name for name in (head.title, head.first("og:title")) if not is_printed(name, headings)]
    yield from (name for name in named if name and len(name) <= NAME_LETTERS and "://" not in name)
    for address in (url, head.canonical):
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


def microdata(tree: lxml.html.HtmlElement) -> dict[str, list[str]]:
    """The values of `itemprop` and RDFa properties that name dates, authors and the like; not those of other parts."""
    found: dict[str, list[str]] = {}
    elements: list[etree._Element] = tree.xpath("//body//*[@itemprop or @property]")
    for element in elements:
        name = element.get("itemprop") or (element.get("property") or "").rpartition(":")[2]
        for one in name.lower().split():
            keep(found, element, one)
    return found


def keep(found: dict[str, list[str]], element: etree._Element, name: str) -> None:
    """Add the value of one property, if it is one of ours and the article's."""
    if name in PROPERTIES and not is_elsewhere(element):
        value = value_of(element)
        if value:
            found.setdefault(PROPERTIES[name], []).append(value)


def times(tree: lxml.html.HtmlElement) -> list[str]:
    """What the `time` elements of the page's own parts carry for machines."""
    known: dict[etree._Element, bool | None] = {}
    return [
        str(e.get("datetime"))
        for e in tree.iter("time")
        if e.get("datetime") and not is_elsewhere(e) and not is_of_card(e, known)
    ]


def is_of_card(time: etree._Element, known: dict[etree._Element, bool | None]) -> bool:
    """Whether a small element around a date holds another article's linked headline; `known` remembers elements."""
    for around in islice(time.iterancestors(), CARD_DEPTH):
        if around not in known:
            known[around] = leads_on(around)
        if known[around] is not False:
            return known[around] is True
    return False


def leads_on(around: etree._Element) -> bool | None:
    """Whether a small element holds a linked headline; None for a larger element."""
    if len(" ".join("".join(map(str, around.itertext())).split())) > CARD_LETTERS:
        return None
    return any(len("".join(map(str, link.itertext())).split()) >= LINKED_WORDS for link in around.iter("a"))


def value_of(element: etree._Element) -> str:
    """What a microdata element says: its machine value, the name inside it, or its text."""
    value = element.get("content") or element.get("datetime")
    if not value:
        inner = next((e for e in element.iterdescendants() if e.get("itemprop") == "name"), None)
        value = "".join(map(str, (element if inner is None else inner).itertext()))
    return " ".join(value.split())


def is_elsewhere(element: etree._Element) -> bool:
    """Whether an element belongs to a comment, a sidebar or a list of other articles."""
    names = (f"{e.get('class') or ''} {e.get('id') or ''}".lower() for e in (element, *element.iterancestors()))
    return is_outside(element) or any(COMMENT.search(name) for name in names)
