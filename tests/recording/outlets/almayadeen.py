"""The network: JSON metadata of its own, inline "read also" paragraphs, tweets, AMP twins under numbers."""

from __future__ import annotations

import json
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
    summary,
)
from . import almayadeen_site as site
from .almayadeen_site import CHROME, HOST, WORDS, where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..texts import Story

__all__ = ["CHROME", "HOST", "pages"]
BARE = "almayadeen.net"
AMP = ("seed-003", "sahel-radio", "gaza-school", "vaccine-trial")
# What the seed's inline teaser points to has never been in the recording.
SEED_INLINE = address(HOST, "/news/politics/جنوب-أفريقيا-نحو-تعزيز-التعاون-مع-روسيا-في-مجالي-التعدين-والطاقة")


def amp_url(story: Story) -> str:
    """The seed's AMP page lies on the bare host, as it was found; the others' on the site's own."""
    host = BARE if story.key.startswith("seed") else HOST
    return address(host, f"/amp/news/{story.get('id')}/{site.slug_of(story)}")


def pages(stories: Sequence[Story]) -> list[Page]:
    rules = ("User-agent: *", "Disallow: /Account/", "Disallow: /search", "", "User-agent: GPTBot", "Disallow: /")
    return [
        robots(HOST, *rules, "", "Sitemap: https://www.almayadeen.net/sitemaps/all.xml"),
        robots(BARE, *rules),
        *(_article(story, stories) for story in stories),
        *(_amp(story, stories) for story in stories if story.key in AMP),
        *site.pages(stories),
        dead(SEED_INLINE),
    ]


def _article(story: Story, stories: Sequence[Story]) -> Page:
    near = neighbours(story, stories)
    # The seed's inline teaser is fixed, so its cards lead on to the next article of the round.
    shown = (*near.related, near.inline) if "inline" in story.lines else near.related
    related, read = links_to(dict.fromkeys(shown), where, "related"), links_to(near.most_read, where, "most_read")
    inline = _inline(story, near.inline)
    main = fill(
        "almayadeen/article.html",
        section=story.get("section"),
        section_name=_section(story),
        title=escape(story.title, quote=False),
        alt=escape(story.title),
        author=story.get("author", WORDS["house"]),
        source=WORDS["house"],
        date=dates.dual(story.date),
        here=where(story),
        id=story.get("id"),
        body="\n".join(_body(story, stories, inline)),
        tags=links_html(site.tag_links(story, stories), "item.html"),
        related=links_html(related, "almayadeen/card.html", "raw"),
        most_read=links_html(read, "item.html", "path"),
    )
    html = site.page(story.title, _head(story), main)
    kind = "opt_out" if story.flag("noai") else "article"
    return Page(where(story), kind, html, truth=_truth(story, [inline, *related, *read], html))


def _truth(story: Story, links: Sequence[Link], html: str) -> dict[str, object]:
    return article_truth(
        story,
        where(story),
        links,
        html,
        authors=[story.get("author")] if story.get("author") else None,  # else only the house is named
        source=WORDS["house"],
        section=_section(story),
        keywords=list(story.tags),
    )


def _section(story: Story) -> str:
    return str(WORDS["sections"][story.get("section")])


def _inline(story: Story, other: Story) -> Link:
    if "inline" in story.lines:
        return Link(story.lines["inline"][0].partition(": ")[2], SEED_INLINE, "inline")
    return Link(other.title, where(other), "inline")


def _body(story: Story, stories: Sequence[Story], inline: Link, amp: bool = False) -> list[str]:
    by_key = {other.key: other for other in stories}
    parts = paragraphs(story.blocks, lambda key: where(by_key[key]), sub="<h3>{}</h3>")
    if tweet := _tweet(story, amp):
        parts.insert(5 if "tweet" in story.lines else len(parts) - 1, tweet)
    strong = story.date.day % 2 == 1 and "inline" not in story.lines
    pattern = "almayadeen/inline-strong.html" if strong else "almayadeen/inline.html"
    parts.insert(3 if "inline" in story.lines else 2, links_html([inline], pattern))
    return [*parts, f"<p>{story.get('translator')}</p>"] if story.get("translator") else parts


def _tweet(story: Story, amp: bool) -> str:
    """A post embedded in the text, before its script has run; its date is not the article's."""
    if "tweet" in story.lines:
        text, by, *rest = story.lines["tweet"]
    elif story.date.day % 3 == 0:
        text, rest = WORDS["tweets"][story.date.day % 2], []
        by = f"{WORDS['tweet_by']} {story.date:%B} {story.date.day}, {story.date.year}"
    else:
        return ""
    who, _, day = by.partition(") ")
    values = {"text": escape(text), "who": f"{escape(who)})", "day": day, "number": str(story.date.day)}
    more = "".join(f"<br>{escape(line)}" for line in rest)
    quote = fill("almayadeen/tweet.html", **values, more=more).strip()
    return fill("almayadeen/tweet-amp.html" if amp else "almayadeen/tweet-script.html", quote=quote).strip()


def _head(story: Story) -> str:
    stamp, author = story.date.isoformat(), story.get("author", WORDS["house"])
    data = {
        **{"title": story.title, "postid": story.get("id"), "lang": "ar", "author": author},
        **{"keywords": ",".join(story.tags), "published_time": stamp, "last_updated": stamp},
        **{"word_count": sum(len(block.text.split()) for block in story.blocks)},
        **{"description": summary(story), "classes": [{"mapping": "section", "value": _section(story)}]},
    }
    return fill(
        "almayadeen/head.html",
        canonical=where(story),
        amp=f'<link rel="amphtml" href="{amp_url(story)}" />\n' if story.key in AMP else "",
        robots="noai, noimageai" if story.flag("noai") else "index, follow",
        id=story.get("id"),
        title=escape(story.title),
        data=json.dumps(data, ensure_ascii=False),
    )


def _amp(story: Story, stories: Sequence[Story]) -> Page:
    inline = _inline(story, neighbours(story, stories).inline)
    html = fill(
        "almayadeen/amp.html",
        title=escape(story.title, quote=False),
        canonical=where(story),
        id=story.get("id"),
        head=ld_json(headline=story.title, datePublished=story.date.isoformat()),
        body="\n".join(_body(story, stories, inline, amp=True)),
    )
    truth = {**_truth(story, [inline], html), "authors": None}  # the twin names nobody
    return Page(amp_url(story), "amp", html, truth=truth)
