"""Read a page: its article, its links and what it says about itself, from one parse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import lxml.html

from cleaners.article import Article, Change, article_of, related_of
from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.blocks.from_html import blocks_of_tree
from cleaners.blocks.from_text import blocks_of_text
from cleaners.links import PageLink, links_of
from cleaners.metadata.read import Metadata, read_metadata
from cleaners.metadata.titles import choose_title
from cleaners.page import Page, parse
from cleaners.pipeline import replay, settle
from cleaners.quality import judge
from cleaners.sites import rules_for
from cleaners.steps.body.baseline import kept_texts
from cleaners.steps.recipe import Facts, recipe
from cleaners.steps.related.following_links import with_shell_list
from cleaners.text.normalize import SURROGATE, comparison_key

_READINGS = 5
"""Readings of what is left; real texts need one, which changes nothing."""
_UNSEEN_SHARE = 0.5
_OPENING_LETTERS = 80


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one parse of a page gives."""

    article: Article
    blocks: tuple[Block, ...] = ()
    """Every block of the page in its last role."""
    links: tuple[PageLink, ...] = ()
    canonical: str | None = None
    """What the page calls its own address; some outlets name their home page on every article."""
    directives: tuple[str, ...] = ()
    """Robots meta directives, lower-case: `noindex`, `nofollow`, `noai` …"""
    static: bool = False
    """Whether the page's CMS calls it a page and no article: about us, contact, a collection."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, without the blocks."""
        return {
            "article": self.article.to_dict(),
            "links": [asdict(link) for link in self.links],
            "canonical": self.canonical,
            "directives": list(self.directives),
            "static": self.static,
        }


def read_html(page: Page) -> Reading:
    """A fetched page. Never raises for what a page holds: `article.reason` says why there is no article."""
    tree = parse(page)
    if tree is None:
        return Reading(Article(reason="empty"))
    metadata = read_metadata(tree, page.url, page.fetched_at)
    blocks, changes = _clean_tree(tree, page, metadata)
    article = article_of(blocks, changes, page.fetched_at)
    shell = metadata.article_body and _is_unseen(metadata.article_body, article.text, blocks)
    shown = with_shell_list(blocks, page.url) if shell else blocks
    links = links_of(tree, shown, page.url)
    if shell and metadata.article_body:
        blocks, changes = _clean_lines(metadata.article_body, metadata.titles, metadata.site_name)
        article = replace(article_of(blocks, changes, page.fetched_at), related=related_of(shown))
    article = described(article, metadata)
    article = replace(article, reason=judge(article, blocks, metadata.kinds))
    return Reading(article, blocks, links, metadata.canonical, metadata.directives, metadata.is_static)


def _is_unseen(body: str, text: str, blocks: Sequence[Block]) -> bool:
    """Whether the text of a page's JSON-LD stands nowhere on the page itself, which shows less than half of it."""
    if len(text) > _UNSEEN_SHARE * len(body):
        return False
    opening = comparison_key(body[:_OPENING_LETTERS])
    return bool(opening) and opening not in comparison_key(" ".join(block.text for block in blocks))


def read_text(text: str) -> Reading:
    """A text that was flattened from a page earlier. Never raises."""
    blocks, changes = _clean_lines(text, ())
    article = article_of(blocks, changes)
    return Reading(replace(article, reason=judge(article, blocks)), blocks)


def read_page(html: bytes, url: str | None, fetched_at: str | None, content_type: str | None) -> dict[str, Any]:
    """`read_html` for another process: plain values in, the JSON form out."""
    moment = datetime.fromisoformat(fetched_at) if fetched_at else None
    return read_html(Page(html, url, moment, content_type)).to_dict()


def _clean_tree(tree: lxml.html.HtmlElement, page: Page, metadata: Metadata) -> tuple[Document, tuple[Change, ...]]:
    """The blocks of a page in their last roles, and how they came to them."""
    site = rules_for(page.url)
    removed = {element for selector in site.remove for element in selector.elements(tree)}
    facts = Facts(
        url=page.url,
        titles=metadata.titles,
        authors=metadata.authors,
        outlet=metadata.site_name,
        kept=kept_texts(tree),
        fetched_at=page.fetched_at,
        site=site,
    )
    return settle(recipe(facts), blocks_of_tree(tree, page.url, removed))


def _clean_lines(text: str, titles: Sequence[str], outlet: str | None = None) -> tuple[Document, tuple[Change, ...]]:
    """The lines of a flattened text in their last roles, and how they came to them.

    What is left is read again as a text of its own until that changes nothing: a clean text stays as it is.
    """
    text = SURROGATE.sub("\ufffd", text)  # or the trace, which holds lines as they were, could not be written
    facts = Facts(flattened=True, titles=tuple(titles), outlet=outlet)
    blocks, changes = settle(recipe(facts), blocks_of_text(text))
    for _ in range(_READINGS):
        left = blocks.body
        alone = blocks_of_text("\n\n".join(block.text for block in left))
        _, again = settle(recipe(Facts(flattened=True)), alone)
        if not again:
            break
        more = tuple(replace(change, index=left[change.index].index) for change in again)
        blocks, changes = replay(blocks, more), changes + more
    return blocks, changes


def described(article: Article, metadata: Metadata) -> Article:
    """The article with what the page's metadata says better than its lines."""
    dated = metadata if metadata.date_published else article
    return replace(
        article,
        title=choose_title(metadata.candidates, article.title, article.blocks[:3]),
        authors=list(metadata.authors) or article.authors,
        date_published=dated.date_published,
        date_modified=metadata.date_modified,
        date_raw=SURROGATE.sub("\ufffd", dated.date_raw) if dated.date_raw else None,
        date_method=dated.date_method,
        source=article.source or metadata.source,
        section=metadata.section,
        keywords=list(metadata.keywords) or article.keywords,
    )
