"""Is this an article? One word of the closed list says why not."""

from __future__ import annotations

from collections.abc import Sequence

from cleaners.article import Article
from cleaners.blocks.block import Block
from cleaners.phrases import phrases
from cleaners.text.line_shape import is_prose

_ARTICLE_WORDS = 20
"""Fewer words are a picture's page or a ticker line; the shortest whole articles seen have 30."""
_SHORT_WORDS = 120
"""A wall, a paywall or a stub is only believed where little text came through."""
_LISTING_HEADLINES = 5
"""A page without text that leads to at least so many articles is a listing."""
_LINES, _LINE_WORDS = 3, 6
_LINK_SHARE = 0.6
"""Share of linked letters in the text from which it is a directory and not a text."""
_ARTICLE_TYPES = frozenset({"article", "newsarticle", "reportagenewsarticle", "blogposting", "analysisnewsarticle"})
"""Types of schema.org and Open Graph under which no outlet seen publishes a listing."""
_WALLS = ("bot_wall", "paywall", "stub")
_ARABIC_OR_UNKNOWN = frozenset({"ar", None})


def rejection_reason(article: Article, blocks: Sequence[Block], kinds: Sequence[str] = ()) -> str | None:
    """None for an article, else `empty too_short not_arabic listing mostly_links bot_wall paywall stub`.

    `kinds` is what the page calls itself. The order is from what the page says to what can only be counted.
    """
    words = len(article.text.split())
    if words < _SHORT_WORDS:
        for reason in _WALLS:
            if any(phrases(reason).match(block.text) for block in blocks):
                return reason
    if _leads_only(article, words) and not _ARTICLE_TYPES & {kind.lower() for kind in kinds}:
        return "listing"
    if not words:
        return "empty"
    if article.language not in _ARABIC_OR_UNKNOWN:
        return "not_arabic"
    if _linked_share(blocks) > _LINK_SHARE:
        return "mostly_links"
    if words < _ARTICLE_WORDS or not (any(is_prose(text) for text in article.blocks) or _has_lines(article.blocks)):
        return "too_short"
    return None


def _has_lines(texts: Sequence[str]) -> bool:
    """Whether a text without prose is at least several lines longer than labels, as of questions and verses."""
    lines = [text for text in texts if len(text.split()) >= _LINE_WORDS]
    return len(lines) >= _LINES and 2 * len(lines) > len(texts)


def _leads_only(article: Article, words: int) -> bool:
    """Whether a page says less itself than the headlines it leads to, and those are many."""
    headlines = sum(len(related.title.split()) for related in article.related)
    return len(article.related) >= _LISTING_HEADLINES and (
        words < _ARTICLE_WORDS or (words < _SHORT_WORDS and words * 3 < headlines)
    )


def _linked_share(blocks: Sequence[Block]) -> float:
    """Share of the text's letters that stand inside links."""
    body = [block for block in blocks if block.is_body]
    letters = sum(len(block.text) for block in body)
    return sum(len(block.text) * block.place.link_share for block in body) / max(1, letters)
