"""Finding an article by its headline among the announced ones."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from cleaners.text.normalize import comparison_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.discovery.announced import Announced

_Words = tuple[str, ...]

# Shorter headlines ("more news") match by chance.
_MIN_WORDS = 3
# Share of words that two headlines have in common (Dice): an outlet's own name may stand at the end of a feed's
# title, a title may be cut off.
_TITLE_THRESHOLD = 0.75
# Slugs are cut off, so what counts is how much of the slug the headline holds; a slug of fewer words says
# too little.
_SLUG_THRESHOLD = 0.8
_MIN_SLUG_WORDS = 4
# A headline that more articles carry ("midnight bulletin") names a series; an article and its twins are fewer.
_MOST_ALIKE = 3
# Words of a letter or two are prepositions and the like.
_SHORT = 2
# "to Mali" and "Mali" in one word each differ by at most the article and a preposition before, a letter after.
_PREFIX, _SUFFIX, _STEM = 3, 1, 3
# In a slug a number of more digits is the article's, not the headline's.
_ID = re.compile(r"\d{5,}")


@dataclass(frozen=True)
class Match:
    """An announced article that a headline fits: how well (0 to 1), by its `title` or its `slug`."""

    announced: Announced
    lead: str
    score: float
    witness: str


def match_headline(leads: Iterable[str], announced: Iterable[Announced]) -> list[Match]:
    """The announced articles that fit one of the headlines, the best first, each address once.

    Words are compared by `comparison_key`. What may differ: words before or after, spelling of prefixes and
    endings, words of a letter or two; one other word or number makes another headline ("… visits Mali" is not
    "… visits Niger"). Titles come before slugs, earlier leads before later ones where the score is the same.
    A headline that many articles carry fits none of them.
    """
    wanted = {lead: words for lead in leads if len(words := _words(lead)) >= _MIN_WORDS}
    order = list(wanted)
    matches = [max(fits, key=_quality) for one in announced if (fits := list(_fits(one, wanted)))]
    matches.sort(key=lambda match: (order.index(match.lead), match.announced.url))
    matches.sort(key=_quality, reverse=True)
    first: dict[str, Match] = {}
    for match in matches:
        first.setdefault(match.announced.url, match)
    alike = Counter((match.lead, match.witness, match.score) for match in first.values())
    return [one for one in first.values() if alike[one.lead, one.witness, one.score] <= _MOST_ALIKE]


def _quality(match: Match) -> tuple[bool, float]:
    return match.witness == "title", match.score


def _fits(announced: Announced, wanted: dict[str, _Words]) -> Iterator[Match]:
    title, slug = _words(announced.title or ""), _slug_words(announced.url)
    for lead, words in wanted.items():
        by_title = 2 * _common(words, title) / (len(words) + len(title))
        if by_title >= _TITLE_THRESHOLD:
            yield Match(announced, lead, round(by_title, 3), "title")
        whole = _uncut(slug, words)
        by_slug = _common(words, whole) / len(whole) if len(whole) >= _MIN_SLUG_WORDS else 0.0
        if by_slug >= _SLUG_THRESHOLD:
            yield Match(announced, lead, round(by_slug, 3), "slug")


def _common(lead: _Words, title: _Words) -> int:
    """How many words the two have in common, in the same order; 0 where they differ inside or by a number."""
    if 2 * len(set(lead) & set(title)) < min(len(lead), len(title)):
        return 0
    spelled = tuple(_spelled_as(word, lead) for word in title)
    steps = SequenceMatcher(None, lead, spelled, autojunk=False).get_opcodes()
    for number, (tag, from_, to, start, end) in enumerate(steps):
        words = lead[from_:to] + spelled[start:end]
        outside = number in (0, len(steps) - 1) and tag in ("insert", "delete")
        if tag == "equal" or (outside and not any(word.isdecimal() for word in words)):
            continue
        if not all(len(word) <= _SHORT and not word.isdecimal() for word in words):
            return 0
    return sum(to - from_ for tag, from_, to, _, _ in steps if tag == "equal")


def _spelled_as(word: str, lead: _Words) -> str:
    """The word as the headline spells it, where it has it with another prefix or ending."""
    return word if word in lead else next((other for other in lead if _same_stem(word, other)), word)


def _same_stem(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < _STEM or not short.isalpha():
        return False
    more = len(long) - len(short)
    return (long.endswith(short) and more <= _PREFIX) or (long.startswith(short) and more <= _SUFFIX)


def _uncut(slug: _Words, lead: _Words) -> _Words:
    """The slug without a last word that was cut off: one that begins a word of the headline."""
    is_cut = bool(slug) and slug[-1] not in lead and any(word.startswith(slug[-1]) for word in lead)
    return slug[:-1] if is_cut else slug


def _words(text: str) -> _Words:
    return tuple(comparison_key(text).split())


def _slug_words(url: str) -> _Words:
    """The words of the longest path segment, without the article's number and the ending of a file."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return ()
    slug = max(unquote(path).split("/"), key=len)
    return tuple(word for word in _words(re.sub(r"\.\w{2,5}$", "", slug)) if not _ID.fullmatch(word))
