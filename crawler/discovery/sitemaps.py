"""Sitemaps and sitemap indexes → announced articles and further sitemaps."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.discovery.announced import Announced, absolute, certainly_before, each_once, iso_time, plain
from crawler.discovery.xml import child_text, children, decompress, local_name, read_root

if TYPE_CHECKING:
    from datetime import date

    from lxml.etree import _Element

# Sitemaps of an index to read in one round: a year of weekly ones, or 50,000 addresses each.
_SITEMAPS_PER_ROUND = 50
# File names that WordPress and its plug-ins give to sitemaps of pages other than articles.
_NO_ARTICLES = re.compile(r"(author|user|category|categorie|taxonomie|tag|page|video|image|static)s?[-_.0-9]")


@dataclass(frozen=True)
class SitemapPage:
    """The content of one sitemap file: articles, further sitemaps, or (in broken files) both.

    `changed` maps further sitemaps to their last modification time, if the index states it.
    """

    articles: list[Announced]
    sitemaps: list[str]
    changed: dict[str, str] = field(default_factory=dict)

    def newest(self, since: date | None = None, most: int = _SITEMAPS_PER_ROUND) -> list[str]:
        """At most `most` further sitemaps, best first, without those certainly unchanged since a date.

        Sitemaps of articles come before those of tags, authors and the like; then the most recently modified first,
        if stated; then the highest numbers in the file name first (months and WordPress pages count upwards).
        """
        wanted = [url for url in self.sitemaps if since is None or not certainly_before(self.changed.get(url), since)]
        wanted.sort(key=_numbers, reverse=True)
        wanted.sort(key=lambda url: self.changed.get(url, ""), reverse=True)
        wanted.sort(key=lambda url: bool(_NO_ARTICLES.search(_file_name(url))))
        return wanted[: max(0, most)]


def read_sitemap(body: bytes, url: str) -> SitemapPage:
    """The addresses of a sitemap or sitemap index, gzipped or not, in file order, each once.

    A news sitemap gives titles and times; in others `published` is the last modification. Addresses are resolved
    against `url`. A plain-text list, one address per line, is a sitemap too. Empty for anything else; never raises.
    """
    root = read_root(body)
    if root is None:
        return SitemapPage(_listed(body, url), [])
    articles = [one for element in _elements_named(root, "url") if (one := _sitemap_entry(element, url))]
    further = [(found, element) for element in _elements_named(root, "sitemap") if (found := _location(element, url))]
    changed = {found: moment for found, element in further if (moment := iso_time(child_text(element, "lastmod")))}
    return SitemapPage(each_once(articles), list(dict.fromkeys(found for found, _ in further)), changed)


def _elements_named(root: _Element, name: str) -> list[_Element]:
    return [element for element in root.iter() if local_name(element) == name]


def _location(element: _Element, base: str) -> str | None:
    return absolute(base, child_text(element, "loc"))


def _sitemap_entry(element: _Element, base: str) -> Announced | None:
    """The article that an entry announces: of a page in several languages, the Arabic one."""
    url = _arabic_alternate(element, base) or _location(element, base)
    if url is None:
        return None
    news = next(children(element, "news"), element)
    published = child_text(news, "publication_date") or child_text(element, "lastmod")
    return Announced(url, plain(child_text(news, "title")), iso_time(published))


def _arabic_alternate(element: _Element, base: str) -> str | None:
    """The address of an entry's page in Arabic, if the entry lists its languages; that of Arabic at large first."""
    found = {
        (link.get("hreflang") or "").strip().lower().replace("_", "-"): link.get("href")
        for link in children(element, "link")
        if (link.get("rel") or "alternate").strip().lower() == "alternate"
    }
    arabic = [language for language in found if language.partition("-")[0] == "ar"]
    own = (child_text(element, "loc") or "").strip()
    if any(found[language] == own for language in arabic):
        return None
    return absolute(base, found[min(arabic)]) if arabic else None


def _listed(body: bytes, base: str) -> list[Announced]:
    """The addresses of a plain text; empty unless every line is one."""
    lines = (decompress(body) or b"").decode("utf-8-sig", "replace").split("\n")
    lines = [line.strip() for line in lines if line.strip()]
    if not all(line.startswith(("http://", "https://")) and len(line.split()) == 1 for line in lines):
        return []
    return each_once([Announced(found) for line in lines if (found := absolute(base, line))])


def _file_name(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2].lower()


def _numbers(url: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d{1,9}", _file_name(url))]
