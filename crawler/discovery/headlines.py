"""Find an article by its headline: among announced articles, or by queries to the outlet's own search."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING
from urllib.parse import unquote

from cleaners.text.normalize import comparison_key
from cleaners.text.web_address import split_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.discovery.announced import Announced

_HeadlineWords = tuple[str, ...]

# Shorter headlines ("more news") match by chance.
_MIN_WORDS = 3
# Share of common words (Dice coefficient): a feed's title may end with the outlet's name, and titles get truncated.
_TITLE_THRESHOLD = 0.75
# Slugs get truncated, so this is the share of the slug's words that the headline contains; slugs of fewer words are
# not distinctive.
_SLUG_THRESHOLD = 0.8
_MIN_SLUG_WORDS = 4
# A headline shared by more articles ("midnight bulletin") names a series; an article has fewer duplicates.
_MOST_ALIKE = 3
# Words of one or two letters are mostly prepositions.
_SHORT_WORD = 2
# Forms of one word ("to Mali", "Mali") differ by at most an article plus preposition before it and a letter after it.
_PREFIX, _SUFFIX, _STEM = 3, 1, 3
# A number of this many digits in a slug is the article's id, not part of the headline.
_ID = re.compile(r"\d{5,}")
# Characters of a query: searches join all words with "and", and many truncate long queries; this is about ten words.
_MAX_QUERY_LENGTH = 70
# Enough to narrow the results to one page, few enough that probably none has changed in the headline.
_KEY_WORDS = 4
# Shorter Arabic words are mostly prepositions and pronouns.
_MIN_KEY_WORD = 4
_PUNCTUATION = re.compile(r"[^\w\s]|_")


@dataclass(frozen=True)
class HeadlineMatch:
    """An announced article that matches a headline: the score (0 to 1), and whether by `title` or `slug`."""

    announced: Announced
    headline: str
    score: float
    matched_by: str


def match_headline(headlines: Iterable[str], announced: Iterable[Announced]) -> list[HeadlineMatch]:
    """The announced articles that match one of the headlines, best first, each address once.

    Words are compared by `comparison_key`. Extra words at either end, prefixes and endings, and words of one or two
    letters may differ; any other differing word or number makes another headline ("… visits Mali" is not
    "… visits Niger"). Title matches rank before slug matches, and earlier headlines break ties. A headline shared
    by many articles matches none of them.
    """
    wanted = {headline: words for headline in headlines if len(words := _compared_words(headline)) >= _MIN_WORDS}
    order = list(wanted)
    matches = [max(fits, key=_quality) for one in announced if (fits := list(_fits(one, wanted)))]
    matches.sort(key=lambda match: (order.index(match.headline), match.announced.url))
    matches.sort(key=_quality, reverse=True)
    first: dict[str, HeadlineMatch] = {}
    for match in matches:
        first.setdefault(match.announced.url, match)
    alike = Counter((match.headline, match.matched_by, match.score) for match in first.values())
    return [one for one in first.values() if alike[one.headline, one.matched_by, one.score] <= _MOST_ALIKE]


def _quality(match: HeadlineMatch) -> tuple[bool, float]:
    return match.matched_by == "title", match.score


def _fits(announced: Announced, wanted: dict[str, _HeadlineWords]) -> Iterator[HeadlineMatch]:
    title, slug = _compared_words(announced.title or ""), _slug_words(announced.url)
    for headline, words in wanted.items():
        by_title = 2 * _common(words, title) / (len(words) + len(title))
        if by_title >= _TITLE_THRESHOLD:
            yield HeadlineMatch(announced, headline, round(by_title, 3), "title")
        whole = _without_cut_word(slug, words)
        by_slug = _common(words, whole) / len(whole) if len(whole) >= _MIN_SLUG_WORDS else 0.0
        if by_slug >= _SLUG_THRESHOLD:
            yield HeadlineMatch(announced, headline, round(by_slug, 3), "slug")


def _common(headline: _HeadlineWords, title: _HeadlineWords) -> int:
    """Number of words in common, in the same order; 0 if the two differ in the middle or by a number."""
    if 2 * len(set(headline) & set(title)) < min(len(headline), len(title)):
        return 0
    spelled = tuple(_spelled_as(word, headline) for word in title)
    steps = SequenceMatcher(None, headline, spelled, autojunk=False).get_opcodes()
    for number, (tag, from_, to, start, end) in enumerate(steps):
        words = headline[from_:to] + spelled[start:end]
        outside = number in (0, len(steps) - 1) and tag in ("insert", "delete")
        if tag == "equal" or (outside and not any(word.isdecimal() for word in words)):
            continue
        if not all(len(word) <= _SHORT_WORD and not word.isdecimal() for word in words):
            return 0
    return sum(to - from_ for tag, from_, to, _, _ in steps if tag == "equal")


def _spelled_as(word: str, headline: _HeadlineWords) -> str:
    """The headline's spelling of a word that it has with another prefix or ending; else the word itself."""
    return word if word in headline else next((other for other in headline if _same_stem(word, other)), word)


def _same_stem(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < _STEM or not short.isalpha():
        return False
    more = len(long) - len(short)
    return (long.endswith(short) and more <= _PREFIX) or (long.startswith(short) and more <= _SUFFIX)


def _without_cut_word(slug: _HeadlineWords, headline: _HeadlineWords) -> _HeadlineWords:
    """The slug without a truncated last word, i.e. one that is a prefix of a word of the headline."""
    is_cut = bool(slug) and slug[-1] not in headline and any(word.startswith(slug[-1]) for word in headline)
    return slug[:-1] if is_cut else slug


def _compared_words(text: str) -> _HeadlineWords:
    return tuple(comparison_key(text).split())


def _slug_words(url: str) -> _HeadlineWords:
    """The words of the longest path segment, without the article's id and a file extension."""
    parts = split_address(url)
    slug = max(unquote(parts.path).split("/"), key=len) if parts else ""
    return tuple(word for word in _compared_words(re.sub(r"\.\w{2,5}$", "", slug)) if not _ID.fullmatch(word))


def search_queries(headline: str) -> tuple[str, ...]:
    """The queries to try, most precise first: the headline if it is short, then its key words alone.

    Punctuation becomes spaces (colons and quotes are operators in some searches); words keep spelling and order.
    The longest words are the key words, for names and events are longer than function words. Empty for a headline
    without letters.
    """
    words = _PUNCTUATION.sub(" ", headline).split()
    whole = " ".join(words)
    long = [word for word in dict.fromkeys(words) if _key_length(word) >= _MIN_KEY_WORD]
    kept = set(sorted(long, key=lambda word: (-_key_length(word), words.index(word)))[:_KEY_WORDS])
    keys = " ".join(word for word in long if word in kept)
    queries = ([whole] if len(whole) <= _MAX_QUERY_LENGTH and any(map(str.isalpha, whole)) else []) + [keys]
    return tuple(dict.fromkeys(query for query in queries if query))


def _key_length(word: str) -> int:
    return len(comparison_key(word)) if not word.isdecimal() else 0
