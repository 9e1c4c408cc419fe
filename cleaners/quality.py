"""Decide whether a page is an article; a reason from a closed list says why not."""

from __future__ import annotations

from collections.abc import Sequence

from cleaners.article import Article
from cleaners.blocks.block import Block
from cleaners.phrases import phrases
from cleaners.text.line_shape import is_prose

_ARTICLE_WORDS = 20
"""Shorter texts are photo pages or ticker lines; the shortest complete articles seen have 30 words."""
_WALL_WORDS = 120
"""A bot wall, paywall or stub is only assumed for shorter texts."""
_LISTING_HEADLINES = 5
"""A page without text that links at least this many articles is a listing."""
_MIN_LINES, _LINE_WORDS = 3, 6
_LINK_SHARE = 0.6
"""Share of characters inside links above which a text is a link directory."""
_ARTICLE_TYPES = frozenset({"article", "newsarticle", "reportagenewsarticle", "blogposting", "analysisnewsarticle"})
"""schema.org and Open Graph types under which no known outlet publishes a listing."""
_WALLS = ("bot_wall", "paywall", "stub")
_ARABIC_OR_UNKNOWN = frozenset({"ar", None})


def rejection_reason(article: Article, blocks: Sequence[Block], kinds: Sequence[str] = ()) -> str | None:
    """None for an article, else `empty too_short not_arabic listing mostly_links bot_wall paywall stub`.

    `kinds` are the types the page declares. Explicit statements are checked before counts.
    """
    words = len(article.text.split())
    if words < _WALL_WORDS:
        for reason in _WALLS:
            if any(phrases(reason).match(block.text) for block in blocks):
                return reason
    if _is_listing(article, words) and not _ARTICLE_TYPES & {kind.lower() for kind in kinds}:
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
    """Whether a text without prose consists mostly of lines longer than labels, such as questions or verses."""
    lines = [text for text in texts if len(text.split()) >= _LINE_WORDS]
    return len(lines) >= _MIN_LINES and 2 * len(lines) > len(texts)


def _is_listing(article: Article, words: int) -> bool:
    """Whether a page has many related headlines and little text of its own."""
    headlines = sum(len(related.title.split()) for related in article.related)
    return len(article.related) >= _LISTING_HEADLINES and (
        words < _ARTICLE_WORDS or (words < _WALL_WORDS and words * 3 < headlines)
    )


def _linked_share(blocks: Sequence[Block]) -> float:
    """Share of the body's characters that stand inside links, 0 to 1."""
    body = [block for block in blocks if block.is_body]
    letters = sum(len(block.text) for block in body)
    return sum(len(block.text) * block.place.link_share for block in body) / max(1, letters)
