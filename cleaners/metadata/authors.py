"""The authors and translators of an article: personal names, without role labels, desks, outlets and user names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from cleaners.dates import is_date_shape, may_hold_date, texts_beside_dates
from cleaners.dates.tokens import tokenize
from cleaners.metadata.credited_persons import (
    NAME_EDGES,
    PERSON_LETTERS,
    credit_of,
    persons,
    without_roles,
)
from cleaners.metadata.headline_area import NearbyLine
from cleaners.metadata.jsonld import resolve_references, text_value, text_values, types_of
from cleaners.metadata.label_openings import may_be_labelled, may_open_with_label
from cleaners.metadata.labelled import BARS, labelled_names, pieces, undated_pieces
from cleaners.metadata.lone_name import lone_names
from cleaners.metadata.own_text import OwnText
from cleaners.metadata.page_elements import PageElements, whole_text
from cleaners.metadata.person_names import is_person_name, may_be_person, without_job_title
from cleaners.metadata.structured_data import Sources
from cleaners.phrases import phrase_key, phrases
from cleaners.text.line_shape import DASHES, is_headline
from cleaners.text.normalize import comparison_key

_AUTHOR_METAS = (
    *("author", "article:author", "parsely-author", "sailthru.author", "cxenseparse:author", "byl"),
    *("dc.creator", "dcterms.creator", "dc.contributor.author", "citation_author"),
)
_AUTHOR_ELEMENT = re.compile(
    r"author|by-?line|writer|write-?by|written|post-?by|submitted-?by|reporter|journalist|katib|kateb"
    r"|\bauth\b|\bpoet\b|poet-?name|\b(?:icon|fa|bi|ti)-(?:user|pen|pencil|edit|person)\b"
)
_BESIDE_NAME = re.compile(
    r"title|job|role|position|\bbio\b|descr|about|avatar|date|\btime\b|count|email|social|follow|\bh[2-6]\b"
)
"""Parts of an author's box that do not hold the name."""
_TAG_LINK = re.compile(r"\btags?\b|categor|\bcat\b|\btopics?\b|/tag/|/topic/|translat")
_OWN_PAGE_LINK = re.compile(r" #")
_LINK_TAG = re.compile(r"\ba\b")
_DATE_KINDS = "Wdyluf"
"""Token kinds that a printed date begins with: weekday, day, year, label."""


def authors_of(
    sources: Sources, lines: Sequence[NearbyLine], titles: Sequence[str], sites: frozenset[str]
) -> tuple[str, ...]:
    """The authors of a page's article, from the first source with a full name, else the first with any name."""
    first: tuple[str, ...] = ()
    for names in _names_by_source(sources, lines, titles, sites):
        found = persons(names, sites) if names else ()
        if any(map(_is_full, found)):
            return found
        first = first or found
    return first


def translators_of(sources: Sources, lines: Sequence[NearbyLine], sites: frozenset[str]) -> tuple[str, ...]:
    """The translators of a page's article: said for machines, else printed under a label around the headline."""
    nodes = resolve_references(sources.nodes, sources.article.get("translator"))
    named = [*map(text_value, nodes), *sources.microdata.get("translator", [])]
    labelled = (line for line in lines if not line.is_above and may_be_labelled(line.text, "translator"))
    printed = (text for line in labelled for text in (line.text, *(part for part, _ in line.parts)))
    return persons(named, sites) or credit_of(printed, sites).translators


def _names_by_source(
    sources: Sources, lines: Sequence[NearbyLine], titles: Sequence[str], sites: frozenset[str]
) -> Iterator[list[str]]:
    """Yield the names given as the author's, per source, the most reliable source first."""
    yield [text_value(node) for node in _author_nodes(sources) if "Person" in types_of(node) or not types_of(node)]
    yield [value for name in _AUTHOR_METAS for value in sources.own_head.values(name)]
    yield text_values(sources.script.get("author"))
    yield sources.stated("author")
    text = OwnText(sources.page, [*titles, text_value(sources.article.get("description"))])
    yield from _names_near_headline(sources.page, lines, sites, text)
    yield lone_names(lines, text, sites)


def _menu_keys(page: PageElements) -> frozenset[str]:
    """The comparison keys of the links in menus."""
    # Not the selector "nav a": libxml2 compares each `nav`'s links with all links found before.
    menus = (nav for nav in page.of("nav") if next(nav.iterancestors("nav"), None) is None)
    return frozenset(comparison_key(whole_text(link)) for nav in menus for link in nav.iter("a"))


def author_fields(sources: Sources) -> Iterator[str]:
    """Yield the names in author fields of JSON-LD and meta elements, organisations included."""
    yield from (text_value(node) for node in _author_nodes(sources))
    yield from (value for name in _AUTHOR_METAS for value in sources.own_head.values(name))


def _author_nodes(sources: Sources) -> list[dict[str, Any]]:
    """The JSON-LD nodes of the article's authors."""
    return resolve_references(sources.nodes, sources.article.get("author") or sources.article.get("creator"))


def _is_full(name: str) -> bool:
    """Whether a name has more than one word."""
    return " " in name


def _names_near_headline(
    page: PageElements, lines: Sequence[NearbyLine], sites: frozenset[str], text: OwnText
) -> Iterator[list[str]]:
    """Yield the names printed around the headline as the author's, per kind of evidence, the most reliable first.

    A line counts if it starts with a role label, if its element is named for authors, if it is a person's name beside a
    date, or if it has a label in no list. What the page's menu has too is a section; persons that its text mentions
    are no authors.
    """
    labelled = [_strip_date(_drop_dated_parts(part)) for line in lines for part in _labelled_parts(line)]
    marked = [_drop_dated_parts(name) for line in lines for name in _marked_names(line)]
    dated = [name for line in lines for name in _names_beside_date(line.text)]
    menu = _menu_keys(page) if marked or dated else frozenset()
    marked = [name for name in marked if comparison_key(name) not in menu]
    both = set(persons(labelled, sites)) <= set(persons(marked, sites))
    yield marked if both else labelled
    yield marked
    yield [name for name in dated if comparison_key(name) not in menu]
    yield labelled_names(lines, text)


def _marked_names(line: NearbyLine) -> list[str]:
    """The names in elements named for authors: the parts so named, else persons in an author's box, else its text."""
    parts = [(text, names) for text, names in line.parts if not _is_beside_name(names)]
    own = [text for text, names in parts if _AUTHOR_ELEMENT.search(names)]
    if own or not _AUTHOR_ELEMENT.search(line.names) or len(line.text) > PERSON_LETTERS * 2:
        return own if any(map(_names_person, own)) or not own else _whole_name(line, own)
    if any(map(_is_tag, (names for _, names in line.parts))) or _OWN_PAGE_LINK.search(_hrefs(line)):
        return []
    inside = [text for text, _ in parts if is_person_name(text)]
    return inside or [line.text]


def _whole_name(line: NearbyLine, own: list[str]) -> list[str]:
    """The text of a line whose author elements hold pieces of a name, else those pieces."""
    return [line.text] if len(own) > 1 and may_be_person(line.text) else own


def _names_person(text: str) -> bool:
    """Whether a text, without role and job, may be a person's full name."""
    return may_be_person(without_job_title(without_roles(text)))


def _is_beside_name(names: str) -> bool:
    """Whether an element in an author's box is a job title, note, tag or a link to the page itself."""
    is_title = _BESIDE_NAME.search(names) and "name" not in names and "/author" not in names
    return bool(is_title) or _is_tag(names) or bool(_OWN_PAGE_LINK.search(names))


def _is_tag(names: str) -> bool:
    """Whether an element is a keyword, a section or a translator's credit."""
    return bool(_TAG_LINK.search(names))


def _hrefs(line: NearbyLine) -> str:
    """The names and addresses of a line's parts."""
    return " ".join(names for _, names in line.parts)


def _labelled_parts(line: NearbyLine) -> list[str]:
    """The parts of a line that start with a role, or the whole line if only it does.

    A linked one with more words than a name is a headline: reports and interviews are labelled with the same words.
    """
    texts = [*(_drop_dated_parts(text) for text, _ in line.parts), _drop_dated_parts(line.text)]
    found = list(filter(_has_role_label, texts[:-1])) or list(filter(_has_role_label, texts[-1:]))
    found = found or list(filter(_has_role_label, pieces(texts[-1])))[:1]
    found = found or list(filter(_has_role_label, _beside_date(line.text)))[:1]
    linked = bool(found) and _LINK_TAG.search(line.names) is not None
    return [text for text in found if not (linked and is_headline(text) and not is_person_name(without_roles(text)))]


def _beside_date(text: str) -> tuple[str, ...]:
    """The credits beside the date of a short line; verbs, with which sentences go on, open none."""
    may_be = len(text) <= PERSON_LETTERS * 2 and may_be_labelled(text, "posted_by")
    beside = texts_beside_dates(text) if may_be else ()
    return tuple(one for one in beside if phrases("posted_by").match(one) is not None)


def _has_role_label(line: str) -> bool:
    """Whether a short line starts with a role and a colon, or is a byline's first words and a person's name."""
    label, colon, rest = line.partition(":")
    if len(line) > PERSON_LETTERS or not may_open_with_label(line, "role", "writes"):
        return False
    if colon and rest.strip():
        return phrase_key(label) in phrases("role").whole
    words = [word for word in line.rstrip(":").split() if word not in DASHES]
    return any(
        phrase_key(" ".join(words[:count])) in phrases("writes").whole and is_person_name(" ".join(words[count:]))
        for count in (1, 2, 3)
    )


def _drop_dated_parts(line: str) -> str:
    """A line without the parts that are dates."""
    return " | ".join(undated_pieces(line))


def _strip_date(text: str) -> str:
    """A line without the date at its end.

    >>> _strip_date("بقلم: أحمد علي الخميس، 9 نوفمبر 2023")
    'بقلم: أحمد علي'
    """
    line = tokenize(text)
    for token in line.tokens:
        if token.start and token.kind in _DATE_KINDS and is_date_shape(tokenize(line.text[token.start :]).shape):
            return line.text[: token.start].rstrip(NAME_EDGES + ",\u060c")
    return text


def _names_beside_date(line: str) -> list[str]:
    """The persons' names in a line of names and at least one date; sections and places may be among them."""
    may_be = len(line) <= PERSON_LETTERS * 2 and may_hold_date(line)
    parts = [part for part in BARS.split(line) if part] if may_be else []
    names = [part for part in parts if not is_date_shape(tokenize(part).shape)]
    return [name for name in names if is_person_name(name)] if len(names) < len(parts) else []
