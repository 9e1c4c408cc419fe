"""The WordPress outlet: bare date lines, a teaser and "read more" last, excerpt cards, Yoast on some pages."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

from .. import dates
from ..feeds import robots
from ..graph import neighbours
from ..page import (
    Link,
    Page,
    article_truth,
    fill,
    ld_json,
    links_html,
    links_to,
    paragraphs,
    redirect,
    spelled,
    summary,
)
from . import nan_site as site
from .nan_site import HOST, WORDS, where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..texts import Story

__all__ = ["CHROME", "HOST", "pages"]
CHROME = ()
TRACKING, TRACKED = "utm_source=telegram&utm_campaign=nanafrica", "kidal-hospital"
# A header that is meant for another robot; the author's name in the text, not in the header.
SCOPED = "algiers-port"
WITH_ENGLISH = "border-clash"
SUBHEAD = '<h3 class="wp-block-heading">{}</h3>'


def pages(stories: Sequence[Story]) -> list[Page]:
    articles = {story.key: _article(story, stories) for story in stories}
    tracked = articles[TRACKED]
    private = spelled(site.PRIVATE, "path")
    return [
        robots(HOST, "User-agent: *", "Disallow: /wp-admin/", f"Disallow: {private}", site.SITEMAP_LINE),
        *articles.values(),
        replace(tracked, url=f"{tracked.url}?{TRACKING}", kind="tracking"),
        redirect(site.OLD_SLUG, articles[site.MOVED].url, 301),
        *site.pages(stories),
    ]


def _article(story: Story, stories: Sequence[Story]) -> Page:
    near = neighbours(story, stories)
    lead = next(other for other in stories if other.key == WITH_ENGLISH)
    teaser = lead if "teaser" in story.lines else near.inline
    # The seed's teaser is fixed, so its cards lead on to the next article of the round.
    cards = tuple(dict.fromkeys((*near.related, near.inline))) if "teaser" in story.lines else near.related
    extra = [Link("Sahel security briefing", site.ENGLISH, "related")] if story.key == WITH_ENGLISH else []
    latest, adjacent = links_to(near.latest, where, "latest"), [near.older, near.newer]
    older, newer = (links_html(links_to([other], where, ""), "nan/anchor.html", "lower") for other in adjacent)
    main = fill(
        "nan/article.html",
        number=str(story.date.timetuple().tm_yday * 37),
        section=story.get("section"),
        section_name=_section(story),
        title=escape(story.title, quote=False),
        byline=_byline(story),
        body="\n".join(_body(story, stories, teaser)),
        tags=links_html(site.tag_links(site.shared(story, stories)), "nan/anchor.html", "lower"),
        here=where(story),
        older=older,
        newer=newer,
        related="\n".join([*map(_card, cards), links_html(extra, "nan/bare-card.html")]),
    )
    html = site.page(_head(story), "single single-post", main, stories, latest)
    links = [*links_to([teaser], where, "inline"), *links_to(cards, where, "related"), *extra, *latest]
    links += links_to(adjacent, where, "adjacent")
    truth: dict[str, Any] = {"section": _section(story), "keywords": list(story.tags)}
    return Page(
        where(story),
        "robots" if story.flag("robots") else "article",
        html,
        headers=(("X-Robots-Tag", "otherbot: noindex, nofollow"),) if story.key == SCOPED else (),
        truth=article_truth(story, where(story), links, html, **truth),
    )


def _section(story: Story) -> str:
    return str(WORDS["sections"][story.get("section")])


def _card(story: Story) -> str:
    return fill(
        "nan/card.html",
        href=spelled(where(story), "lower"),
        number=str(story.date.day),
        title=escape(story.title, quote=False),
        date=_visible_date(story),
        excerpt=escape(summary(story, 110), quote=False),
    )


def _visible_date(story: Story) -> str:
    return dates.written(story.date, story.get("months", "common"), story.get("digits", "latin"))


def _byline(story: Story) -> str:
    """The header's line with the author, and with the date where the text does not begin with it."""
    author, stamp = story.get("author"), story.date.isoformat()
    named = author and story.key != SCOPED
    link = fill("nan/byline.html", slug=WORDS["author_slugs"][author], author=author) if named else ""
    time = f'<time class="entry-date published" datetime="{stamp}">{_visible_date(story)}</time>'
    return link + (time if story.get("bare") == "no" else "")


def _body(story: Story, stories: Sequence[Story], teaser: Story) -> list[str]:
    """Date line, author line on one page, the text with the blank of a visual editor, the teaser."""
    by_key = {other.key: other for other in stories}
    text = paragraphs(story.blocks, lambda key: where(by_key[key]), sub=SUBHEAD)
    text[-1] = text[-1].replace("</p>", "&nbsp;</p>")
    top = [] if story.get("bare") == "no" else [f"<p>{_visible_date(story)}</p>"]
    if story.key == SCOPED:
        top.append(f"<p><strong>{WORDS['byline']}{story.get('author')}</strong></p>")
    if story.get("figure"):
        text.insert(2, fill("nan/figure.html", caption=story.get("figure")))
    if story.flag("promo"):
        text.append(fill("nan/promo.html"))
    pattern = "line.html" if story.key == TRACKED else "nan/teaser.html"
    return [*top, *text, links_html(links_to([teaser], where, "inline"), pattern, "lower")]


def _head(story: Story) -> str:
    """Title and Open Graph; a date for machines on every third day only."""
    names = {"title": escape(story.title), "description": escape(summary(story))}
    head = fill("nan/head.html", **names, canonical=where(story))
    if story.date.day % 3:
        return head
    stamp = story.date.isoformat()
    data: dict[str, Any] = {"headline": story.title, "datePublished": stamp, "mainEntityOfPage": where(story)}
    if story.get("author"):
        data["author"] = {"@type": "Person", "name": story.get("author")}
    return head + fill("nan/published.html", stamp=stamp, data=ld_json(**data))
