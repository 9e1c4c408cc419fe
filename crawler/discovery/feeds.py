"""RSS and Atom feeds → announced articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.discovery.announced import Announced, absolute, each_once, iso_time, plain
from crawler.discovery.xml import children, local_name, read_root, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_TIMES = ("pubdate", "published", "date", "issued", "updated", "modified")


def read_feed(body: bytes, url: str) -> list[Announced]:
    """The entries of an RSS 0.9x, 1.0 or 2.0 or Atom feed, in feed order, each address once.

    Links are resolved against `url`. Empty for anything that is no feed; never raises.
    """
    root = read_root(body)
    if root is None:
        return []
    entries = (element for element in root.iter() if local_name(element) in ("item", "entry"))
    return each_once([one for entry in entries if (one := _announced(entry, url))])


def _announced(entry: _Element, base: str) -> Announced | None:
    url = absolute(base, _link(entry))
    if url is None:
        return None
    return Announced(url, plain(text_of(entry, "title")), iso_time(text_of(entry, *_TIMES)))


def _link(entry: _Element) -> str | None:
    """The article's own address: FeedBurner's original, an alternate link, a plain link, a permanent guid."""
    if original := text_of(entry, "origlink"):
        return original
    for link in children(entry, "link"):
        if link.get("rel", "alternate") == "alternate" and (found := link.get("href") or link.text):
            return found
    for guid in children(entry, "guid", "id"):
        if guid.get("isPermaLink", "true").lower() != "false":
            return guid.text if (guid.text or "").strip().startswith("http") else None
    return entry.get(_RDF_ABOUT)
