"""A page's headline: the wordings in its metadata and headings, ranked by how well they agree."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cleaners.phrases import phrases
from cleaners.text.leftover_markup import read_markup
from cleaners.text.normalize import comparison_key, normalize
from cleaners.text.text_cache import text_cache

headline_key = text_cache(1024)(comparison_key)
"""A cached `comparison_key`, as all pairs of wordings are compared."""

_WEIGHTS = {"json-ld": 3, "h1": 3, "og": 2, "title": 2, "microdata": 2, "twitter": 1, "script": 1, "h2": 1, "named": 2}
"""Headings and JSON-LD are written for the article; other fields often come from a template."""
_READ_ON_PAGE = frozenset({"h1", "h2", "named"})
_IN_PAGE = 5
"""What readers see outweighs any two machine-readable fields."""
SEPARATOR = re.compile(r"\s+(?:[-–—|•·:»«/]|>>)\s+|\s*(?:\||::)\s*|(?<=\S) ?[–—] ")
_COLON = ": "
"""Headlines may contain colons: the text before one is the outlet only if it is its name or the page agrees."""
TITLE_EDGES = " -–—|•·:»«/"
_MIN_TRUNCATED_LETTERS = 25
"""From this length on, a title that is a prefix of another is the same headline, truncated."""
_CANDIDATE_LETTERS = range(4, 351)
"""The longest headlines, four sentences of an Egyptian daily, have 230."""
_SHORT_NAME = 4
"""Letters; a site's name of no more must match as a whole."""
_WORDING_LETTERS = 600
"""A headline with its section and the outlet's name; longer wordings are texts and cut off."""
_END_SEPARATORS, _MAX_SITE_MENTIONS = 10, 4
"""Separators tried from either end of a wording, and site names removed from it; titles have two."""
_MIN_HEADLINE_WORDS = 3
"""A heading with fewer words that no metadata confirms is a section's name."""
NAME_WORDS = 4
"""An outlet's name has one to four words."""
_MIN_WORD_OVERLAP = 0.5
"""Word overlap from which two wordings are the same headline."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One wording of the headline."""

    text: str
    """In normal form, without the site's name."""
    source: str
    """`json-ld h1 named og twitter title microdata script h2`."""


def rank_candidates(
    found: Iterable[tuple[str, str]], sites: Iterable[str], printed: Container[str] = ()
) -> tuple[Candidate, ...]:
    """Rank the wordings in (source, text) pairs, the likeliest headline first, without the site's name; may be empty.

    Wordings that differ only in spelling or truncation support each other. `printed` are the texts on the page: a
    headline is among them, a title meant only for search engines is not.
    """
    known = site_name_keys(sites)
    pairs = [(source, text[:_WORDING_LETTERS]) for source, text in found]
    normal = {text: normalize(read_markup(text)).replace("\n", " ") for _, text in pairs}
    raw = [(source, normal[text]) for source, text in pairs if normal[text]]
    whole = frozenset(headline_key(text) for source, text in raw if source in ("h1", "named", "json-ld", "microdata"))
    bare = {text: _strip_site_name(text, known, whole, printed) for text in normal.values() if text}
    kept = [Candidate(bare[text], source) for source, text in raw]
    kept = [one for one in kept if len(one.text) in _CANDIDATE_LETTERS and not is_site_name(one.text, known)]
    keyed = {one: headline_key(_strip_ellipsis(one.text)) for one in kept}
    weights = {one: _weight_of(one, key, keyed, printed) for one, key in keyed.items()}
    return tuple(sorted(dict.fromkeys(kept), key=lambda one: -weights[one]))


def _weight_of(one: Candidate, own: str, keyed: Mapping[Candidate, str], printed: Container[str]) -> float:
    """The evidence for a wording: sources that agree and visibility on the page, less half a point if truncated.

    `keyed` has the key of each wording, `own` is this one's.
    """
    alike = [other for other, key in keyed.items() if key == own or _is_prolonged(key, own)]
    sources = {other.source for other in alike}
    words = len(headline_key(one.text).split())
    is_long = words >= _MIN_HEADLINE_WORDS
    is_visible = is_long and (
        not sources.isdisjoint(_READ_ON_PAGE) or any(text in printed for text in {other.text for other in alike})
    )
    return (
        sum(_WEIGHTS[source] for source in sources)
        + (_IN_PAGE if is_visible else 0)
        - (2 if not is_long and len(sources) == 1 else 0)
        - (0.5 if _is_truncated(one.text, alike) else 0)
    )


def _is_truncated(text: str, alike: Iterable[Candidate]) -> bool:
    """Whether another wording of a headline continues this one."""
    may_be = len(text) >= _MIN_TRUNCATED_LETTERS or _strip_ellipsis(text) != text
    return may_be and any(len(other.text) > len(text) for other in alike)


def _strip_ellipsis(text: str) -> str:
    """A wording without a trailing ellipsis.

    >>> list(map(_strip_ellipsis, ("وزير الخارجية يزور ...", "وزير الخارجية يزور…", "نهاية الجملة.")))
    ['وزير الخارجية يزور', 'وزير الخارجية يزور', 'نهاية الجملة.']
    """
    if text.endswith("…"):
        return text[:-1].rstrip()
    bare = text.rstrip(".")
    return bare.rstrip() if len(text) - len(bare) > 1 else text


def _same_headline(one: str, other: str) -> bool:
    """Whether two wordings are the same headline, up to spelling or truncation of one of them."""
    key, own = headline_key(_strip_ellipsis(one)), headline_key(_strip_ellipsis(other))
    return key == own or _is_prolonged(key, own)


def _is_prolonged(one: str, other: str) -> bool:
    """Whether the longer of two headlines' keys continues the other, which is no heading of a few words."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    return len(short) >= _MIN_TRUNCATED_LETTERS and long.startswith(short)


def choose_title(titles: Sequence[Candidate], printed: str | None, lines: Sequence[str] = ()) -> str | None:
    """The headline as published: the likeliest wording, in the spelling of the page's own heading if both agree.

    `printed` is the headline block of the text, `lines` are the first lines of the text, which may hold the headline
    instead. None if there is no headline anywhere.
    """
    if not titles:
        return printed
    best = titles[0].text
    headings = [one.text for one in titles if one.source == "h1"] + ([printed] if printed else [])
    headings = list(map(_unlabelled, headings))
    for heading in headings:
        if _same_headline(best, heading) and len(heading) >= len(_strip_ellipsis(best)):
            return heading
    reworded = next((heading for heading in headings if _word_overlap(best, heading) >= _MIN_WORD_OVERLAP), None)
    whole = next((line for line in lines if _strip_ellipsis(best) != best and _same_headline(best, line)), None)
    return reworded or (whole if whole and len(whole) < _CANDIDATE_LETTERS.stop else None) or best


def _unlabelled(heading: str) -> str:
    """A printed headline without a forum's label before it."""
    label = phrases("headline_label").match(heading)
    return label.rest if label is not None and label.form == "label" else heading


def _word_overlap(one: str, other: str) -> float:
    """Share of the shorter wording's distinct words that are in the other, 0 to 1; 0 below three words."""
    words, others = set(headline_key(one).split()), set(headline_key(other).split())
    return len(words & others) / max(1, min(len(words), len(others))) if min(len(words), len(others)) > 2 else 0.0


def site_name_keys(sites: Iterable[str]) -> frozenset[str]:
    """Comparison keys of the site's names, single letters left out."""
    return frozenset(key for site in sites if len(key := headline_key(site)) > 1)


def is_site_name(text: str, sites: frozenset[str]) -> bool:
    """Whether a text is just the site's name, in its long or short form."""
    key = headline_key(text)
    if not key or key in sites:
        return bool(key)
    glued = key.replace(" ", "")
    return any(glued == site.replace(" ", "") or _extends(key, site) for site in sites)


def _extends(one: str, other: str) -> bool:
    """Whether one of two names, which are no abbreviations, is the other plus at most as many words again."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) <= _SHORT_NAME or not long.startswith(short):
        return False
    words, more = short.split(), long.split()
    return more[: len(words)] == words and len(more) <= 2 * len(words)


def _strip_site_name(
    text: str,
    sites: frozenset[str],
    headings: frozenset[str] = frozenset(),
    printed: Container[str] = (),
    named: int = _MAX_SITE_MENTIONS,
) -> str:
    """A title without the site's name at either end, and without what the page's heading or text of it lacks.

    >>> _strip_site_name("بوتين يلتقي نظيره - اليوم السابع", site_name_keys(["اليوم السابع"]))
    'بوتين يلتقي نظيره'
    >>> _strip_site_name("مصر - السودان: جولة جديدة", site_name_keys(["اليوم السابع"]))
    'مصر - السودان: جولة جديدة'
    """
    if headline_key(text) in headings and not is_site_name(text, sites):
        return text
    parts = list(_parts(text))
    if headed := _headed_part(text, parts, sites, headings):
        return headed
    standing = [part for _, _, part in parts if headline_key(part) in headings or part in printed]
    longest = max(standing, key=len, default="")
    if len(longest.split()) >= _MIN_HEADLINE_WORDS and not is_site_name(longest, sites):
        return longest
    before, colon, rest = text.partition(_COLON)
    is_confirmed = headline_key(rest) in headings or rest.strip() in printed
    is_headline = is_confirmed and text not in printed and len(rest.split()) >= _MIN_HEADLINE_WORDS
    if colon and (is_headline or is_site_name(before, sites)):
        return rest.strip()
    for start, end, part in parts:
        rest = text[end:] if part == text[:start].strip() else text[:start]
        if named and is_site_name(rest, sites):
            return _strip_site_name(part, sites, named=named - 1)
    return text.strip()


def _headed_part(
    text: str, parts: Iterable[tuple[int, int, str]], sites: frozenset[str], headings: frozenset[str]
) -> str:
    """The part of a title that is a heading of the page, beside a few words that are none; "" if there is none.

    A heading of a word or two may be a section's name, so the part must open the title, or the outlet's name must.
    """
    for start, end, part in parts:
        if headline_key(part) not in headings:
            continue
        is_first = part == text[:start].strip()
        rest = (text[end:] if is_first else text[:start]).strip()
        is_name = is_site_name(rest, sites) or (is_first and len(rest.split()) <= NAME_WORDS)
        if is_name and headline_key(rest) not in headings:
            return part if not is_site_name(part, sites) else ""
    return ""


def title_remainder(title: str, found: Iterable[Candidate]) -> list[str]:
    """What the page's title has besides the headline: the outlet's name, perhaps a section; may be empty."""
    headlines = [one.text for one in found][:1]
    extended = [text for text in headlines if text in title and len(text) < len(title)]
    return [" ".join(title.replace(text, " ").strip(TITLE_EDGES).split()) for text in extended]


def _parts(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield span and text before, then span and text after, of each separator near the ends, the last one first."""
    separators = list(SEPARATOR.finditer(text))
    ends = separators[:_END_SEPARATORS] + separators[_END_SEPARATORS:][-_END_SEPARATORS:]
    for found in reversed(ends):
        yield found.start(), found.end(), text[: found.start()].strip()
        yield found.start(), found.end(), text[found.end() :].strip()
