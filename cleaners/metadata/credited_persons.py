"""The persons that a printed credit names: its authors, and its translators apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from cleaners.metadata.label_openings import may_open_with_label
from cleaners.metadata.person_names import may_be_person, split_at_and, without_job_title
from cleaners.metadata.titles import is_site_name
from cleaners.phrases import phrase_key, phrases
from cleaners.text.normalize import comparison_key, normalize

_FIELD_LETTERS = 1000
"""A longer field is a text, not names: a dozen names with titles and desks have 500."""
_MAX_PERSONS = 50
"""Most persons read from a field or line: more are not a list of authors, and each is looked up in the text."""
PERSON_LETTERS = 60
_ROLE_WORDS = 4
_BRACKETED_CREDIT = re.compile(r"[(\[].*?[)\]]")
_NAME_SEPARATOR = re.compile(r"\s*[،,;؛|/•·&+\n:]\s*|\s+[-–—\u0640]+\s+|\s+(?:and|\u0648)\s+")
"""A tatweel between blanks is printed as a dash."""
NAME_EDGES = " :-–—/|.{}'\"\u0640"
"""Braces and quotation marks are left over from broken JSON."""
_LOGIN = re.compile(r"[A-Za-z]+\.[A-Za-z]+")
"""A user name made of two names, which outlets print in the author's place."""


_CreditRole = Literal["author", "translator", "photographer"]
_CREDIT_LABELS: dict[_CreditRole, str] = {"translator": "translator", "photographer": "photo_credit"}
"""The phrase files with the labels of roles other than the author's."""


class Credit(NamedTuple):
    """The persons in a credit, without titles of jobs, places, desks and outlets."""

    authors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()


def credit_of(names: Iterable[str], sites: frozenset[str] = frozenset()) -> Credit:
    """The distinct persons among printed names; `sites` are the comparison keys of the outlet's names.

    >>> credit_of(["بقلم: أحمد علي - القاهرة", "admin", "وكالة الأناضول", "ترجمة: رنا قباني"])
    Credit(authors=('أحمد علي',), translators=('رنا قباني',))
    """
    found: dict[_CreditRole, dict[str, str]] = {"author": {}, "translator": {}, "photographer": {}}
    for name in names:
        if len(name) > _FIELD_LETTERS or "://" in name or "www." in name:
            continue
        listed = [one for one in _persons_in(name) if _is_person(one[1], sites)]
        for kind, known in found.items():
            parts = [part for role, part in listed if role == kind]
            for part in [part for part in parts if " " in part] or parts:
                known.setdefault(comparison_key(part), part)
        if max(map(len, found.values())) >= _MAX_PERSONS:
            break
    authors, translators = (tuple(found[kind].values())[:_MAX_PERSONS] for kind in ("author", "translator"))
    return Credit(tuple(name for name in authors if name not in translators), translators)


def persons(names: Iterable[str], sites: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The authors among printed names, as `credit_of`."""
    return credit_of(names, sites).authors


def _persons_in(text: str) -> Iterator[tuple[_CreditRole, str]]:
    """Yield each part of a credit that may be a name with its role: that of the last label, at first the author's."""
    role: _CreditRole = "author"
    for part in _NAME_SEPARATOR.split(_BRACKETED_CREDIT.sub(" ", normalize(text))):
        labelled = _labelled(part)
        role, part = labelled or (role, part)
        bare = without_roles(part)
        if labelled is None and bare != part.strip(NAME_EDGES):
            role = "author"
        for name in split_at_and(without_job_title(bare)):
            yield role, name


def _labelled(part: str) -> tuple[_CreditRole, str] | None:
    """The role that a part's label gives, and what follows the label, "" for a label alone; None without one."""
    for role, file in _CREDIT_LABELS.items() if may_open_with_label(part, *_CREDIT_LABELS.values()) else ():
        for text in (f"{part}: -", part) if part else ():
            label = phrases(file).match(text)
            if label is not None and label.form in ("label", "start"):
                return role, label.rest
    return None


def without_roles(name: str) -> str:
    """A name without the roles before it."""
    words = name.strip(NAME_EDGES).split()
    longest = min(len(words), _ROLE_WORDS) if may_open_with_label(name, "role") else 0
    for count in range(longest, 0, -1):
        if phrase_key(" ".join(words[:count])) in phrases("role").whole:
            return without_roles(" ".join(words[count:]))
    return " ".join(words)


def _is_person(name: str, sites: frozenset[str]) -> bool:
    """Whether a printed name is a person's: not a desk, outlet, agency, place, job, address or user name."""
    words = phrase_key(name).split()
    if not words or len(name) > PERSON_LETTERS or re.search(r"[\d@/_:؟?!«»\"#]", name):
        return False
    if set(words) <= phrases("network").whole or set(words) & phrases("desk").whole or is_site_name(name, sites):
        return False
    if any(phrase_key(name) in phrases(file).whole for file in ("nobody", "network")):
        return False
    return bool(_LOGIN.fullmatch(name)) or may_be_person(name)
