"""The words of opt-outs: robots directives and TDM reservations as pages and headers write them. Pure functions.

Where a value can be read in two ways, the stricter reading counts.
developers.google.com/search/docs/crawling-indexing/robots-meta-tag; www.w3.org/community/reports/tdmrep.
"""

from __future__ import annotations

import html
import re
import unicodedata
from itertools import chain, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterable, Iterator

EVERYBODY = frozenset(("*", "all", "robots"))
"""Names that address all crawlers."""
_VALUED = ("max-snippet", "max-image-preview", "max-video-preview", "tdm-reservation")
"""Directives with a value behind a colon, besides `unavailable_after`."""
_SIMPLE = frozenset((
    "all", "index", "follow", "noindex", "nofollow", "none", "noarchive", "nocache", "nosnippet", "noimageindex",
    "notranslate", "nositelinkssearchbox", "indexifembedded", "noai", "noimageai", "noodp", "noydir", "noml",
))  # fmt: skip
_SEPARATORS = re.compile("[,;|\\u060c\\u061b]")
_JOINTS = re.compile(r"[^\w-]+|-(?!\w)|(?<!\w)-")
"""Marks inside words that no directive has: `noindex/nofollow`, `'noai'`."""
_SPLIT_NO = re.compile(
    rf"(?<!\w)no[\s_-]+(?=(?:{'|'.join(one[2:] for one in sorted(_SIMPLE - {'none'}) if one[:2] == 'no')})\b)"
)
"""The first syllable of `no-index` and `no index`."""
# A date may have a comma behind its weekday and before its year.
_UNAVAILABLE = re.compile(r"unavailable[_-]after\s*[:=]?\s*((?:[a-z]{3,9}\s*,\s*)?[^,;|]*+(?:,\s*\d{4}\b[^,;|]*+)?)")
_WORD_OR_NAME = re.compile(r"([^\s:=]++)(\s*+[:=])?")
_BEGINS_VALUE = frozenset("-0123456789")
"""A number behind a colon is the value of a directive that we do not know; names of crawlers precede directives."""
_UNSEEN_CHARACTERS = re.compile(
    "[\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff\\x00-\\x08\\x0e-\\x1f\\x7f]"
)
_STATED_NUMBER = re.compile(r"[\s\"'?=+]*(\d{1,4}(?:\.\d{0,9})?|true\b|false\b)")


def directives_in(value: str, agents: Collection[str] = ()) -> Iterator[str]:
    """The lower-case directives of one header or meta element that address everybody or one of `agents`.

    Commas, semicolons and blanks separate directives. A name before a colon scopes all that follows in the value.
    `agents` are lower-case product tokens.

    >>> list(directives_in("otherbot: noindex, mybot: noai noimageai", ["mybot"]))
    ['noai', 'noimageai']
    >>> list(directives_in("unavailable_after: Wed, 25 Jun 2030 15:00:00 GMT, noindex"))
    ['unavailable_after: wed, 25 jun 2030 15:00:00 gmt', 'noindex']
    """
    text, is_meant, at = folded(value), True, 0
    for dated in _UNAVAILABLE.finditer(text):
        is_meant = yield from _plain_directives(text[at : dated.start()], agents, is_meant)
        if is_meant:
            yield f"unavailable_after: {dated[1].strip()}"
            yield from _SIMPLE.intersection(dated[1].split())
        at = dated.end()
    yield from _plain_directives(text[at:], agents, is_meant)


def folded(value: str) -> str:
    """A value in lower case, with character references, full-width letters and invisible marks resolved.

    Of the Turkish letters that servers in that locale make of I, each is an i.
    """
    if value.isascii() and value.isprintable() and "&" not in value:
        return value.lower()
    lower = _UNSEEN_CHARACTERS.sub("", unicodedata.normalize("NFKC", html.unescape(value))).lower()
    return lower.replace("\u0307", "").replace("\u0131", "i")


def _plain_directives(text: str, agents: Collection[str], is_meant: bool) -> Generator[str, None, bool]:
    """The directives of a piece without dates; returns whether what follows it addresses us."""
    meant = EVERYBODY.union(agents)
    for part in _SEPARATORS.split(_SPLIT_NO.sub("no", text)):
        valued, words = "", _WORD_OR_NAME.findall(part)
        for (word, mark), (following, _) in pairwise(chain(words, [("", "")])):
            joint = mark[-1:]
            if valued:
                if is_meant:
                    yield f"{valued}:{word}"
                    yield from (_SIMPLE - {"all", "none"}).intersection(_directives_of(word))
                valued = ""
            elif joint and (word in _VALUED or (joint == ":" and following[:1] in _BEGINS_VALUE)):
                valued = word
            elif joint == ":" and word not in _SIMPLE:
                is_meant = word.partition("/")[0] in meant
            elif is_meant:
                yield from _directives_of(word)
    return is_meant


def _directives_of(word: str) -> Iterator[str]:
    for one in filter(None, _JOINTS.split(word)):
        parts = re.split("[-_]", one)
        yield from (one,) if _SIMPLE.isdisjoint(parts) else filter(None, parts)


def names_addressed(name: str) -> frozenset[str]:
    """The lower-case names in the name of a meta element.

    >>> sorted(names_addressed("Robots, googlebot")), sorted(names_addressed("MyBot/1"))
    (['googlebot', 'robots'], ['1', 'mybot'])
    """
    return frozenset(filter(None, _JOINTS.split(folded(name))))


def reservation_of(values: Iterable[str]) -> int | None:
    """The reservation that the values of one place state: 1 if any reserves, else 0; None if none can be read.

    >>> reservation_of(["0", "1"]), reservation_of(['"1"']), reservation_of(["1.0"]), reservation_of(["yes"])
    (1, 1, 1, None)
    """
    parts = (part for value in values for part in re.split("[,;]", folded(value)))
    stated = (_stated_number(found[1]) for part in parts if (found := _STATED_NUMBER.match(part)))
    return max((int(number) for number in stated if number in (0, 1)), default=None)


def _stated_number(word: str) -> float:
    return float(word == "true") if word in ("true", "false") else float(word)
