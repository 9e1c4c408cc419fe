"""Who wrote an article: names without role labels, desks, outlets and user names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cleaners.dates import is_date_shape
from cleaners.dates.tokens import read_line
from cleaners.metadata.headline_area import Nearby
from cleaners.metadata.jsonld import kinds_of, resolved, string, strings
from cleaners.metadata.labelled import BARS, is_dated, labelled_names, pieces
from cleaners.metadata.names import is_person_name
from cleaners.metadata.structured_data import Sources
from cleaners.metadata.titles import is_site
from cleaners.phrases import phrase_key, phrases
from cleaners.text.line_shape import is_headline, is_name, is_prose
from cleaners.text.normalize import comparison_key, normalize

_AUTHOR_METAS = (
    *("author", "article:author", "parsely-author", "sailthru.author", "cxenseparse:author", "byl"),
    *("dc.creator", "dcterms.creator", "dc.contributor.author", "citation_author"),
)
_OPENING_WORDS = 4
"""Who a note on the author introduces stands in its first words."""
_FIELD_LETTERS = 1000
"""A field with more is a text and names nobody: a dozen names with their titles and desks have 500."""
_MAX_PERSONS = 50
"""Persons believed of one field or line; what has more is no list of authors, and each is looked for in the text."""
_NAME_LETTERS = 60
_NAME_WORDS = 6
"""The longest names printed, grandfather, title and all."""
_AUTHOR_SHAPE = re.compile(
    r"author|by-?line|writer|write-?by|written|post-?by|submitted-?by|reporter|journalist|katib|kateb"
)
_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_LINK = re.compile(r"\ba\b")
_BETWEEN = re.compile(r"\s*[،,;؛|/•·&+\n]\s*|\s+[-–—]+\s+|\s+(?:and|\u0648)\s+")
_BESIDE = re.compile(rf"{BARS.pattern}|\s+/\s+")
"""Bars, dashes and a slash, which elsewhere stands in names of months and after labels."""
_LABEL_ENDS = " :-–—/|."
_ARTICLE = "\u0627\u0644"
_DATE_KINDS = "Wdyluf"
"""Kinds of tokens that a printed date begins with: weekday, day, year, label."""
_LOGIN = re.compile(r"[A-Za-z]+\.[A-Za-z]+")
"""A user name made of two names; outlets print it in the author's place."""


def authors_of(read: Sources, near: Sequence[Nearby], titles: Sequence[str], sites: frozenset[str]) -> tuple[str, ...]:
    """The persons who wrote a page's article: of the first source that names any in full, else that names any."""
    named = [people for source in _named_by_source(read, near, titles, sites) if (people := persons(source, sites))]
    return next((people for people in named if any(map(_is_full, people))), named[0] if named else ())


def _named_by_source(
    read: Sources, near: Sequence[Nearby], titles: Sequence[str], sites: frozenset[str]
) -> list[list[str]]:
    """The names in the author's place by source, the surest source first."""
    # By nesting, not by the selector "nav a": libxml2 compares what it finds in each with all that it found before.
    menus = (nav for nav in read.page.root.iter("nav") if next(nav.iterancestors("nav"), None) is None)
    menu = frozenset(comparison_key("".join(link.itertext())) for nav in menus for link in nav.iter("a"))
    told = " ".join([*titles, string(read.article.get("description")), *_paragraphs(read)])
    return [
        [string(node) for node in _author_nodes(read) if "Person" in kinds_of(node) or not kinds_of(node)],
        [value for name in _AUTHOR_METAS for value in read.own.metas.get(name, [])],
        strings(read.script.get("author")),
        read.properties.get("author", []),
        _printed_by(near, menu, sites, comparison_key(told)),
    ]


def _paragraphs(read: Sources) -> list[str]:
    """The page's paragraphs, cut before a name that opens one: authors are introduced so."""
    texts = (" ".join("".join(map(str, p.itertext())).split()) for p in read.page.root.iter("p"))
    return [" ".join(text.split()[_OPENING_WORDS:]) for text in texts if is_prose(text)]


def in_author_s_place(read: Sources) -> Iterator[str]:
    """The names in the author's place, organisations too."""
    yield from (string(node) for node in _author_nodes(read))
    yield from (value for name in _AUTHOR_METAS for value in read.own.metas.get(name, []))


def _author_nodes(read: Sources) -> list[dict[str, Any]]:
    """The JSON-LD nodes of the article's authors."""
    return resolved(read.nodes, read.article.get("author") or read.article.get("creator"))


def persons(names: Iterable[str], sites: frozenset[str]) -> tuple[str, ...]:
    """The persons among printed names, each once; `sites` are the keys of the outlet's names.

    >>> persons(["بقلم: أحمد علي - القاهرة", "admin", "وكالة الأناضول"], frozenset())
    ('أحمد علي',)
    """
    found: dict[str, str] = {}
    for name in names:
        if len(name) > _FIELD_LETTERS or "://" in name or "www." in name:
            continue
        parts = [_unlabelled(part) for part in _BETWEEN.split(_BRACKETS.sub(" ", _unlabelled(normalize(name))))]
        parts = [part for part in parts if _is_person(part, sites)]
        full = [part for part in parts if " " in part] or parts
        for part in full:
            found.setdefault(comparison_key(part), part)
        if len(found) >= _MAX_PERSONS:
            break
    return tuple(found.values())[:_MAX_PERSONS]


def _unlabelled(name: str) -> str:
    """A name without the role that stands before it."""
    words = name.strip(_LABEL_ENDS).split()
    roles = phrases("role").whole
    for count in range(min(len(words), 4), 0, -1):
        if phrase_key(" ".join(words[:count])) in roles:
            return _unlabelled(" ".join(words[count:]))
    return " ".join(words)


def _is_person(name: str, sites: frozenset[str]) -> bool:
    """Whether a printed name is a person's: no desk, outlet, agency, address or user name."""
    words = phrase_key(name).split()
    if not words or len(name) > _NAME_LETTERS or len(words) > _NAME_WORDS or re.search(r"[\d@/_:؟?!«»\"]", name):
        return False
    if phrase_key(name) in phrases("nobody").whole or set(words) & phrases("desk").whole or is_site(name, sites):
        return False
    if len(words) > 1 and " " in name:
        return True
    if name.isascii():
        return bool(_LOGIN.fullmatch(name)) or name.istitle()
    return not words[0].startswith(_ARTICLE)


def _is_full(name: str) -> bool:
    """Whether a name has more than one word."""
    return " " in name


def _printed_by(near: Iterable[Nearby], menu: frozenset[str], sites: frozenset[str], text: str = "") -> list[str]:
    """The names that the lines around the headline print as the author's.

    A line counts whose element is named for it, that a role label opens, or that is a name beside a date, beside the
    outlet's name or alone. `menu` has the keys of the menu's words: sections are printed there too. Whom the `text`,
    a comparison key, speaks of stands under its picture.
    """
    lines = list(near)
    marked = [text for line in lines for text, names in line.parts if _AUTHOR_SHAPE.search(names)]
    marked += [line.text for line in lines if _AUTHOR_SHAPE.search(line.shapes) and len(line.text) <= _NAME_LETTERS * 2]
    labelled = [said for line in lines for said in _labelled_in(line)]
    marked = [name for name in map(_without_dates, marked) if _is_full(name) and comparison_key(name) not in menu]
    dated = [name for line in lines for name in _beside_date(line.text) if comparison_key(name) not in menu]
    found = [*(_without_dates(_undated(text)) for text in labelled), *marked] or dated
    if any(persons([name], sites) for name in found):
        return found
    named = labelled_names(lines, text)
    if any(persons([name], sites) for name in named):
        return named
    alone = (name for line in lines for name in _alone_in(line, sites))
    return next(([name] for name in alone if f" {comparison_key(name)} " not in f" {text} "), found)


def _labelled_in(line: Nearby) -> list[str]:
    """The parts of a line that open with a role, or the whole line if it does and none of its parts.

    A linked one with more words than names have is a headline: reports and interviews are labelled with the same.
    """
    texts = [*(_without_dates(text) for text, _ in line.parts), _without_dates(line.text)]
    said = [text for text in texts[:-1] if _is_labelled(text)] or [text for text in texts[-1:] if _is_labelled(text)]
    said = said or [piece for piece in pieces(texts[-1]) if _is_labelled(piece)][:1]
    linked = _LINK.search(line.shapes) is not None
    return [text for text in said if not (linked and is_headline(text) and not is_person_name(_unlabelled(text)))]


def _alone_in(line: Nearby, sites: frozenset[str]) -> list[str]:
    """The name that a line is but for what is no person's, such as the outlet; else the only one in its parts."""
    parts = [part for part in _BESIDE.split(line.text) if part] if len(line.text) <= _NAME_LETTERS * 2 else []
    names = [part for part in parts if is_person_name(part)]
    others = [part for part in parts if part not in names and not is_date_shape(read_line(part).shape)]
    if len(names) == 1 and not any(_is_person(part, sites) for part in others):
        return names
    inside = list(dict.fromkeys(text for text, _ in line.parts if is_person_name(text)))
    return inside if len(inside) == 1 and parts else []


def _is_labelled(line: str) -> bool:
    """Whether a short line opens with a role and a colon, or is a byline's first words and a name."""
    label, colon, rest = line.partition(":")
    if len(line) > _NAME_LETTERS:
        return False
    if colon and rest.strip():
        return phrase_key(label) in phrases("role").whole
    words = line.split()
    return any(
        phrase_key(" ".join(words[:count])) in phrases("writes").whole and is_name(" ".join(words[count:]))
        for count in (1, 2)
    )


def _without_dates(line: str) -> str:
    """The parts of a line that are no dates."""
    return " | ".join(part for part in pieces(line) if not is_date_shape(read_line(part).shape) and not is_dated(part))


def _undated(text: str) -> str:
    """A line up to the weekday or day with which a date at its end begins.

    >>> _undated("بقلم: أحمد علي الخميس، 9 نوفمبر 2023")
    'بقلم: أحمد علي'
    """
    line = read_line(text)
    for token in line.tokens:
        if token.start and token.kind in _DATE_KINDS and is_date_shape(read_line(line.text[token.start :]).shape):
            return line.text[: token.start].rstrip(_LABEL_ENDS + ",\u060c")
    return text


def _beside_date(line: str) -> list[str]:
    """The names in a line of names and at least one date; a section or place is printed there as well."""
    parts = [part for part in BARS.split(line) if part] if len(line) <= _NAME_LETTERS * 2 else []
    names = [part for part in parts if not is_date_shape(read_line(part).shape)]
    if len(names) == len(parts):
        return []
    return [name for name in names if is_name(name) and not name.startswith(_ARTICLE)]
