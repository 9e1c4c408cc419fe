"""The network's frame, its listings, monthly sitemaps, feed and pages about itself."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ..feeds import rss, sitemap, sitemap_index
from ..page import Link, Page, address, fill, labels, links_html, links_to, slug, static_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..texts import Story

HOST = "www.almayadeen.net"
WORDS = labels("almayadeen")
CHROME = ("/podcasts", "/live", "/terms", "/search*")
SLUG_LENGTH = 65


def slug_of(story: Story) -> str:
    """The last part of the address, cut as the network cuts it."""
    made = story.get("slug") or slug(story.title)
    return made if len(made) <= SLUG_LENGTH else made[:SLUG_LENGTH].rstrip("-")


def where(story: Story) -> str:
    return address(HOST, f"/news/{story.get('section')}/{slug_of(story)}")


def pages(stories: Sequence[Story]) -> list[Page]:
    """Everything but the articles."""
    return [*_listings(stories), *_announcements(stories), *_about()]


def page(title: str, head: str, main: str) -> str:
    return fill("almayadeen/page.html", title=escape(title), head=head, main=main)


def tag_links(story: Story, stories: Sequence[Story]) -> list[Link]:
    """The story's tags that another story has too: only those have a page."""
    shared = [tag for tag in story.tags if sum(tag in other.tags for other in stories) > 1]
    return [Link(tag, address(HOST, f"/tags/{slug(tag)}"), "tag") for tag in shared]


def _listings(stories: Sequence[Story]) -> list[Page]:
    shown = {"/": (WORDS["home"], stories[:6]), "/news": (WORDS["home"], stories)}
    for section, name in WORDS["sections"].items():
        shown[f"/news/{section}"] = (name, [story for story in stories if story.get("section") == section])
    for tag in {link.title for story in stories for link in tag_links(story, stories)}:
        shown[f"/tags/{slug(tag)}"] = (tag, [story for story in stories if tag in story.tags])
    made = []
    for path, (title, some) in sorted(shown.items()):
        items = links_html(links_to(some, where, "other"), "almayadeen/card.html", "path")
        main = fill("almayadeen/listing.html", title=title, items=items)
        made.append(Page(address(HOST, path), "tag" if "/tags/" in path else "listing", page(title, "", main)))
    return made


def _announcements(stories: Sequence[Story]) -> list[Page]:
    months = sorted({(story.date.year, story.date.month) for story in stories})
    maps = []
    for month in months:
        entries = [(where(s), s.date) for s in stories if (s.date.year, s.date.month) == month]
        maps.append(sitemap(address(HOST, "/sitemaps/all/sitemap-{}-{}.xml".format(*month)), entries))
    index = sitemap_index(address(HOST, "/sitemaps/all.xml"), [(each.url, None) for each in maps])
    return [index, *maps, rss(address(HOST, "/rss/all"), WORDS["name"], stories[:10], where, "text/xml")]


def _about() -> list[Page]:
    made = []
    for path, title, texts in static_texts("almayadeen/about.html"):
        main = f"<h1>{title}</h1>" + "".join(f"<p>{text}</p>" for text in texts)
        made.append(Page(address(HOST, f"/{path}"), "about", page(title, "", main)))
    return made
