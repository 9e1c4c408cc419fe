"""A small WordPress site: windows-1256 pages, UTF-8 AMP twins, bylines, reading time, captions."""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

from .. import dates
from ..feeds import robots
from ..graph import neighbours
from ..page import Page, article_truth, fill, links_html, links_to, paragraphs, redirect, summary
from . import sada_site as site
from .sada_site import CHROME, HOST, META, OLD_ENCODING, SHORT, SHORTENED, WORDS, where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..page import Link
    from ..texts import Story

__all__ = ["CHROME", "HOST", "pages"]
AMP = ("seed-004", "school-meals", "mali-railway")
# Where the seed's two figures stand among its blocks, the first one counted.
FIGURES = (4, 7)


def amp_url(story: Story) -> str:
    return where(story) + "?amp=1"


def pages(stories: Sequence[Story]) -> list[Page]:
    articles = {story.key: _article(story, stories) for story in stories}
    rules = ("User-agent: *", "Disallow: /wp-admin/", "Disallow: /?s=", "")
    return [
        robots(HOST, *rules, "Sitemap: https://sada-alnil.example/sitemap_index.xml"),
        *articles.values(),
        *(replace(articles[key], url=f"{articles[key].url}?noamp=mobile", kind="tracking") for key in AMP),
        *(_amp(story, stories) for story in stories if story.key in AMP),
        redirect(SHORT, articles[SHORTENED].url, 301),
        *site.pages(stories),
    ]


def _article(story: Story, stories: Sequence[Story]) -> Page:
    near = neighbours(story, stories)
    seed = "captions" in story.lines
    inline = [] if seed else links_to([near.inline], where, "inline")
    shown = (*near.related[:3], near.inline) if seed else near.related[:3]
    related = links_to(dict.fromkeys(shown), _linked, "related")
    read = links_to(near.most_read, where, "most_read")
    main = fill(
        "sada/article.html",
        **_common(story),
        section_name=_section(story),
        stamp=story.date.isoformat(),
        date=dates.written(story.date, digits=story.get("digits", "latin")),
        here=where(story),
        body=_body(story, stories, inline),
        comments=_comments(story),
        related=links_html(related, "sada/card.html"),
        most_read=links_html(read, "line.html", "path"),
    )
    html, charset = _page(story, main)
    return Page(
        where(story),
        "opt_out" if story.flag("noindex") else "article",
        html,
        charset=charset,
        encoding=OLD_ENCODING,
        headers=(("X-Robots-Tag", "noindex, nofollow"),) if story.flag("noindex") else (),
        truth=_truth(story, [*inline, *related, *read], html),
    )


def _comments(story: Story) -> str:
    """What a reader wrote under the article: a paragraph as long as the article's own."""
    who, _, text = story.get("comment").partition(": ")
    return fill("sada/comments.html", who=who, text=text) if text else ""


def _linked(story: Story) -> str:
    """One article is linked by its short address, which redirects."""
    return SHORT if story.key == SHORTENED else where(story)


def _truth(story: Story, links: Sequence[Link], html: str) -> dict[str, object]:
    return article_truth(story, where(story), links, html, section=_section(story))


def _section(story: Story) -> str:
    return str(WORDS["sections"][story.get("section")])


def _common(story: Story) -> dict[str, str]:
    return {
        "title": escape(story.title),
        "author": story.get("author"),
        "author_slug": WORDS["author_slugs"][story.get("author")],
        "minutes": WORDS["minutes"][story.get("minutes")],
        "picture": f"{story.date:%Y/%m}/{story.date:%d%H}",
        "caption": escape(story.get("caption", story.title)),
    }


def _body(story: Story, stories: Sequence[Story], inline: Sequence[Link]) -> str:
    by_key = {other.key: other for other in stories}
    parts = paragraphs(story.blocks, lambda key: where(by_key[key]))
    if captions := story.lines.get("captions", ()):
        for place, caption, credit in zip(FIGURES, captions[::2], captions[1::2], strict=True):
            figure = fill("sada/figure.html", number=str(place), caption=caption, credit=credit)
            parts.insert(place, figure.strip())
    if inline:
        parts.insert(2, links_html(inline, "sada/inline.html", "lower"))
    return "\n".join(parts)


def _page(story: Story, main: str) -> tuple[str, str | None]:
    """The page, and the charset its header names: some name it there, some in a meta element, one nowhere."""
    in_header = story.date.day % 2 == 1 and not story.flag("undeclared")
    person = {"@type": "Person", "name": story.get("author")}
    html = fill(
        "sada/page.html",
        charset="" if in_header or story.flag("undeclared") else META,
        title=escape(story.title),
        head=fill(
            "sada/head.html",
            canonical=where(story),
            amp=f'<link rel="amphtml" href="{amp_url(story)}" />\n' if story.key in AMP else "",
            description=escape(summary(story)),
            data=_data(headline=story.title, datePublished=story.date.isoformat(), author=person),
        ),
        body_class="rtl single-post",
        main=main,
    )
    return html, OLD_ENCODING if in_header else None


def _data(**values: Any) -> str:
    """JSON-LD in ASCII, as WordPress writes it."""
    data = {"@context": "https://schema.org", "@type": "BlogPosting", **values}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def _amp(story: Story, stories: Sequence[Story]) -> Page:
    html = fill(
        "sada/amp.html",
        **_common(story),
        canonical=where(story),
        head=_data(datePublished=story.date.isoformat()),
        body=_body(story, stories, []),
    )
    return Page(amp_url(story), "amp", html, truth=_truth(story, (), html))
