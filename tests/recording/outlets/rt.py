"""The agency: captions that repeat the title, cards in the text, a poll, a latest list, a mirror, AMP twins."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from .. import dates
from ..feeds import robots
from ..graph import neighbours
from ..page import (
    Link,
    Page,
    address,
    article_truth,
    dead,
    fill,
    ld_json,
    links_html,
    links_to,
    paragraphs,
    redirect,
    slug,
    summary,
)
from . import rt_site as site
from .rt_site import CHROME, HOST, MIRROR, WORDS, on_mirror, where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..texts import Story

__all__ = ["CHROME", "HOST", "pages"]
CARD = "rt/card.html"
# The first number of the headlines at the foot of the seed's page: none of them is in the recording.
SEED_LATEST = 1745001
AMP = ("seed-002", "sleep-study", "cadets-kazan")
TWINS = ("seed-002", "sleep-study", "fuel-convoy")
# One article is linked as somebody pasted it, with a tracking parameter.
FACEBOOK, TRACKED = "fbclid=IwAR0k3JvVn2Qm", "robot-goalkeeper"


def pages(stories: Sequence[Story]) -> list[Page]:
    articles = {story.key: _article(story, stories) for story in stories}
    rules = ("User-agent: *", "Disallow: /search", "Disallow: /press/", "Disallow: /listing/")
    lost = [link.url for story in stories for link in _seed_latest(story)]
    tracked = f"{articles[TRACKED].url}?{FACEBOOK}"
    return [
        robots(HOST, *rules, "Sitemap: https://arabic.rt.com/sitemap.xml"),
        robots(MIRROR, *rules),
        *articles.values(),
        *(_amp(story, stories) for story in stories if story.key in AMP),
        *(_mirrored(story, articles[story.key]) for story in stories),
        replace(articles[TRACKED], url=tracked, kind="tracking"),
        redirect(on_mirror(tracked), tracked),
        *(dead(url) for each in lost for url in (each, on_mirror(each))),
        *site.pages(stories),
    ]


def _article(story: Story, stories: Sequence[Story]) -> Page:
    near = neighbours(story, stories)
    seed = "poll" in story.lines
    card = [] if seed else links_to([near.inline], where, "inline")
    shown = [*near.related[:3], near.inline] if seed else near.related[:3]
    related = links_to(dict.fromkeys(shown), _followed, "related")
    latest = _seed_latest(story) or links_to(near.latest, where, "latest")
    polls = next(other.lines["poll"] for other in stories if "poll" in other.lines)
    main = fill(
        "rt/article.html",
        **_common(story, stories),
        section=story.get("section"),
        section_name=_section(story),
        body=_body(story, stories, card),
        tags=links_html(site.tag_links(story, stories), "link.html", "path"),
        related=links_html(related, CARD, "path"),
        latest=links_html(latest, CARD, "path"),
        poll=polls[0 if seed else 1],
    )
    html = site.page(story.title, _head(story), main)
    truth = _truth(story, [*card, *related, *latest], html)
    return Page(where(story), "robots" if story.flag("robots") else "article", html, truth=truth)


def _truth(story: Story, links: Sequence[Link], html: str) -> dict[str, object]:
    return article_truth(
        story,
        where(story),
        links,
        html,
        authors=None,  # JSON-LD names the house
        source=story.get("source"),
        section=_section(story),
        keywords=list(story.tags),
    )


def _section(story: Story) -> str:
    return str(WORDS["sections"][story.get("section")])


def _followed(story: Story) -> str:
    return f"{where(story)}?{FACEBOOK}" if story.key == TRACKED else where(story)


def _common(story: Story, stories: Sequence[Story]) -> dict[str, str]:
    by_key = {other.key: other for other in stories}
    return {
        "title": escape(story.title, quote=False),
        "id": story.get("id"),
        "date": dates.dotted(story.date),
        "credit": story.get("credit"),
        "lede": story.blocks[0].html(lambda key: where(by_key[key])),
    }


def _seed_latest(story: Story) -> list[Link]:
    titles = story.lines.get("latest", ())
    paths = [f"/middle_east/{SEED_LATEST + 7 * i}-{slug(title)}" for i, title in enumerate(titles)]
    return [Link(title, address(HOST, path), "latest") for title, path in zip(titles, paths, strict=True)]


def _body(story: Story, stories: Sequence[Story], card: Sequence[Link]) -> str:
    by_key = {other.key: other for other in stories}
    pattern = "<div>{}</div>" if story.flag("divs") else "<p>{}</p>"
    parts = paragraphs(story.blocks[1:], lambda key: where(by_key[key]), pattern)
    if card:
        parts.insert(2, links_html(card, "rt/story.html", "path"))
    return "\n".join([*parts, f'<p class="source">المصدر: {story.get("source")}</p>'])


def _data(story: Story) -> str:
    stamp, house = story.date.isoformat(), {"@type": "Organization", "name": "RT Arabic"}
    names = {"author": house, "publisher": house}
    return ld_json(headline=story.title, datePublished=stamp, **names, mainEntityOfPage=where(story))


def _head(story: Story) -> str:
    return fill(
        "rt/head.html",
        canonical=where(story),
        amp=f'<link rel="amphtml" href="{where(story)}/amp">\n' if story.key in AMP else "",
        title=escape(story.title),
        description=escape(summary(story)),
        data=_data(story),
    )


def _amp(story: Story, stories: Sequence[Story]) -> Page:
    values = {"canonical": where(story), "head": _data(story), "body": _body(story, stories, [])}
    html = fill("rt/amp.html", **_common(story, stories), **values)
    return Page(f"{where(story)}/amp", "amp", html, truth=_truth(story, (), html))


def _mirrored(story: Story, page: Page) -> Page:
    """The mirror serves some pages itself and sends visitors to the original for the rest."""
    if story.key in TWINS:
        return replace(page, url=on_mirror(page.url), kind="mirror")
    return redirect(on_mirror(page.url), page.url)
