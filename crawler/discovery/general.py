"""Where an outlet that no file describes may announce its articles: robots.txt, its front page, usual places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from parsel import Selector

from cleaners.page import Page, parse
from crawler.discovery.announced import absolute
from crawler.urls import registrable_domain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

# RFC 9309 asks for at least 500 KiB of robots.txt to be read.
_ROBOTS_BYTES = 512 * 1024
# An outlet of many sections names a feed for each; the first ones are the outlet's own.
_MAX_ANNOUNCERS = 20
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+xml")
# The relation by which WordPress names its REST interface.
_WORDPRESS = "https://api.w.org/"
_POSTS = "wp/v2/posts"
_USUAL = (
    ("feed", "/feed/"),
    ("feed", "/rss"),
    ("feed", "/rss.xml"),
    ("sitemap", "/sitemap.xml"),
    ("sitemap", "/sitemap_index.xml"),
    ("sitemap", "/wp-sitemap.xml"),
    ("sitemap", "/news-sitemap.xml"),
)


@dataclass(frozen=True)
class Announcer:
    """A page that announces articles: `feed`, `sitemap` or `posts` (WordPress REST), and its address."""

    kind: str
    url: str


def sitemaps_of_robots(body: bytes, url: str) -> list[Announcer]:
    """The sitemaps that a robots.txt at `url` names, in its order, also on other hosts; never raises."""
    lines = body[:_ROBOTS_BYTES].decode("utf-8-sig", "replace").splitlines()
    fields = (line.partition(":") for line in lines)
    found = (absolute(url, value) for name, _, value in fields if name.strip().lower() == "sitemap")
    return [Announcer("sitemap", each) for each in dict.fromkeys(found) if each][:_MAX_ANNOUNCERS]


def announcers_of_page(body: bytes, url: str, content_type: str | None = None) -> list[Announcer]:
    """The feeds, sitemaps and WordPress posts that a page names in its head, in its order; never raises.

    Feeds of comments are left out, and what lies on other sites.
    """
    root = parse(Page(body, url, content_type=content_type))
    named = [] if root is None else _named(root, url)
    return [one for one in dict.fromkeys(named) if registrable_domain(one.url) == registrable_domain(url)][
        :_MAX_ANNOUNCERS
    ]


def _named(root: _Element, url: str) -> Iterator[Announcer]:
    for link in (element.attrib for element in Selector(root=root).css("link[rel][href]")):
        relations, found = link["rel"].lower().split(), absolute(url, link["href"])
        if found is None:
            continue
        if "alternate" in relations and link.get("type", "").lower().strip() in _FEED_TYPES:
            if "/comments/" not in found:
                yield Announcer("feed", found)
        elif "sitemap" in relations:
            yield Announcer("sitemap", found)
        elif _WORDPRESS in relations:
            yield Announcer("posts", found.rstrip("/") + "/" + _POSTS if "?" not in found else found + _POSTS)


def usual_announcers(url: str) -> list[Announcer]:
    """The places where outlets announce their articles as a rule, on the host of `url`; most will be missing."""
    home = absolute(url, "/")
    if home is None:
        return []
    parts = urlsplit(home)
    return [Announcer(kind, urlunsplit(parts._replace(path=path, query=""))) for kind, path in _USUAL]
