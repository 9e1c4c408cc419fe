"""Decide whether a page is an article; a reason from a closed list says why not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from cleaners.article import Article
from cleaners.blocks.block import Block
from cleaners.blocks.class_names import is_marked, list_kind
from cleaners.phrases import phrases
from cleaners.text.line_shape import ends_sentence, is_cut_off, is_prose

_ARTICLE_WORDS = 20
"""Shorter texts are photo pages or ticker lines; the shortest complete articles seen have 30 words."""
_SHORT_LINES = 6
"""Lines of a short poem, which its headline belongs to."""
_WALL_WORDS = 120
"""A bot wall, paywall or stub is only assumed for shorter texts."""
_LOCKED_WORDS = 250
"""The first paragraphs that outlets show of a text for subscribers have fewer words."""
_SENTENCE = 80
"""Letters of a paragraph that ends like a sentence; shorter last lines are names, verses or places."""
_WALL_CALL_LETTERS = 110
"""A call that is itself a sentence is shorter than the last paragraph of a report on subscriptions."""
_LISTING_HEADLINES = 5
"""A page without text that links at least this many articles is a listing."""
_LABEL_WORDS, _MENU_REPEATS = 4, 3
"""Most words of a label, and how often the labels of a broken page recur; a refrain stands among other lines."""
_INTERFACE = ("interface_line", "comments_heading", "latest_heading", "most_read_heading", "related_heading")
_LINK_SHARE = 0.6
"""Share of characters inside links above which a text is a link directory."""
_ARTICLE_TYPES = frozenset({"article", "newsarticle", "reportagenewsarticle", "blogposting", "analysisnewsarticle"})
"""schema.org and Open Graph types under which no known outlet publishes a listing."""
_SHELL_ZONES = frozenset({"nav", "aside", "footer"})
_wanted_language: ContextVar[str | None] = ContextVar("language", default="ar")
"""The language that the caller of this cleaning wants articles in; None for any."""


class Rejection(NamedTuple):
    """Why a page gives no article."""

    reason: str
    """From the closed list of `rejection`."""
    rule: str
    """The rule that decided, with what it counted, in one line and without any of the page's own text."""


def rejection(
    article: Article, blocks: Sequence[Block], kinds: Sequence[str] = (), *, locked: bool = False, cut: bool = False
) -> Rejection | None:
    """None for an article, else `empty too_short not_arabic listing mostly_links bot_wall paywall stub` with the rule.

    `kinds` are the types the page declares; `locked` says whether it declares that its text is not free, and `cut`
    whether the part that is not free was left out. `not_arabic` is told unless any language is welcome. Explicit
    statements are checked before counts.
    """
    words = len(article.text.split())
    if words < _WALL_WORDS and _has_phrase("bot_wall", blocks):
        return Rejection("bot_wall", f"a line of bot_wall.txt, {_numbered(words, 'word')} of text")
    if rule := _paywall_rule(article, blocks, locked=locked, cut=cut):
        return Rejection("paywall", f"{rule}, {_numbered(words, 'word')} of text")
    if words < _WALL_WORDS and _has_phrase("stub", blocks):
        return Rejection("stub", f"a line of stub.txt, {_numbered(words, 'word')} of text")
    if _is_listing(article, words) and not _ARTICLE_TYPES & {kind.lower() for kind in kinds}:
        headlines = _numbered(len(article.related), "related headline")
        return Rejection("listing", f"{_numbered(words, 'word')} of text, {headlines}")
    return _rejection_of_text(article, blocks, words)


def _rejection_of_text(article: Article, blocks: Sequence[Block], words: int) -> Rejection | None:
    """The reason that the text itself gives."""
    if not words:
        return Rejection("empty", f"none of {_numbered(len(blocks), 'line')} is text" if blocks else "no line of text")
    if _wanted_language.get() is not None and article.language not in (_wanted_language.get(), None):
        return Rejection("not_arabic", f'its text is in "{article.language}", {_numbered(words, "word")}')
    if (share := _linked_share(blocks)) > _LINK_SHARE:
        return Rejection("mostly_links", f"{share:.0%} of its letters are links")
    are_lines = len(article.blocks) >= _SHORT_LINES
    titles = (block for block in blocks if block.role == "title" and not block.article)
    titled = sum(len(block.text.split()) for block in titles if are_lines or not block.place.path)
    if words + titled < _ARTICLE_WORDS:
        return Rejection("too_short", f"{_numbered(words + titled, 'word')}, fewer than {_ARTICLE_WORDS}")
    if _is_text_menu(article.blocks, blocks):
        return Rejection("too_short", f"all {_numbered(len(article.blocks), 'line')} are labels, as of a menu")
    return None


def _numbered(number: int, noun: str) -> str:
    """A number with its noun in English."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@contextmanager
def wanting(language: str | None) -> Iterator[None]:
    """Accept only articles in a language within the `with` block, in this thread alone; None: in any."""
    token = _wanted_language.set(language)
    try:
        yield
    finally:
        _wanted_language.reset(token)


def _has_phrase(name: str, blocks: Sequence[Block]) -> bool:
    """Whether readers see a line that a list of phrases names."""
    return any(phrases(name).match(block.text) for block in blocks if not block.place.hidden)


def _paywall_rule(article: Article, blocks: Sequence[Block], *, locked: bool, cut: bool) -> str | None:
    """What shows that a page has only the beginning of a text for subscribers, in words; None if nothing does.

    A call to subscribe ends a short text; a longer one must also break off, or be declared to be for subscribers.
    Such a declaration alone refuses nothing: the text must break off, or its locked part be missing.
    """
    words = len(article.text.split())
    if words >= _LOCKED_WORDS:
        return None
    end = max((block.index for block in blocks if block.is_body and is_prose(block.text)), default=-1)
    called = any(_is_wall_call(block, end) for block in blocks)
    breaks_off = bool(article.blocks) and _breaks_off(article.blocks[-1])
    if called and (words < _WALL_WORDS or breaks_off or locked):
        return "a line of paywall.txt"
    if locked and (breaks_off or cut):
        return f"declared not free, and {'breaks off' if breaks_off else 'a part is missing'}"
    return None


def _is_wall_call(block: Block, end: int) -> bool:
    """Whether a visible line calls upon readers to subscribe; one that goes on must stand after the text.

    Lists of other articles mark those for subscribers.
    """
    match = phrases("paywall").match(block.text)
    ends = block.index > end or (block.index == end and len(block.text) <= _WALL_CALL_LETTERS)
    if match is None or not (match.form == "whole" or ends):
        return False
    place = block.place
    beside = place.hidden or place.zone in _SHELL_ZONES or list_kind(place.shapes) or is_marked(place.shapes, "side")
    return not beside


def _breaks_off(text: str) -> bool:
    """Whether a paragraph ends with an ellipsis or in the middle of a sentence."""
    return is_cut_off(text) or (len(text) >= _SENTENCE and not ends_sentence(text))


def _is_text_menu(texts: Sequence[str], blocks: Sequence[Block]) -> bool:
    """Whether a text consists of labels around which most lines were named as interface, or of one label repeated."""
    if any(len(text.split()) > _LABEL_WORDS for text in texts):
        return False
    named = sum(any(phrases(name).match(block.text) for name in _INTERFACE) for block in blocks)
    return named >= len(texts) or len(set(texts)) * _MENU_REPEATS <= len(texts)


def _is_listing(article: Article, words: int) -> bool:
    """Whether a page has many related headlines and little text of its own."""
    headlines = sum(len(related.title.split()) for related in article.related)
    return len(article.related) >= _LISTING_HEADLINES and (
        words < _ARTICLE_WORDS or (words < _WALL_WORDS and words * 3 < headlines)
    )


def _linked_share(blocks: Sequence[Block]) -> float:
    """Share of the body's characters that stand inside links, 0 to 1."""
    letters, linked = 0, 0.0
    for block in blocks:
        if block.is_body:
            letters += len(block.text)
            linked += len(block.text) * block.place.link_share
    return linked / max(1, letters)
