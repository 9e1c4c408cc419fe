"""Decide whether a page is an article; a reason from a closed list says why not."""

from __future__ import annotations

from collections.abc import Sequence

from cleaners.article import Article
from cleaners.blocks.block import Block
from cleaners.phrases import phrases

_ARTICLE_WORDS = 20
"""Shorter texts are photo pages or ticker lines; the shortest complete articles seen have 30 words."""
_WALL_WORDS = 120
"""A bot wall, paywall or stub is only assumed for shorter texts."""
_LISTING_HEADLINES = 5
"""A page without text that links at least this many articles is a listing."""
_LABEL_WORDS, _MENU_REPEATS = 4, 3
"""Most words of a label, and how often the labels of a broken page recur; a refrain stands among other lines."""
_INTERFACE = ("interface_line", "comments_heading", "latest_heading", "most_read_heading", "related_heading")
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
    titled = sum(len(block.text.split()) for block in blocks if block.role == "title" and not block.place.path)
    return "too_short" if words + titled < _ARTICLE_WORDS or _is_text_menu(article.blocks, blocks) else None


def _is_text_menu(texts: Sequence[str], blocks: Sequence[Block]) -> bool:
    """Whether a text consists of labels around which most lines were named as interface, or of one label repeated."""
    if max(len(text.split()) for text in texts) > _LABEL_WORDS:
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
    body = [block for block in blocks if block.is_body]
    letters = sum(len(block.text) for block in body)
    return sum(len(block.text) * block.place.link_share for block in body) / max(1, letters)
