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
from cleaners.normalize import comparison_key, normalize
from cleaners.phrases import key_of, phrases
from cleaners.sentence import is_headline, is_name, is_prose

AUTHOR_METAS = (
    *("author", "article:author", "parsely-author", "sailthru.author", "cxenseparse:author", "byl"),
    *("dc.creator", "dcterms.creator", "dc.contributor.author", "citation_author"),
)
OPENING_WORDS = 4
"""Who a note on the author introduces stands in its first words."""
FIELD_LETTERS = 1000
"""A field with more is a text and names nobody: a dozen names with their titles and desks have 500."""
MAX_PERSONS = 50
"""Persons believed of one field or line; what has more is no list of authors, and each is looked for in the text."""
NAME_LETTERS = 60
NAME_WORDS = 6
"""The longest names printed, grandfather, title and all."""
AUTHOR_SHAPE = re.compile(
    r"author|by-?line|writer|write-?by|written|post-?by|submitted-?by|reporter|journalist|katib|kateb"
)
BRACKETS = re.compile(r"[(\[].*?[)\]]")
LINK = re.compile(r"\ba\b")
BETWEEN = re.compile(r"\s*[،,;؛|/•·&+\n]\s*|\s+[-–—]+\s+|\s+(?:and|\u0648)\s+")
BESIDE = re.compile(rf"{BARS.pattern}|\s+/\s+")
"""The same and a slash, which elsewhere stands in names of months and after labels."""
LABEL_ENDS = " :-–—/|."
ARTICLE = "\u0627\u0644"
DATE_KINDS = "Wdyluf"
"""Kinds of tokens that a printed date begins with: weekday, day, year, label."""
LOGIN = re.compile(r"[A-Za-z]+\.[A-Za-z]+")
"""A user name made of two names; outlets print it in the author's place."""


def all_authors(
    read: Sources,
    near: Sequence[Nearby],
    titles: Sequence[str],
    sites: frozenset[str],
) -> list[list[str]]:
    """The names in the author's place by source, the surest source first."""
    menus = (nav for nav in read.page.root.iter("nav") if next(nav.iterancestors("nav"), None) is None)
    menu = frozenset(comparison_key("".join(link.itertext())) for nav in menus for link in nav.iter("a"))
    told = " ".join([*titles, string(read.article.get("description")), *paragraphs(read)])
    return [
        [string(node) for node in author_nodes(read) if "Person" in kinds_of(node) or not kinds_of(node)],
        [value for name in AUTHOR_METAS for value in read.own.metas.get(name, [])],
        strings(read.script.get("author")),
        read.properties.get("author", []),
        printed_by(near, menu, sites, comparison_key(told)),
    ]


def paragraphs(read: Sources) -> list[str]:
    """The page's paragraphs, cut before a name that opens one: authors are introduced so."""
    texts = (" ".join("".join(map(str, p.itertext())).split()) for p in read.page.root.iter("p"))
    return [" ".join(text.split()[OPENING_WORDS:]) for text in texts if is_prose(text)]


def in_author_s_place(read: Sources) -> Iterator[str]:
    """The names in the author's place, organisations too."""
    yield from (string(node) for node in author_nodes(read))
    yield from (value for name in AUTHOR_METAS for value in read.own.metas.get(name, []))


def author_nodes(read: Sources) -> list[dict[str, Any]]:
    """The JSON-LD nodes of the article's authors."""
    return resolved(read.nodes, read.article.get("author") or read.article.get("creator"))


def persons(names: Iterable[str], sites: frozenset[str]) -> tuple[str, ...]:
    """The persons among printed names, each once; `sites` are the keys of the outlet's names.

    >>> persons(["بقلم: أحمد علي - القاهرة", "admin", "وكالة الأناضول"], frozenset())
    ('أحمد علي',)
    """
    found: dict[str, str] = {}
    for name in names:
        if len(name) > FIELD_LETTERS or "://" in name or "www." in name:
            continue
        parts = [unlabelled(part) for part in BETWEEN.split(BRACKETS.sub(" ", unlabelled(normalize(name))))]
        parts = [part for part in parts if is_person(part, sites)]
        full = [part for part in parts if " " in part] or parts
        for part in full:
            found.setdefault(comparison_key(part), part)
        if len(found) >= MAX_PERSONS:
            break
    return tuple(found.values())[:MAX_PERSONS]


def unlabelled(name: str) -> str:
    """A name without the role that stands before it."""
    words = name.strip(LABEL_ENDS).split()
    roles = phrases("role").whole
    for count in range(min(len(words), 4), 0, -1):
        if key_of(" ".join(words[:count])) in roles:
            return unlabelled(" ".join(words[count:]))
    return " ".join(words)


def is_person(name: str, sites: frozenset[str]) -> bool:
    """Whether a printed name is a person's: no desk, outlet, agency, address or user name."""
    words = key_of(name).split()
    if not words or len(name) > NAME_LETTERS or len(words) > NAME_WORDS or re.search(r"[\d@/_:؟?!«»\"]", name):
        return False
    if key_of(name) in phrases("nobody").whole or set(words) & phrases("desk").whole or is_site(name, sites):
        return False
    if len(words) > 1 and " " in name:
        return True
    if name.isascii():
        return bool(LOGIN.fullmatch(name)) or name.istitle()
    return not words[0].startswith(ARTICLE)


def is_full(name: str) -> bool:
    """Whether a name has more than one word."""
    return " " in name


def choose(sources: Iterable[Sequence[str]], sites: frozenset[str]) -> tuple[str, ...]:
    """The persons of the first source that names any in full, else of the first that names any."""
    named = [people for source in sources if (people := persons(source, sites))]
    return next((people for people in named if any(map(is_full, people))), named[0] if named else ())


def printed_by(near: Iterable[Nearby], menu: frozenset[str], sites: frozenset[str], text: str = "") -> list[str]:
    """The names that the lines around the headline print as the author's.

    A line counts whose element is named for it, that a role label opens, or that is a name beside a date, beside the
    outlet's name or alone. `menu` has the keys of the menu's words: sections are printed there too. Whom the `text`,
    a comparison key, speaks of stands under its picture.
    """
    lines = list(near)
    marked = [text for line in lines for text, names in line.parts if AUTHOR_SHAPE.search(names)]
    marked += [line.text for line in lines if AUTHOR_SHAPE.search(line.shapes) and len(line.text) <= NAME_LETTERS * 2]
    labelled = [said for line in lines for said in labelled_in(line)]
    marked = [name for name in map(without_dates, marked) if is_full(name) and comparison_key(name) not in menu]
    dated = [name for line in lines for name in beside_date(line.text) if comparison_key(name) not in menu]
    found = [*(without_dates(undated(text)) for text in labelled), *marked] or dated
    if any(persons([name], sites) for name in found):
        return found
    named = labelled_names(lines, text)
    if any(persons([name], sites) for name in named):
        return named
    alone = (name for line in lines for name in alone_in(line, sites))
    return next(([name] for name in alone if f" {comparison_key(name)} " not in f" {text} "), found)


def labelled_in(line: Nearby) -> list[str]:
    """The parts of a line that open with a role, or the whole line if it does and none of its parts.

    A linked one with more words than names have is a headline: reports and interviews are labelled with the same.
    """
    texts = [*(without_dates(text) for text, _ in line.parts), without_dates(line.text)]
    said = [text for text in texts[:-1] if is_labelled(text)] or [text for text in texts[-1:] if is_labelled(text)]
    said = said or [piece for piece in pieces(texts[-1]) if is_labelled(piece)][:1]
    linked = LINK.search(line.shapes) is not None
    return [text for text in said if not (linked and is_headline(text) and not is_person_name(unlabelled(text)))]


def alone_in(line: Nearby, sites: frozenset[str]) -> list[str]:
    """The name that a line is but for what is no person's, such as the outlet; else the only one in its parts."""
    parts = [part for part in BESIDE.split(line.text) if part] if len(line.text) <= NAME_LETTERS * 2 else []
    names = [part for part in parts if is_person_name(part)]
    others = [part for part in parts if part not in names and not is_date_shape(read_line(part).shape)]
    if len(names) == 1 and not any(is_person(part, sites) for part in others):
        return names
    inside = list(dict.fromkeys(text for text, _ in line.parts if is_person_name(text)))
    return inside if len(inside) == 1 and parts else []


def is_labelled(line: str) -> bool:
    """Whether a short line opens with a role and a colon, or is a byline's first words and a name."""
    label, colon, rest = line.partition(":")
    if len(line) > NAME_LETTERS:
        return False
    if colon and rest.strip():
        return key_of(label) in phrases("role").whole
    words = line.split()
    return any(
        key_of(" ".join(words[:count])) in phrases("writes").whole and is_name(" ".join(words[count:]))
        for count in (1, 2)
    )


def without_dates(line: str) -> str:
    """The parts of a line that are no dates."""
    return " | ".join(part for part in pieces(line) if not is_date_shape(read_line(part).shape) and not is_dated(part))


def undated(text: str) -> str:
    """A line up to the weekday or day with which a date at its end begins.

    >>> undated("بقلم: أحمد علي الخميس، 9 نوفمبر 2023")
    'بقلم: أحمد علي'
    """
    line = read_line(text)
    for token in line.tokens:
        if token.start and token.kind in DATE_KINDS and is_date_shape(read_line(line.text[token.start :]).shape):
            return line.text[: token.start].rstrip(LABEL_ENDS + ",\u060c")
    return text


def beside_date(line: str) -> list[str]:
    """The names in a line of names and at least one date; a section or place is printed there as well."""
    parts = [part for part in BARS.split(line) if part] if len(line) <= NAME_LETTERS * 2 else []
    names = [part for part in parts if not is_date_shape(read_line(part).shape)]
    if len(names) == len(parts):
        return []
    return [name for name in names if is_name(name) and not name.startswith(ARTICLE)]
