"""RSS and Atom feeds → announced articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.discovery.announced import Announced, absolute, each_once, iso_time, plain
from crawler.discovery.xml import child_text, children, local_name, read_root

if TYPE_CHECKING:
    from lxml.etree import _Element

_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_TIMES = ("pubdate", "published", "date", "issued", "updated", "modified")


def read_feed(body: bytes, url: str) -> list[Announced]:
    """The entries of an RSS 0.9x, 1.0 or 2.0 or Atom feed, in feed order, without repeated addresses.

    Links are resolved against `url`. Empty if the body is not a feed; never raises.
    """
    root = read_root(body)
    if root is None:
        return []
    entries = (element for element in root.iter() if local_name(element) in ("item", "entry"))
    return each_once([one for entry in entries if (one := _feed_entry(entry, url))])


def _feed_entry(entry: _Element, base: str) -> Announced | None:
    url = absolute(base, _entry_address(entry))
    if url is None:
        return None
    return Announced(url, plain(child_text(entry, "title")), iso_time(child_text(entry, *_TIMES)))


def _entry_address(entry: _Element) -> str | None:
    """The article's address: FeedBurner's original link, else an alternate or plain link, else a permanent guid."""
    if original := child_text(entry, "origlink"):
        return original
    for link in children(entry, "link"):
        if link.get("rel", "alternate") == "alternate" and (found := link.get("href") or link.text):
            return found
    for guid in children(entry, "guid", "id"):
        if guid.get("isPermaLink", "true").lower() != "false":
            return guid.text if (guid.text or "").strip().startswith("http") else None
    return entry.get(_RDF_ABOUT)
