"""Where an outlet without an outlet file may announce its articles: robots.txt, front page, usual paths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlunsplit

from parsel import Selector

from cleaners.page import Page, parse
from crawler.discovery.announced import absolute
from crawler.urls import parts_of, registrable_domain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

# RFC 9309 requires parsing at least 500 KiB of robots.txt.
_ROBOTS_BYTES = 512 * 1024
# Outlets with many sections list a feed for each; those of the whole outlet come first.
_MAX_ANNOUNCERS = 20
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+xml")
# The link relation that points to the WordPress REST API.
_WORDPRESS = "https://api.w.org/"
_POSTS_ROUTE = "wp/v2/posts"
_USUAL_PLACES = (
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
    """Kind (`feed`, `sitemap` or `posts` for WordPress REST) and address of a page that announces articles."""

    kind: str
    url: str


def sitemaps_of_robots(body: bytes, url: str) -> list[Announcer]:
    """The sitemaps listed in the robots.txt at `url`, in its order, including other hosts; never raises."""
    lines = body[:_ROBOTS_BYTES].decode("utf-8-sig", "replace").splitlines()
    fields = (line.partition(":") for line in lines)
    found = (absolute(url, value) for name, _, value in fields if name.strip().lower() == "sitemap")
    return [Announcer("sitemap", each) for each in dict.fromkeys(found) if each][:_MAX_ANNOUNCERS]


def announcers_of_page(body: bytes, url: str, content_type: str | None = None) -> list[Announcer]:
    """The feeds, sitemaps and WordPress posts that a page links by `<link rel>`, in page order; never raises.

    Comment feeds and addresses on other sites are excluded.
    """
    root = parse(Page(body, url, content_type=content_type))
    linked, site = () if root is None else _announcers_in_head(root, url), registrable_domain(url)
    return [one for one in dict.fromkeys(linked) if registrable_domain(one.url) == site][:_MAX_ANNOUNCERS]


def _announcers_in_head(root: _Element, url: str) -> Iterator[Announcer]:
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
            root_url = found if "?" in found else found.rstrip("/") + "/"
            yield Announcer("posts", root_url + _POSTS_ROUTE)


def usual_announcers(url: str) -> list[Announcer]:
    """The usual addresses of feeds and sitemaps on the host of `url`; most of them will not exist."""
    home = absolute(url, "/")
    if home is None:
        return []
    parts = parts_of(home)
    return [Announcer(kind, urlunsplit(parts._replace(path=path, query=""))) for kind, path in _USUAL_PLACES]
