"""Sitemaps and sitemap indexes → announced articles and further sitemaps."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.discovery.announced import Announced, absolute, certainly_before, each_once, iso_time, plain
from crawler.discovery.xml import children, decompress, local_name, read_root, text_of

if TYPE_CHECKING:
    from datetime import date

    from lxml.etree import _Element

# Sitemaps of an index that are read in one round: a year by weeks, or 50,000 addresses each.
_MAX_SITEMAPS = 50
# Sitemaps of pages that are no articles, as WordPress and its plug-ins name them.
_NO_ARTICLES = re.compile(r"(author|user|category|categorie|taxonomie|tag|page|video|image|static)s?[-_.0-9]")


@dataclass(frozen=True)
class SitemapPage:
    """What one sitemap file holds: articles, further sitemaps, or (in broken ones) both.

    `changed` gives the time of the last change of further sitemaps, where the index states it.
    """

    articles: list[Announced]
    sitemaps: list[str]
    changed: dict[str, str] = field(default_factory=dict)

    def newest(self, since: date | None = None, most: int = _MAX_SITEMAPS) -> list[str]:
        """The further sitemaps worth reading first, at most `most`; those certainly unchanged since a day are out.

        Sitemaps of articles come before those of tags, authors and the like; then by last change, the newest
        first, where it is stated; then by the numbers in the address, the highest first (months, and the pages
        of WordPress, count upwards).
        """
        wanted = [url for url in self.sitemaps if since is None or not certainly_before(self.changed.get(url), since)]
        wanted.sort(key=_numbers, reverse=True)
        wanted.sort(key=lambda url: self.changed.get(url, ""), reverse=True)
        wanted.sort(key=lambda url: bool(_NO_ARTICLES.search(_name(url))))
        return wanted[: max(0, most)]


def read_sitemap(body: bytes, url: str) -> SitemapPage:
    """The addresses of a sitemap or sitemap index, gzipped or not, in file order, each once.

    A news sitemap gives titles and times; elsewhere `published` is the day of the last change. Addresses are
    resolved against `url`. A plain list of addresses, one a line, is a sitemap too. Empty for anything that is
    none; never raises.
    """
    root = read_root(body)
    if root is None:
        return SitemapPage(_listed(body, url), [])
    articles = [one for element in _named(root, "url") if (one := _announced(element, url))]
    further = [(found, element) for element in _named(root, "sitemap") if (found := _location(element, url))]
    changed = {found: moment for found, element in further if (moment := iso_time(text_of(element, "lastmod")))}
    return SitemapPage(each_once(articles), list(dict.fromkeys(found for found, _ in further)), changed)


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


def _listed(body: bytes, base: str) -> list[Announced]:
    """The addresses of a plain text, if each of its lines is one."""
    lines = (decompress(body) or b"").decode("utf-8-sig", "replace").split("\n")
    lines = [line.strip() for line in lines if line.strip()]
    if not all(line.startswith(("http://", "https://")) and len(line.split()) == 1 for line in lines):
        return []
    return each_once([Announced(found) for line in lines if (found := absolute(base, line))])


def _name(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2].lower()


def _numbers(url: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d{1,9}", _name(url))]
