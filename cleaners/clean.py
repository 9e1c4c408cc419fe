"""Clean a page: its article, links and metadata from a single parse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import NoneType
from typing import Any

from lxml import etree
from msgspec import structs

from cleaners.article import Article, Change, State, article_of, related_of
from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.blocks.folded import unfolded_blocks
from cleaners.blocks.from_text import blocks_of_text
from cleaners.links import PageLink, links_of
from cleaners.metadata.page_state import state_text
from cleaners.metadata.read import Metadata, read_metadata
from cleaners.metadata.titles import choose_title
from cleaners.page import Page, parse
from cleaners.pipeline import replay, run, run_until_stable
from cleaners.quality import Rejection, rejection
from cleaners.sites import rules_for
from cleaners.sites.learned import learned_for
from cleaners.steps.body.referee import PageReferee
from cleaners.steps.boilerplate.repeated import knowing, repeated
from cleaners.steps.recipe import Facts, finder, recipe
from cleaners.steps.related.following_links import with_shell_list
from cleaners.steps.tail.guard import guard
from cleaners.text.mojibake import repaired
from cleaners.text.normalize import SURROGATE, comparison_key, normalize
from cleaners.text.text_cache import count_letters

_MAX_READINGS = 5
"""Maximum passes over the cleaned text; real texts need one, which changes nothing."""
_SHOWN_SHARE = 0.5
_OPENING_LETTERS = 80
_TOLD_SHARE = 0.8
"""Share of a stub's letters that the whole text repeats; a call to go on reading is not in it."""
_STUB_WORDS = 150
"""A text of more words is no stub whose rest stands in the state of a page."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything obtained from one parse of a page."""

    article: Article
    blocks: tuple[Block, ...] = ()
    """Every block of the page in its final role."""
    links: tuple[PageLink, ...] = ()
    canonical: str | None = None
    """The address the page declares as its own; some outlets declare their home page on every article."""
    directives: tuple[str, ...] = ()
    """Robots meta directives, lower-case: `noindex`, `nofollow`, `noai` …"""
    pages: tuple[str, ...] = ()
    """Absolute addresses of the article's pages after this one, if it is split over several."""
    later_page: bool = False
    """Whether this is the second or a later one of them."""
    static: bool = False
    """Whether the page's CMS marks it as a static page, not an article: about us, contact, a collection."""
    rule: str | None = None
    """The rule behind `article.reason`, with what it counted, in words and without any of the page's own text."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, without the blocks."""
        return {
            "article": self.article.to_dict(),
            "links": [structs.asdict(link) for link in self.links],
            "canonical": self.canonical,
            "directives": list(self.directives),
            "pages": list(self.pages),
            "later_page": self.later_page,
            "static": self.static,
            "rule": self.rule,
        }


def read_html(page: Page) -> Reading:
    """Clean a fetched page; page content never raises: `article.reason` says why there is no article.

    Raises TypeError naming the field of `page` that has the wrong type.
    """
    check_type("html", page.html, bytes, str)
    check_type("url", page.url, str, NoneType)
    check_type("fetched_at", page.fetched_at, datetime, NoneType)
    check_type("content_type", page.content_type, str, NoneType)
    count_letters(len(page.html))
    tree = parse(page)
    return Reading(Article(reason="empty"), rule="not HTML") if tree is None else _read_tree(tree, page)


def _read_tree(tree: etree._Element, page: Page) -> Reading:
    """Clean a parsed page; a text that only its data holds is read from there, unless it is for subscribers."""
    _alive = [*tree.iter()]  # lxml makes a Python object of an element each time it is met, unless it is still in use
    metadata = read_metadata(tree, page.url, page.fetched_at)
    blocks, changes, numbers = _clean_tree(tree, page, metadata)
    article = article_of(blocks, changes, page.fetched_at, numbers)
    fuller = _fuller_text(tree, metadata, article, blocks)
    shown = with_shell_list(blocks, page.url) if fuller else blocks
    links = links_of(tree, shown, page.url)
    article = with_metadata(article, metadata, page.url)
    found = _rejection_of(article, blocks, metadata)
    if fuller and metadata.free_access is False:
        found = Rejection("paywall", "declared not free, and only the page's data holds the whole text")
    elif fuller and not (found and found.reason == "paywall"):
        article, blocks = _read_data(fuller, metadata, shown, page)
        found = _rejection_of(article, blocks, metadata)
    reason, rule = found or (None, None)
    is_partial = reason is None and (bool(metadata.pages) or metadata.is_later_page)
    return Reading(
        replace(article, reason=reason, partial=is_partial),
        blocks,
        links,
        metadata.canonical,
        metadata.directives,
        metadata.pages,
        metadata.is_later_page,
        metadata.is_static,
        rule,
    )


def _read_data(text: str, metadata: Metadata, shown: Sequence[Block], page: Page) -> tuple[Article, Document]:
    """The article whose text the page's data holds, and its lines; `shown` are the page's blocks, with its lists."""
    blocks, changes = _clean_lines(text, metadata.titles, metadata.site_name)
    read = tuple(_read_from_state(block) for block in blocks_of_text(text))
    article = replace(article_of(blocks, (*read, *changes), page.fetched_at), related=related_of(shown))
    return with_metadata(article, metadata, page.url), blocks


def check_type(name: str, value: object, *kinds: type) -> None:
    """Raise TypeError, naming the argument, for a value of none of the kinds.

    >>> check_type("text", None, str)
    Traceback (most recent call last):
    TypeError: text must be str, not None
    """
    if not isinstance(value, kinds):
        wanted = " or ".join("None" if kind is NoneType else kind.__name__ for kind in kinds)
        found = "None" if value is None else f"{type(value).__name__} {repr(value)[:50]}"
        raise TypeError(f"{name} must be {wanted}, not {found}")


def _rejection_of(article: Article, blocks: Sequence[Block], metadata: Metadata) -> Rejection | None:
    """Why a page gives no article, with what its metadata declares; None for an article."""
    locked = metadata.free_access is False
    return rejection(article, blocks, metadata.kinds, locked=locked, cut=metadata.is_part_missing)


def _fuller_text(tree: etree._Element, metadata: Metadata, article: Article, blocks: Sequence[Block]) -> str | None:
    """The article's text in JSON-LD or in the page's state, if the page shows none of it or only its beginning."""
    body = metadata.article_body(len(article.text))
    if body and _goes_beyond(body, article, blocks):
        return body
    if len(article.text.split()) >= _STUB_WORDS:
        return None
    text = state_text(tree, metadata.titles)
    return text if text and _goes_beyond(text, article, blocks) else None


def _goes_beyond(body: str, article: Article, blocks: Sequence[Block]) -> bool:
    """Whether a text is at least twice as long as the article that a page shows, and goes on where that ends.

    The page shows nothing of its opening, or all its lines are in the text and the text's end is not on the page.
    """
    if len(article.text) > _SHOWN_SHARE * len(body):
        return False
    key, shown = comparison_key(body), comparison_key(" ".join(block.text for block in blocks))
    opening, end = comparison_key(body[:_OPENING_LETTERS]), comparison_key(body[-_OPENING_LETTERS:])
    if opening not in shown:
        return bool(opening)
    lines = [comparison_key(text) for text in article.blocks]
    told = sum(len(line) for line in lines if line in key)
    return end not in shown and told >= _TOLD_SHARE * sum(map(len, lines))


def _read_from_state(block: Block) -> Change:
    """The trace of a line that was read from the page's data instead of its text."""
    return Change("page_state", block.index, State(block.text, "noise"), State(block.text, "body"))


def read_text(text: str, titled: bool | None = None) -> Reading:
    """Clean a previously flattened text; no text raises. Raises TypeError for what is no string.

    `titled` tells whether its first line is the headline; None: only where the text shows it.
    """
    check_type("text", text, str)
    check_type("titled", titled, bool, NoneType)
    count_letters(len(text))
    blocks, changes = _clean_lines(text, (), titled=titled)
    article = article_of(blocks, changes)
    reason, rule = rejection(article, blocks) or (None, None)
    return Reading(replace(article, reason=reason), blocks, rule=rule)


def read_page(html: bytes, url: str | None, fetched_at: str | None, content_type: str | None) -> dict[str, Any]:
    """`read_html` for worker processes: plain values in, the JSON form out; with what was learned from the outlet."""
    moment = datetime.fromisoformat(fetched_at) if fetched_at else None
    with knowing(learned_for(url)):
        return read_html(Page(html, url, moment, content_type)).to_dict()


def _clean_tree(
    tree: etree._Element, page: Page, metadata: Metadata
) -> tuple[Document, tuple[Change, ...], dict[etree._Element, int]]:
    """The blocks of a page in their final roles, with the trace and the numbers of its elements."""
    site = rules_for(page.url)
    removed = {element for selector in site.remove for element in selector.elements(tree)}
    blocks, numbers = unfolded_blocks(tree, page.url, removed)
    facts = Facts(
        url=page.url,
        titles=metadata.titles,
        authors=(*metadata.authors, *metadata.translators),
        outlet=metadata.site_name,
        referee=PageReferee(tree, numbers),
        fetched_at=page.fetched_at,
        site=site,
    )
    return (*_guarded(facts, blocks), numbers)


def _guarded(facts: Facts, blocks: Sequence[Block]) -> tuple[Document, tuple[Change, ...]]:
    """Run the recipe, take back the guesses that cost the page most of its text, then drop what its outlet repeats."""
    after, changes = run_until_stable(recipe(facts), blocks, finder(facts))
    restored, more = run((guard, repeated), after)
    return restored, changes + more


def _clean_lines(
    text: str, titles: Sequence[str], outlet: str | None = None, titled: bool | None = None
) -> tuple[Document, tuple[Change, ...]]:
    """The lines of a flattened text in their final roles, with the trace.

    The result is cleaned again as a text of its own until nothing changes, so cleaning is idempotent.
    """
    text = repaired(SURROGATE.sub("\ufffd", text))  # the trace holds original lines and must be encodable
    facts = Facts(flattened=True, titled=titled, titles=tuple(titles), outlet=outlet)
    titled_again = False if titles or titled is not None else None
    again = Facts(flattened=True, titled=titled_again)
    lines = blocks_of_text(text)
    blocks, changes = _guarded(facts, lines)
    for _ in range(_MAX_READINGS):
        left = blocks.body
        alone = blocks_of_text("\n\n".join(block.text for block in left))
        if len(alone) != len(left) or (alone == lines and facts == again):
            break
        read = tuple(_reading_of(old, new) for old, new in zip(left, alone, strict=True) if old.text != new.text)
        if read:
            blocks, changes = replay(blocks, read), changes + read
        after, found = _guarded(again, alone)
        if tuple(after) == alone:
            break
        more = tuple(replace(change, index=left[change.index].index) for change in found)
        blocks, changes = replay(blocks, more), changes + more
    return blocks, changes


def _reading_of(before: Block, after: Block) -> Change:
    """The change of a line of a text whose mark-up is read only once others are gone, which spoke of mark-up."""
    state = State(before.text, before.role, before.kind, before.value, before.article)
    return Change("normal_form", before.index, state, replace(state, text=after.text))


def with_metadata(article: Article, metadata: Metadata, url: str | None = None) -> Article:
    """The article with its page's address and the fields that metadata states more reliably than the text does."""
    dated = metadata if metadata.date_published else article
    translators = list(metadata.translators) or article.translators
    return replace(
        article,
        url=url,
        title=choose_title(metadata.candidates, article.title, article.blocks[:3]),
        authors=[name for name in list(metadata.authors) or article.authors if name not in translators],
        translators=translators,
        date_published=dated.date_published,
        date_modified=metadata.date_modified or article.date_modified,
        date_raw=SURROGATE.sub("\ufffd", dated.date_raw) if dated.date_raw else None,
        date_method=dated.date_method,
        source=article.source or metadata.source,
        section=metadata.section,
        keywords=list(metadata.keywords) or article.keywords,
        free_access=metadata.free_access,
        description=(normalize(metadata.description).replace("\n", " ") or None) if metadata.description else None,
        image=metadata.image,
    )
