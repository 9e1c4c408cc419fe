"""The authors of an article: personal names, without role labels, desks, outlets and user names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cleaners.dates import is_date_shape
from cleaners.dates.tokens import tokenize
from cleaners.metadata.headline_area import NearbyLine
from cleaners.metadata.jsonld import resolve_references, text_value, text_values, types_of
from cleaners.metadata.labelled import BARS, is_dated, labelled_names, pieces
from cleaners.metadata.person_names import is_person_name
from cleaners.metadata.structured_data import Sources
from cleaners.metadata.titles import is_site_name
from cleaners.phrases import phrase_key, phrases
from cleaners.text.line_shape import is_headline, is_name, is_prose
from cleaners.text.normalize import comparison_key, normalize

_AUTHOR_METAS = (
    *("author", "article:author", "parsely-author", "sailthru.author", "cxenseparse:author", "byl"),
    *("dc.creator", "dcterms.creator", "dc.contributor.author", "citation_author"),
)
_OPENING_WORDS = 4
"""A note about the author names them in its first words."""
_FIELD_LETTERS = 1000
"""A longer field is a text, not names: a dozen names with titles and desks have 500."""
_MAX_PERSONS = 50
"""Most persons read from a field or line: more are not a list of authors, and each is looked up in the text."""
_PERSON_LETTERS = 60
_PERSON_WORDS = 6
"""The longest printed names, with grandfather's name and title."""
_AUTHOR_ELEMENT = re.compile(
    r"author|by-?line|writer|write-?by|written|post-?by|submitted-?by|reporter|journalist|katib|kateb"
)
_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_LINK_TAG = re.compile(r"\ba\b")
_NAME_SEPARATOR = re.compile(r"\s*[،,;؛|/•·&+\n]\s*|\s+[-–—]+\s+|\s+(?:and|\u0648)\s+")
_BESIDE = re.compile(rf"{BARS.pattern}|\s+/\s+")
"""Bars, dashes and slashes; in other places slashes occur in month names and after labels."""
_NAME_EDGES = " :-–—/|."
_ARTICLE_PREFIX = "\u0627\u0644"
_DATE_KINDS = "Wdyluf"
"""Token kinds that a printed date begins with: weekday, day, year, label."""
_LOGIN = re.compile(r"[A-Za-z]+\.[A-Za-z]+")
"""A user name made of two names, which outlets print in the author's place."""


def authors_of(
    sources: Sources, lines: Sequence[NearbyLine], titles: Sequence[str], sites: frozenset[str]
) -> tuple[str, ...]:
    """The authors of a page's article, from the first source with a full name, else the first with any name."""
    named = [found for names in _names_by_source(sources, lines, titles, sites) if (found := persons(names, sites))]
    return next((found for found in named if any(map(_is_full, found))), named[0] if named else ())


def _names_by_source(
    sources: Sources, lines: Sequence[NearbyLine], titles: Sequence[str], sites: frozenset[str]
) -> list[list[str]]:
    """The names given as the author's, per source, the most reliable source first."""
    # Not the selector "nav a": libxml2 compares each `nav`'s links with all links found before.
    menus = (nav for nav in sources.page.root.iter("nav") if next(nav.iterancestors("nav"), None) is None)
    menu = frozenset(comparison_key("".join(link.itertext())) for nav in menus for link in nav.iter("a"))
    content = " ".join([*titles, text_value(sources.article.get("description")), *_paragraphs(sources)])
    return [
        [text_value(node) for node in _author_nodes(sources) if "Person" in types_of(node) or not types_of(node)],
        [value for name in _AUTHOR_METAS for value in sources.own_head.metas.get(name, [])],
        text_values(sources.script.get("author")),
        sources.properties.get("author", []),
        _names_near_headline(lines, menu, sites, comparison_key(content)),
    ]


def _paragraphs(sources: Sources) -> list[str]:
    """The page's paragraphs without their first words, where notes on authors introduce them."""
    texts = (" ".join("".join(map(str, p.itertext())).split()) for p in sources.page.root.iter("p"))
    return [" ".join(text.split()[_OPENING_WORDS:]) for text in texts if is_prose(text)]


def author_fields(sources: Sources) -> Iterator[str]:
    """Yield the names in author fields of JSON-LD and meta elements, organisations included."""
    yield from (text_value(node) for node in _author_nodes(sources))
    yield from (value for name in _AUTHOR_METAS for value in sources.own_head.metas.get(name, []))


def _author_nodes(sources: Sources) -> list[dict[str, Any]]:
    """The JSON-LD nodes of the article's authors."""
    return resolve_references(sources.nodes, sources.article.get("author") or sources.article.get("creator"))


def persons(names: Iterable[str], sites: frozenset[str]) -> tuple[str, ...]:
    """The distinct persons among printed names; `sites` are the comparison keys of the outlet's names.

    >>> persons(["بقلم: أحمد علي - القاهرة", "admin", "وكالة الأناضول"], frozenset())
    ('أحمد علي',)
    """
    found: dict[str, str] = {}
    for name in names:
        if len(name) > _FIELD_LETTERS or "://" in name or "www." in name:
            continue
        listed = _NAME_SEPARATOR.split(_BRACKETS.sub(" ", _strip_roles(normalize(name))))
        parts = [part for part in map(_strip_roles, listed) if _is_person(part, sites)]
        full = [part for part in parts if " " in part] or parts
        for part in full:
            found.setdefault(comparison_key(part), part)
        if len(found) >= _MAX_PERSONS:
            break
    return tuple(found.values())[:_MAX_PERSONS]


def _strip_roles(name: str) -> str:
    """A name without the roles before it."""
    words = name.strip(_NAME_EDGES).split()
    roles = phrases("role").whole
    for count in range(min(len(words), 4), 0, -1):
        if phrase_key(" ".join(words[:count])) in roles:
            return _strip_roles(" ".join(words[count:]))
    return " ".join(words)


def _is_person(name: str, sites: frozenset[str]) -> bool:
    """Whether a printed name is a person's: not a desk, outlet, agency, address or user name."""
    words = phrase_key(name).split()
    if not words or len(name) > _PERSON_LETTERS or len(words) > _PERSON_WORDS or re.search(r"[\d@/_:؟?!«»\"]", name):
        return False
    if phrase_key(name) in phrases("nobody").whole or set(words) & phrases("desk").whole or is_site_name(name, sites):
        return False
    if len(words) > 1 and " " in name:
        return True
    if name.isascii():
        return bool(_LOGIN.fullmatch(name)) or name.istitle()
    return not words[0].startswith(_ARTICLE_PREFIX)


def _is_full(name: str) -> bool:
    """Whether a name has more than one word."""
    return " " in name


def _names_near_headline(
    lines: Sequence[NearbyLine], menu: frozenset[str], sites: frozenset[str], content: str
) -> list[str]:
    """The names printed around the headline as the author's.

    A line counts if its element is named for authors, if it starts with a role label, or if it is a name alone, beside
    a date or beside the outlet's name. `menu` has the comparison keys of the menu's links, since sections are printed
    there too. A lone name that `content`, the article's comparison key, mentions is a picture caption.
    """
    marked = [text for line in lines for text, names in line.parts if _AUTHOR_ELEMENT.search(names)]
    short = (line for line in lines if len(line.text) <= _PERSON_LETTERS * 2)
    marked += [line.text for line in short if _AUTHOR_ELEMENT.search(line.names)]
    labelled = [part for line in lines for part in _labelled_parts(line)]
    marked = [name for name in map(_drop_dated_parts, marked) if _is_full(name) and comparison_key(name) not in menu]
    dated = [name for line in lines for name in _names_beside_date(line.text) if comparison_key(name) not in menu]
    found = [*(_drop_dated_parts(_strip_date(text)) for text in labelled), *marked] or dated
    if any(persons([name], sites) for name in found):
        return found
    named = labelled_names(lines, content)
    if any(persons([name], sites) for name in named):
        return named
    alone = (name for line in lines for name in _sole_name(line, sites))
    return next(([name] for name in alone if f" {comparison_key(name)} " not in f" {content} "), found)


def _labelled_parts(line: NearbyLine) -> list[str]:
    """The parts of a line that start with a role, or the whole line if only it does.

    A linked one with more words than a name is a headline: reports and interviews are labelled with the same words.
    """
    texts = [*(_drop_dated_parts(text) for text, _ in line.parts), _drop_dated_parts(line.text)]
    found = list(filter(_has_role_label, texts[:-1])) or list(filter(_has_role_label, texts[-1:]))
    found = found or list(filter(_has_role_label, pieces(texts[-1])))[:1]
    linked = _LINK_TAG.search(line.names) is not None
    return [text for text in found if not (linked and is_headline(text) and not is_person_name(_strip_roles(text)))]


def _sole_name(line: NearbyLine, sites: frozenset[str]) -> list[str]:
    """The only personal name in a line of names, dates and outlets, else the only one among its leaf elements."""
    parts = [part for part in _BESIDE.split(line.text) if part] if len(line.text) <= _PERSON_LETTERS * 2 else []
    names = [part for part in parts if is_person_name(part)]
    others = [part for part in parts if part not in names and not is_date_shape(tokenize(part).shape)]
    if len(names) == 1 and not any(_is_person(part, sites) for part in others):
        return names
    inside = list(dict.fromkeys(text for text, _ in line.parts if is_person_name(text)))
    return inside if len(inside) == 1 and parts else []


def _has_role_label(line: str) -> bool:
    """Whether a short line starts with a role and a colon, or is a byline's first words and a name."""
    label, colon, rest = line.partition(":")
    if len(line) > _PERSON_LETTERS:
        return False
    if colon and rest.strip():
        return phrase_key(label) in phrases("role").whole
    words = line.split()
    return any(
        phrase_key(" ".join(words[:count])) in phrases("writes").whole and is_name(" ".join(words[count:]))
        for count in (1, 2)
    )


def _drop_dated_parts(line: str) -> str:
    """A line without the parts that are dates."""
    return " | ".join(part for part in pieces(line) if not is_date_shape(tokenize(part).shape) and not is_dated(part))


def _strip_date(text: str) -> str:
    """A line without the date at its end.

    >>> _strip_date("بقلم: أحمد علي الخميس، 9 نوفمبر 2023")
    'بقلم: أحمد علي'
    """
    line = tokenize(text)
    for token in line.tokens:
        if token.start and token.kind in _DATE_KINDS and is_date_shape(tokenize(line.text[token.start :]).shape):
            return line.text[: token.start].rstrip(_NAME_EDGES + ",\u060c")
    return text


def _names_beside_date(line: str) -> list[str]:
    """The names in a line of names and at least one date; sections and places may be among them."""
    parts = [part for part in BARS.split(line) if part] if len(line) <= _PERSON_LETTERS * 2 else []
    names = [part for part in parts if not is_date_shape(tokenize(part).shape)]
    if len(names) == len(parts):
        return []
    return [name for name in names if is_name(name) and not name.startswith(_ARTICLE_PREFIX)]
