"""A page's headline: what its metadata and headings call it, weighed against each other."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cleaners.text.normalize import comparison_key, normalize

headline_key = lru_cache(maxsize=1024)(comparison_key)
"""Headlines are compared with each other many times."""

_WEIGHTS = {"json-ld": 3, "h1": 3, "og": 2, "title": 2, "microdata": 2, "twitter": 1, "script": 1, "h2": 1}
"""Headings and JSON-LD are written for the article; the others often by a template."""
_IN_PAGE = 5
"""What readers see outweighs any two things that only machines are told."""
SEPARATOR = re.compile(r"\s+(?:[-–—|•·:»«/]|>>)\s+|\s*(?:\||::)\s*|(?<=\S) ?[–—] ")
_COLON = ": "
"""Headlines have colons of their own: what stands before one is the outlet only if its name says so, or the page."""
EDGES = " -–—|•·:»«/"
_MIN_TRUNCATED_LETTERS = 25
"""A title that another one begins with is the same headline cut off from this length on."""
_MIN_HEADLINE_LETTERS = 4
_MAX_HEADLINE_LETTERS = 350
"""The longest headlines, four sentences of an Egyptian daily, have 230."""
_WORDING_LETTERS = 600
"""A headline with its section and the outlet's name; of longer wordings, which are texts, the beginning is read."""
_END_SEPARATORS, _MAX_SITE_MENTIONS = 10, 4
"""Separators looked at from either end of a wording, and times that it may name its outlet; titles have two."""
_MIN_HEADLINE_WORDS = 3
"""A heading of fewer words, in which no metadata agrees, is a section's name."""
_MIN_WORD_OVERLAP = 0.5
"""Share of common words from which two wordings are of one headline."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One wording of the headline."""

    text: str
    """In normal form, without the site's name."""
    source: str
    """`json-ld h1 og twitter title microdata script h2`."""


def candidates(
    found: Iterable[tuple[str, str]], sites: Iterable[str], printed: Collection[str] = ()
) -> tuple[Candidate, ...]:
    """The wordings of (source, text) pairs, likeliest headline first, the site's name cut off; empty for none.

    Wordings that differ only in spelling or in being cut off count for each other. `printed` are the texts that
    stand in the page, which a headline does and what only search engines are told does not.
    """
    known = site_name_keys(sites)
    raw = [(source, normalize(text[:_WORDING_LETTERS]).replace("\n", " ")) for source, text in found]
    whole = frozenset(headline_key(text) for source, text in raw if source in ("h1", "json-ld", "microdata"))
    kept = [Candidate(_strip_site_name(text, known, whole, printed), source) for source, text in raw]
    kept = [
        one
        for one in kept
        if _MIN_HEADLINE_LETTERS <= len(one.text) <= _MAX_HEADLINE_LETTERS and not is_site_name(one.text, known)
    ]
    weights = {one: _weight_of(one, kept, printed) for one in kept}
    return tuple(sorted(dict.fromkeys(kept), key=lambda one: -weights[one]))


def _weight_of(one: Candidate, others: Sequence[Candidate], printed: Collection[str]) -> float:
    """How much speaks for a wording: the sources that say the same, and that readers see it; whole before cut off."""
    alike = [other for other in others if same_headline(one.text, other.text)]
    sources = {other.source for other in alike}
    words = len(headline_key(one.text).split())
    stands = words >= _MIN_HEADLINE_WORDS and any(
        other.source in ("h1", "h2") or other.text in printed for other in alike
    )
    short = words < _MIN_HEADLINE_WORDS and len(sources) == 1
    return (
        sum(_WEIGHTS[source] for source in sources)
        + (_IN_PAGE if stands else 0)
        - (2 if short else 0)
        - (0.5 if _is_truncated(one.text, others) else 0)
    )


def _is_truncated(text: str, others: Iterable[Candidate]) -> bool:
    """Whether another wording goes on where this one ends."""
    return any(len(other.text) > len(text) and same_headline(text, other.text) for other in others) and (
        _strip_ellipsis(text) != text or len(text) >= _MIN_TRUNCATED_LETTERS
    )


def _strip_ellipsis(text: str) -> str:
    """A wording without the dots that say that it goes on.

    >>> _strip_ellipsis("وزير الخارجية يزور ..."), _strip_ellipsis("وزير الخارجية يزور…"), _strip_ellipsis("نهاية الجملة.")
    ('وزير الخارجية يزور', 'وزير الخارجية يزور', 'نهاية الجملة.')
    """
    if text.endswith("…"):
        return text[:-1].rstrip()
    bare = text.rstrip(".")
    return bare.rstrip() if len(text) - len(bare) > 1 else text


def same_headline(one: str, other: str) -> bool:
    """Whether two wordings are one headline but for spelling, or but for the end of one of them."""
    keys = sorted((headline_key(_strip_ellipsis(one)), headline_key(_strip_ellipsis(other))), key=len)
    return keys[0] == keys[1] or (len(keys[0]) >= _MIN_TRUNCATED_LETTERS and keys[1].startswith(keys[0]))


def choose_title(titles: Sequence[Candidate], printed: str | None, lines: Sequence[str] = ()) -> str | None:
    """The headline as published: that of the metadata, in the spelling of the page's own heading where both agree.

    `printed` is the block that the page's text shows as headline, `lines` the first ones of the text, in which a
    headline may stand instead. None where nothing says it.
    """
    if not titles:
        return printed
    best = titles[0].text
    headings = [one.text for one in titles if one.source == "h1"] + ([printed] if printed else [])
    for heading in headings:
        if same_headline(best, heading) and len(heading) >= len(_strip_ellipsis(best)):
            return heading
    reworded = next((heading for heading in headings if _word_overlap(best, heading) >= _MIN_WORD_OVERLAP), None)
    whole = next((line for line in lines if _strip_ellipsis(best) != best and same_headline(best, line)), None)
    return reworded or (whole if whole and len(whole) <= _MAX_HEADLINE_LETTERS else None) or best


def _word_overlap(one: str, other: str) -> float:
    """Share of the shorter wording's words that stand in the other too."""
    words, others = set(headline_key(one).split()), set(headline_key(other).split())
    return len(words & others) / max(1, min(len(words), len(others))) if min(len(words), len(others)) > 2 else 0.0


def site_name_keys(sites: Iterable[str]) -> frozenset[str]:
    """The names of the site as compared."""
    return frozenset(key for site in sites if len(key := headline_key(site)) > 1)


def is_site_name(text: str, sites: frozenset[str]) -> bool:
    """Whether a text is nothing but the site's name, in its long or short form."""
    key = headline_key(text)
    glued = key.replace(" ", "")
    return any(
        key == site
        or glued == site.replace(" ", "")
        or (min(len(key), len(site)) > _MIN_HEADLINE_LETTERS and _extends(key, site))
        for site in sites
    )


def _extends(one: str, other: str) -> bool:
    """Whether one of two names is the other with more words behind it, at most as many again."""
    short, long = sorted((one.split(), other.split()), key=len)
    return long[: len(short)] == short and len(long) <= 2 * len(short)


def _strip_site_name(
    text: str,
    sites: frozenset[str],
    headings: frozenset[str] = frozenset(),
    printed: Collection[str] = (),
    named: int = _MAX_SITE_MENTIONS,
) -> str:
    """A title without the site's name at either end; also without what the page's heading or own text of it lacks.

    >>> _strip_site_name("بوتين يلتقي نظيره - اليوم السابع", site_name_keys(["اليوم السابع"]))
    'بوتين يلتقي نظيره'
    >>> _strip_site_name("مصر - السودان: جولة جديدة", site_name_keys(["اليوم السابع"]))
    'مصر - السودان: جولة جديدة'
    """
    if headline_key(text) in headings and not is_site_name(text, sites):
        return text
    standing = [part for _, _, part in _parts(text) if headline_key(part) in headings or part in printed]
    longest = max(standing, key=len, default="")
    if len(longest.split()) >= _MIN_HEADLINE_WORDS and not is_site_name(longest, sites):
        return longest
    before, colon, rest = text.partition(_COLON)
    said_of_it = headline_key(rest) in headings or rest.strip() in printed
    if colon and (
        is_site_name(before, sites) or (said_of_it and text not in printed and len(rest.split()) >= _MIN_HEADLINE_WORDS)
    ):
        return rest.strip()
    for start, end, part in _parts(text):
        rest = text[end:] if part == text[:start].strip() else text[:start]
        if named and is_site_name(rest, sites):
            return _strip_site_name(part, sites, named=named - 1)
    return text.strip()


def title_remainder(title: str, found: Iterable[Candidate]) -> list[str]:
    """What the page's title says beside the headline: the outlet's name, perhaps a section's; empty for nothing."""
    headlines = [one.text for one in found][:1]
    return [
        " ".join(title.replace(text, " ").strip(EDGES).split())
        for text in headlines
        if text in title and len(text) < len(title)
    ]


def _parts(text: str) -> Iterator[tuple[int, int, str]]:
    """The place of each separator at the ends of a text, the last one first, and what stands before and after it."""
    separators = list(SEPARATOR.finditer(text))
    ends = separators[:_END_SEPARATORS] + separators[_END_SEPARATORS:][-_END_SEPARATORS:]
    for found in reversed(ends):
        yield found.start(), found.end(), text[: found.start()].strip()
        yield found.start(), found.end(), text[found.end() :].strip()
