"""Sitemaps and sitemap indexes → announced articles and further sitemaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.discovery.announced import Announced, absolute, each_once, iso_time, plain
from crawler.discovery.xml import children, local_name, read_root, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True)
class SitemapPage:
    """What one sitemap file holds: articles, further sitemaps, or (in broken ones) both."""

    articles: list[Announced]
    sitemaps: list[str]


def read_sitemap(body: bytes, url: str) -> SitemapPage:
    """The addresses of a sitemap or sitemap index, gzipped or not, in file order, each once.

    A news sitemap gives titles and times; elsewhere `published` is the day of the last change. Addresses are
    resolved against `url`. Empty for anything that is no sitemap; never raises.
    """
    root = read_root(body)
    if root is None:
        return SitemapPage([], [])
    articles = [one for element in _named(root, "url") if (one := _announced(element, url))]
    sitemaps = [found for element in _named(root, "sitemap") if (found := _location(element, url))]
    return SitemapPage(each_once(articles), list(dict.fromkeys(sitemaps)))


def _named(root: _Element, name: str) -> list[_Element]:
    return [element for element in root.iter() if local_name(element) == name]


def _location(element: _Element, base: str) -> str | None:
    return absolute(base, text_of(element, "loc"))


def _announced(element: _Element, base: str) -> Announced | None:
    url = _location(element, base)
    if url is None:
        return None
    news = next(children(element, "news"), element)
    published = text_of(news, "publication_date") or text_of(element, "lastmod")
    return Announced(url, plain(text_of(news, "title")), iso_time(published))
