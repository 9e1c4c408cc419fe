"""The agency's frame with its menus and stories, its listings, feed and sitemaps, on two hosts."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from ..feeds import rss, sitemap, sitemap_index
from ..page import Link, Page, address, fill, labels, links_html, links_to, redirect, slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..texts import Story

HOST, MIRROR = "arabic.rt.com", "rtarabic.com"
WORDS = labels("rt")
CHROME = ("/live/", "/about*", "/listing/more", "/prg/poll2025", "/search*", "/press/")
# What the mirror serves itself; for other listings it sends visitors to the original.
MIRRORED = ("/", "/world/", "/russia/", "/rss/")


def where(story: Story) -> str:
    return address(HOST, f"/{story.get('section')}/{story.get('id')}-{story.get('slug')}")


def on_mirror(url: str) -> str:
    return url.replace(HOST, MIRROR, 1)


def pages(stories: Sequence[Story]) -> list[Page]:
    """Everything but the articles; the mirror has no sitemaps."""
    own = [*_listings(stories), rss(address(HOST, "/rss/"), WORDS["name"], stories, where)]
    served = {address(HOST, path) for path in MIRRORED}
    twins = [
        replace(page, url=on_mirror(page.url)) if page.url in served else redirect(on_mirror(page.url), page.url)
        for page in own
    ]
    return [*own, *twins, *_sitemaps(stories)]


def tag_links(story: Story, stories: Sequence[Story]) -> list[Link]:
    """The story's tags that another story has too: only those have a page."""
    shared = [tag for tag in story.tags if sum(tag in other.tags for other in stories) > 1]
    return [Link(tag, address(HOST, f"/tags/{slug(tag)}"), "tag") for tag in shared]


def page(title: str, head: str, main: str) -> str:
    topics = [Link(name, address(HOST, f"/prg/{slug(name)}"), "menu") for name in WORDS["stories"]]
    rubrics = [Link(name, address(HOST, f"/prg/{slug(name)}"), "menu") for name in WORDS["rubrics"]]
    return fill(
        "rt/page.html",
        title=escape(title),
        head=head,
        counter="34",
        stories=links_html(topics, "item.html", "path"),
        cards=links_html([*topics, *rubrics], "rt/double.html", "path"),
        main=main,
    )


def _listings(stories: Sequence[Story]) -> list[Page]:
    sections = {name: [s for s in stories if s.get("section") == name] for name in WORDS["sections"]}
    sections["russia"] = sections["technology"] + sections["culture"]
    shown = {"/": (WORDS["home"], list(stories)), "/prg/stories": (WORDS["home"], list(stories)[:3])}
    shown |= {f"/{name}/": (WORDS["sections"][name], some) for name, some in sections.items() if name != "press"}
    shown |= {f"/prg/{slug(name)}": (name, sections["world"]) for name in (*WORDS["stories"], *WORDS["rubrics"])}
    for tag in {link.title for story in stories for link in tag_links(story, stories)}:
        shown[f"/tags/{slug(tag)}"] = (tag, [story for story in stories if tag in story.tags])
    made = []
    for path, (title, some) in sorted(shown.items()):
        items = links_html(links_to(some, where, "other"), "rt/card.html", "path")
        main = fill("rt/listing.html", title=title, items=items)
        made.append(Page(address(HOST, path), "tag" if "/tags/" in path else "listing", page(title, "", main)))
    return made


def _sitemaps(stories: Sequence[Story]) -> list[Page]:
    made = []
    for month in sorted({f"{story.date:%Y-%m}" for story in stories}):
        entries = [(where(story), story.date) for story in stories if f"{story.date:%Y-%m}" == month]
        made.append(sitemap(address(HOST, f"/sitemap_{month}.xml"), entries))
    return [sitemap_index(address(HOST, "/sitemap.xml"), [(each.url, None) for each in made]), *made]
