"""The WordPress outlet's frame, listings, tag and author pages, feed, sitemaps and pages about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import dates
from ..feeds import rss, sitemap, sitemap_index
from ..page import TEMPLATES, Link, Page, address, fill, labels, links_html, links_to, slug, static_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..texts import Story

HOST = "nan.media"
WORDS = labels("nan")
PER_LISTING, PER_FEED = 8, 15
ENGLISH = address(HOST, "/en/sahel-security-briefing-march-2025/")
PRIVATE = address(HOST, "/ملف-خاص/")
SITEMAP_LINE = "Sitemap: https://nan.media/wp-sitemap.xml"
# One article has moved; a category page still names its old address.
OLD_SLUG, MOVED = address(HOST, "/ماراثون-طرابلس-يعود-بعد-غياب/"), "tripoli-marathon"


def where(story: Story) -> str:
    return address(HOST, f"/{story.get('slug') or slug(story.title)}/")


def _tag_url(tag: str) -> str:
    return address(HOST, f"/tag/{slug(tag)}/")


def tag_links(tags: Iterable[str]) -> list[Link]:
    return [Link(tag, _tag_url(tag), "tag") for tag in tags]


def shared(story: Story, stories: Sequence[Story]) -> list[str]:
    """The story's tags that another story has too: only those have a page."""
    return [tag for tag in story.tags if sum(tag in other.tags for other in stories) > 1]


def _all_shared(stories: Sequence[Story]) -> list[str]:
    return sorted({tag for story in stories for tag in shared(story, stories)})


def pages(stories: Sequence[Story]) -> list[Page]:
    """Everything but the articles."""
    return [*_listings(stories), *_by_tag_and_author(stories), *_announcements(stories), *_static(stories)]


def page(head: str, body_class: str, main: str, stories: Sequence[Story], latest: Sequence[Link] = ()) -> str:
    newest = [story for story in stories if story.linked][:5]
    shown = latest or links_to(newest, where, "latest")
    return fill(
        "nan/page.html",
        head=head,
        body_class=body_class,
        today=dates.weekday(stories[0].date).partition("،")[0],
        main=main,
        latest=links_html(shown, "item.html", "lower"),
        cloud=links_html(tag_links(_all_shared(stories)), "link.html", "lower"),
    )


def _listing(path: str, title: str, shown: Sequence[Story], stories: Sequence[Story], kind: str = "listing") -> Page:
    links = links_to(shown, lambda story: _listed(story, path), "other")
    pager = fill("link.html", href=address(HOST, "/page/2/"), text=WORDS["next"]) if path == "/" else ""
    items = links_html(links, "nan/entry.html", "lower")
    main = fill("nan/listing.html", title=title, items=items, pager=pager)
    head = f"<title>{title} - {WORDS['name']}</title>"
    return Page(address(HOST, path), kind, page(head, f"archive {kind}", main, stories))


def _listed(story: Story, path: str) -> str:
    return OLD_SLUG if "/category/" in path and story.key == MOVED else where(story)


def _listings(stories: Sequence[Story]) -> list[Page]:
    made = [
        _listing("/", WORDS["home"], stories[:PER_LISTING], stories),
        _listing("/page/2/", WORDS["home"], stories[PER_LISTING:], stories),
    ]
    for section, name in WORDS["sections"].items():
        shown = [story for story in stories if story.get("section") == section]
        made.append(_listing(f"/category/{section}/", name, shown, stories))
    return made


def _by_tag_and_author(stories: Sequence[Story]) -> list[Page]:
    made = []
    for tag in _all_shared(stories):
        shown = [story for story in stories if tag in story.tags]
        made.append(_listing(f"/tag/{slug(tag)}/", WORDS["tag"] + tag, shown, stories, "tag"))
    for author, name in WORDS["author_slugs"].items():
        shown = [story for story in stories if story.get("author") == author]
        made.append(_listing(f"/author/{name}/", WORDS["author"] + author, shown, stories, "author"))
    return made


def _announcements(stories: Sequence[Story]) -> list[Page]:
    posts = address(HOST, "/wp-sitemap-posts-post-1.xml")
    terms = address(HOST, "/wp-sitemap-taxonomies-category-1.xml")
    return [
        rss(address(HOST, "/feed/"), WORDS["name"], stories[:PER_FEED], where),
        sitemap_index(address(HOST, "/wp-sitemap.xml"), [(posts, None), (terms, None)]),
        sitemap(posts, [(where(story), story.date) for story in stories]),
        sitemap(terms, [(address(HOST, f"/category/{section}/"), None) for section in WORDS["sections"]]),
    ]


def _static(stories: Sequence[Story]) -> list[Page]:
    made = []
    english = (TEMPLATES / "nan/english.html").read_text("utf-8").strip().split("|")
    for path, title, texts in [*static_texts("nan/static.html"), ("", english[0], english[1:])]:
        main = fill("nan/plain.html", title=title, body="".join(f"<p>{text}</p>\n" for text in texts))
        html = page(f"<title>{title}</title>", "page", main, stories)
        made.append(Page(address(HOST, f"/{path}/") if path else ENGLISH, "about" if path else "english", html))
    return made
