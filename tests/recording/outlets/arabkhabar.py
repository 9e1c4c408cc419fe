"""The aggregator: whole second articles, keyword lines, source lines; no feed, no dates for machines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING, Any

from .. import dates
from ..feeds import robots
from ..graph import Neighbours, neighbours
from ..page import Link, Page, article_truth, fill, links_html, links_to, paragraphs, summary
from . import arabkhabar_site as site
from .arabkhabar_site import CHROME, HOST, numbered, where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..texts import Story

__all__ = ["CHROME", "HOST", "pages"]
ITEM = "item.html"
PERSIAN = {0x06CC: "ي", 0x06A9: "ك"}
TRACKING, TRACKED = "utm_source=sidebar&utm_medium=web", "chess-girl"
# One article came from two sources and stands under two numbers.
DOUBLE, DOUBLED = 2611203, "heat-wave"


def pages(stories: Sequence[Story]) -> list[Page]:
    articles = [_article(story, stories) for story in stories]
    doubled = next(story for story in stories if story.key == DOUBLED)
    tracked = next(page for page in articles if page.truth["story"].endswith(TRACKED))
    return [
        robots(HOST, "User-agent: *", "Disallow: /search", "Disallow: /go/", "Crawl-delay: 1"),
        *articles,
        replace(tracked, url=f"{tracked.url}?{TRACKING}", kind="tracking"),
        _article(doubled, stories, number=DOUBLE),
        *site.pages(stories),
    ]


def _article(story: Story, stories: Sequence[Story], number: int | None = None) -> Page:
    near = neighbours(story, stories)
    inline = links_to([near.inline], where, "inline") if story.get("glued") else []
    second = _second(story, stories, near)
    related = _related(story, near)
    latest = [Link(other.title, _followed(other), "latest") for other in near.latest]
    read = links_to(dict.fromkeys((near.inline, *near.most_read)), where, "most_read")
    url = numbered(number) if number else where(story)
    main = fill(
        "arabkhabar/article.html",
        **_source(story, hours=30 if number else 21),
        title=escape(story.title, quote=False),
        date=dates.ordinal(story.date),
        body=_body(story, inline),
        words=_words(story),
        here=url,
        also=_also(second),
        related=links_html(related, ITEM),
    )
    html = site.page(story.title, summary(story), main, latest, read)
    truth = article_truth(
        story,
        where(story),
        [*inline, *links_to([second], where, "related"), *related, *latest, *read],
        html,
        source=story.get("source"),
        embedded=_embedded(story, second),
        keywords=[_words(story).translate(PERSIAN)],
    )
    return Page(url, "duplicate" if number else "article", html, truth=truth)


def _source(story: Story, hours: int) -> dict[str, str]:
    """The lines that say where an article comes from, and when it was fetched (never when it was published)."""
    publisher, source = story.get("publisher"), story.get("source")
    fetched = story.date + timedelta(hours=hours, minutes=11, seconds=story.date.day)
    rows = [source, publisher] if story.get("rows") else [source]
    return {
        "publisher": publisher,
        "stamp": f"{fetched:%Y-%m-%d@%H:%M:%S} GMT",
        "rows": "\n".join(f'<div class="src">المصدر: {row}</div>' for row in rows),
    }


def _words(story: Story) -> str:
    if "keywords" in story.lines:
        return story.lines["keywords"][0].partition(": ")[2]
    return story.get("words")


def _second(story: Story, stories: Sequence[Story], near: Neighbours) -> Story:
    """The article printed whole under "read also"."""
    if story.key == "seed-000":
        return next(other for other in stories if other.key == "uae-trade")
    return near.related[0] if story.get("glued") else near.inline


def _followed(story: Story) -> str:
    """The sidebar's address of an article: one of them counts its visitors."""
    return f"{where(story)}?{TRACKING}" if story.key == TRACKED else where(story)


def _related(story: Story, near: Neighbours) -> list[Link]:
    if "related" in story.lines:
        titles = [line.lstrip("• ") for line in story.lines["related"]]
        return [Link(t, numbered(n), "related") for t, n in zip(titles, site.SEED_TARGETS, strict=True)]
    links = links_to(near.related, where, "related")
    return [*links, Link(story.title, numbered(DOUBLE), "related")] if story.key == DOUBLED else links


def _body(story: Story, inline: Sequence[Link]) -> str:
    parts = paragraphs(story.blocks, str)
    for link in inline:
        place = int(story.get("glued")) - 1
        parts[place] = parts[place].replace("<p>", f'<p><a href="{link.url}">إقرأ المزيد</a>', 1)
    if story.flag("breaks"):
        return "<br />\n<br />\n".join(part.removeprefix("<p>").removesuffix("</p>") for part in parts)
    if "next" in story.lines:
        head, *rest = story.lines["next"]
        parts += [f"<h2>{head}</h2>", *(f"<p>{line}</p>" for line in rest)]
    return "\n".join(parts)


def _also(second: Story) -> str:
    body = "\n".join(paragraphs(second.blocks, str))
    head = links_html(links_to([second], where, "related"), "link.html")
    return f'<h4>{head}</h4>\n<div>{body}</div>\n<div class="src">المصدر: {second.get("source")}</div>'


def _embedded(story: Story, second: Story) -> list[dict[str, Any]]:
    """The other whole articles of the page, in order."""
    whole = [(second.title, second.get("source"), [block.text for block in second.blocks])]
    if "next" in story.lines:
        head, *rest = story.lines["next"]
        whole.insert(0, (head, story.get("source"), rest))
    return [{"title": title, "source": source, "blocks": blocks} for title, source, blocks in whole]
