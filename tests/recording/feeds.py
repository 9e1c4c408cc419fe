"""Feeds, sitemaps and robots.txt."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from .dates import rfc822
from .page import Page, summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from .page import Addresses
    from .texts import Story

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def rss(url: str, name: str, stories: Sequence[Story], where: Addresses, media: str = "application/rss+xml") -> Page:
    """An RSS 2.0 feed of the stories; WordPress's own layout."""
    items = "".join(
        f"<item>\n<title>{escape(story.title)}</title>\n<link>{escape(where(story))}</link>\n"
        f"<pubDate>{rfc822(story.date)}</pubDate>\n<guid isPermaLink='false'>{escape(where(story))}</guid>\n"
        f"<description><![CDATA[{summary(story)}]]></description>\n</item>\n"
        for story in stories
    )
    body = (
        f"{_DECLARATION}<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>\n"
        f"<title>{escape(name)}</title>\n<link>{url}</link>\n<language>ar</language>\n{items}</channel></rss>\n"
    )
    return Page(url, "feed", body, media=media)


def sitemap(url: str, entries: Iterable[tuple[str, datetime | None]]) -> Page:
    """A sitemap of addresses with their last change."""
    return Page(url, "sitemap", _sitemap("urlset", "url", entries), media="application/xml")


def sitemap_index(url: str, entries: Iterable[tuple[str, datetime | None]]) -> Page:
    """A sitemap of sitemaps."""
    return Page(url, "sitemap", _sitemap("sitemapindex", "sitemap", entries), media="text/xml")


def _sitemap(root: str, item: str, entries: Iterable[tuple[str, datetime | None]]) -> str:
    lines = "".join(
        f"<{item}><loc>{escape(where)}</loc>"
        + (f"<lastmod>{when:%Y-%m-%dT%H:%M:%S}+00:00</lastmod>" if when else "")
        + f"</{item}>\n"
        for where, when in entries
    )
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'{_DECLARATION}<{root} xmlns="{space}">\n{lines}</{root}>\n'


def robots(host: str, *rules: str) -> Page:
    """The robots.txt of a host."""
    return Page(f"https://{host}/robots.txt", "robots_txt", "\n".join(rules) + "\n", media="text/plain")
