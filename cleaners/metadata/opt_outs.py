"""The words of opt-outs: robots directives and TDM reservations as pages and headers write them. Pure functions.

Where a value can be read in two ways, the stricter reading counts.
developers.google.com/search/docs/crawling-indexing/robots-meta-tag; www.w3.org/community/reports/tdmrep.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterable, Iterator

EVERYBODY = frozenset(("*", "all", "robots"))
"""Names that address all crawlers."""
_VALUED = ("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview")
"""Directives with a value behind a colon."""
_SIMPLE = frozenset((
    "all", "index", "follow", "noindex", "nofollow", "none", "noarchive", "nocache", "nosnippet", "noimageindex",
    "notranslate", "nositelinkssearchbox", "indexifembedded", "noai", "noimageai", "noodp", "noydir", "noml",
))  # fmt: skip
_SEPARATORS = re.compile("[,;|\\u060c\\u061b]")
_JOINTS = re.compile("[/+&\"'()\\[\\].]")
"""Marks inside words that no directive has: `noindex/nofollow`, `'noai'`."""
# A date may have a comma behind its weekday and before its year.
_UNAVAILABLE = re.compile(r"unavailable_after\s*:\s*((?:[a-z]{3,9}\s*,\s*)?[^,;|]*+(?:,\s*\d{4}\b[^,;|]*+)?)")
_WORD_OR_NAME = re.compile(r"([^\s:]++)(\s*+:)?")
_UNSEEN = re.compile("[\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff\\x00-\\x08\\x0e-\\x1f\\x7f]")
_NUMBER = re.compile(r"[\s\"']*([0-9]{1,4}(?:\.[0-9]{0,9})?|true\b|false\b)")


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
    """A value in lower case, with character references, full-width letters and invisible marks resolved."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", html.unescape(value))).lower()


def _plain_directives(text: str, agents: Collection[str], is_meant: bool) -> Generator[str, None, bool]:
    """The directives of a piece without dates; returns whether what follows it addresses us."""
    for part in _SEPARATORS.split(text):
        valued = ""
        for word, colon in _WORD_OR_NAME.findall(part):
            if valued:
                words, valued = [f"{valued}:{word}"], ""
            elif colon and word in _VALUED:
                valued = word
                continue
            elif colon and word not in _SIMPLE:
                is_meant = word.partition("/")[0] in EVERYBODY.union(agents)
                continue
            else:
                words = _JOINTS.split(word)
            if is_meant:
                yield from filter(None, words)
    return is_meant


def reservation_of(values: Iterable[str]) -> int | None:
    """The reservation that the values of one place state: 1 if any reserves, else 0; None if none can be read.

    >>> reservation_of(["0", "1"]), reservation_of(['"1"']), reservation_of(["1.0"]), reservation_of(["yes"])
    (1, 1, 1, None)
    """
    parts = (part for value in values for part in re.split("[,;]", folded(value)))
    stated = (_stated_number(found[1]) for part in parts if (found := _NUMBER.match(part)))
    return max((int(number) for number in stated if number in (0, 1)), default=None)


def _stated_number(word: str) -> float:
    return float(word == "true") if word in ("true", "false") else float(word)
