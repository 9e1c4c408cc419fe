"""What one answer of an outlet says for its file: article or not, where it leads, what it announces. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cleaners.page import Page, parse
from cleaners.reading import read_page
from crawler.discovery.general import announcers_of_page, sitemaps_of_robots
from crawler.network.http import html_problem
from crawler.urls import canonicalize, split

_XML_MARKS = {
    b"<rss": "feed",
    b"<feed": "feed",
    b"<rdf:rdf": "feed",
    b"<urlset": "sitemap",
    b"<sitemapindex": "sitemap",
}
_XML_HEAD = 2048
"""Bytes in which the root element of a feed or sitemap stands."""


@dataclass(frozen=True, slots=True)
class SeenPage:
    """An answer with status 200."""

    url: str
    """Its canonical address."""
    kind: str
    """`article`, `other` (a page that is none), `feed`, `sitemap` or `robots`."""
    links: tuple[str, ...] = ()
    """Canonical addresses that it links."""
    announces: tuple[tuple[str, str], ...] = ()
    """Kind (`feed`, `sitemap`, `posts`) and address of what it says announces articles."""
    site_name: str = ""


def seen_page(url: str, body: bytes, content_type: str) -> SeenPage | None:
    """What an answer says; None if it is neither a page nor something that announces articles. Never raises."""
    canonical, address = canonicalize(url), split(url)
    if not canonical or address is None:
        return None
    if address.path == "/robots.txt":
        found = tuple((one.kind, one.url) for one in sitemaps_of_robots(body, url))
        return SeenPage(canonical, "robots", announces=found)
    head = body[:_XML_HEAD].lower()
    for mark, kind in _XML_MARKS.items():
        if mark in head:
            return SeenPage(canonical, kind)
    return None if html_problem(content_type, body) else _seen_html(url, canonical, body, content_type)


def _seen_html(url: str, canonical: str, body: bytes, content_type: str) -> SeenPage:
    reading: dict[str, Any] = read_page(body, url, None, content_type)
    is_article = reading["article"]["reason"] is None and not reading.get("static")
    links = dict.fromkeys(filter(None, (canonicalize(link["url"]) for link in reading["links"])))
    announced = tuple((one.kind, one.url) for one in announcers_of_page(body, url, content_type))
    return SeenPage(canonical, "article" if is_article else "other", tuple(links), announced, _site_name(body, url))


def _site_name(body: bytes, url: str) -> str:
    """The name that a page gives its site (og:site_name), "" for none."""
    root = parse(Page(body, url))
    names: Any = root.xpath("//meta[@property='og:site_name']/@content") if root is not None else ()
    return " ".join(str(names[0]).split()) if names else ""
