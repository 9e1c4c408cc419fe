"""The small site's frame, its listings and author pages, feed, sitemaps and contact page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..feeds import rss, sitemap, sitemap_index
from ..page import Page, address, fill, labels, links_html, links_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..texts import Story

HOST = "sada-alnil.example"
WORDS = labels("sada")
CHROME = ("/login/", "/privacy-policy/")
OLD_ENCODING = "windows-1256"
META = f'<meta http-equiv="Content-Type" content="text/html; charset={OLD_ENCODING}" />'
SHORT, SHORTENED = address(HOST, "/", "p=4118"), "red-sea-turtles"
LISTED_SECTIONS = ("world", "society", "sport")


def where(story: Story) -> str:
    return address(HOST, f"/{story.date:%Y/%m}/{story.get('slug')}/")


def _author_url(name: str) -> str:
    return address(HOST, f"/author/{name}/")


def pages(stories: Sequence[Story]) -> list[Page]:
    """Everything but the articles."""
    made = [_listing(address(HOST, "/"), WORDS["home"], stories)]
    for section in LISTED_SECTIONS:
        some = [story for story in stories if story.get("section") == section]
        made.append(_listing(address(HOST, f"/category/{section}/"), WORDS["sections"][section], some))
    for author, name in WORDS["author_slugs"].items():
        some = [story for story in stories if story.get("author") == author]
        made.append(_listing(_author_url(name), author, some, "author"))
    contact = _plain(address(HOST, "/contact-us/"), "about", "contact", fill("sada/contact.html"))
    return [*made, *_announcements(stories), contact]


def _listing(url: str, title: str, stories: Sequence[Story], kind: str = "listing") -> Page:
    items = links_html(links_to(stories, where, "other"), "sada/card.html")
    return _plain(url, kind, title, fill("sada/listing.html", title=title, items=items))


def _plain(url: str, kind: str, title: str, main: str) -> Page:
    html = fill("sada/page.html", charset=META, title=title, head="", body_class="rtl archive", main=main)
    return Page(url, kind, html, charset=OLD_ENCODING, encoding=OLD_ENCODING)


def _announcements(stories: Sequence[Story]) -> list[Page]:
    posts, authors = address(HOST, "/post-sitemap.xml"), address(HOST, "/author-sitemap.xml")
    return [
        rss(address(HOST, "/feed/"), WORDS["name"], stories[:10], where),
        sitemap_index(address(HOST, "/sitemap_index.xml"), [(posts, None), (authors, None)]),
        sitemap(posts, [(where(story), story.date) for story in stories]),
        sitemap(authors, [(_author_url(name), None) for name in WORDS["author_slugs"].values()]),
    ]
