"""Recognise persons' names: by given names, by what no name contains, and several of them in one string."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from cleaners.data_files import read_words
from cleaners.phrases import phrase_key, phrases
from cleaners.text.line_shape import LETTER_RUN, is_name
from cleaners.text.normalize import comparison_key

_FOLDER = Path(__file__).parent
_TITLE_LETTERS = 2
"""A title before a name is abbreviated to one or two letters and a full stop."""
_MAX_NAME_WORDS = 6
"""The longest printed names, with grandfather's name and title."""
_NAMES_IN_PAIR = 2
"""A glued "and" is only certain between two names of at least two words each."""
_AND, _ARTICLE = "\u0648", "\u0627\u0644"
_GLUED_OPENINGS = (*(particle + _ARTICLE for particle in (_AND, "\u0628", "\u0641", "\u0643")), "\u0644\u0644")
"""A particle and the article, as "and the sea" opens; what follows must be long enough not to be a name itself."""
_GLUED_LETTERS = 6
_NISBA_END, _NISBA_LETTERS = "\u064a", 5
"""A family name made of the article and a place or tribe."""


@cache
def _words_of(name: str) -> frozenset[str]:
    """Comparison keys of the words in a file of this folder; raises DataFileError for an unreadable or empty file."""
    return frozenset(map(comparison_key, read_words(_FOLDER / f"{name}.txt")))


def check_names() -> None:
    """Read the lists of names, so that an unreadable or empty one raises DataFileError at startup."""
    for name in ("given_names", "common_names", "no_name_words"):
        _words_of(name)


def is_person_name(line: str) -> bool:
    """Whether a line is two to four words of letters starting with a given name, optionally after a title.

    >>> is_person_name("د. سامر الحلبي"), is_person_name("من مواقع التواصل"), is_person_name("كريم والبحر")
    (True, False, False)
    """
    if not LETTER_RUN.fullmatch("".join(line.rsplit(None, 1)[-1:])):
        return False
    words = without_honorifics(line).split()
    return is_name(" ".join(words)) and is_given_name(words[0]) and not _has_no_name_word(words) and not is_place(line)


def is_certain_name(line: str) -> bool:
    """Whether nothing but a person can be meant: the given name is no common word, or a family name shows it.

    >>> is_certain_name("ماهر الدوري"), is_certain_name("أمل جديد"), is_certain_name("نور الشمس")
    (True, False, False)
    """
    words = comparison_key(without_honorifics(line)).split()
    if not is_person_name(line) or any(word.startswith(_AND) and not is_given_name(word) for word in words[1:]):
        return False
    last = words[-1]
    is_nisba = last.startswith(_ARTICLE) and last.endswith(_NISBA_END) and len(last) >= _NISBA_LETTERS
    is_family = is_nisba or (is_given_name(last) and last not in _words_of("common_names"))
    return is_family or (words[0] not in _words_of("common_names") and not last.startswith(_ARTICLE))


def may_be_person(name: str) -> bool:
    """Whether a text in the author's place can be a person's name: no place, heading, job or sentence.

    A single word must be a given name, a Latin one a word with a capital.

    >>> [may_be_person(name) for name in ("Ziad Sankary", "هوشنك بروكا", "عن الكاتب", "غزة", "أ ش أ", "كبير المراسلين")]
    [True, True, False, False, False, False]
    """
    words = without_honorifics(name).split()
    keys = comparison_key(" ".join(words)).split()
    if not 0 < len(words) <= _MAX_NAME_WORDS or _has_no_name_word(words) or is_place(name) or is_job_title(name):
        return False
    if all(len(key) == 1 for key in keys):
        return False
    if len(words) == 1:
        return is_given_name(words[0]) if not name.isascii() else name.istitle()
    return not keys[0].startswith(_ARTICLE) or is_given_name(words[0]) or len(words) < len(name.split())


def without_honorifics(name: str) -> str:
    """A name without the titles before it."""
    words = name.split()
    while len(words) > 1:
        known = (n for n in (2, 1) if phrase_key(" ".join(words[:n])) in phrases("honorific").whole)
        count = next(known, int(words[0].endswith(".") and len(words[0]) <= _TITLE_LETTERS + 1))
        if not count or len(words) == count:
            break
        words = words[count:]
    return " ".join(words)


def name_words(name: str) -> tuple[str, str]:
    """The comparison keys of a name's given name and of its last word.

    >>> name_words("د. سامر بن علي الحلبي")
    ('سامر', 'الحلبي')
    """
    words = comparison_key(without_honorifics(name)).split()
    return words[0], words[-1]


def without_job_title(name: str) -> str:
    """A name of at least two words without the job title behind it.

    >>> without_job_title("سمير الدروبي كبير المراسلين"), without_job_title("مراسل الشرق")
    ('سمير الدروبي', 'مراسل الشرق')
    """
    words = name.split()
    ends = (n for n in range(2, len(words)) if is_job_title(" ".join(words[n:])))
    return " ".join(words[: next(ends, len(words))]).rstrip(" ,،-–")


def is_job_title(text: str) -> bool:
    """Whether a text opens with a profession or rank."""
    if is_given_name(text.split()[0] if text.split() else ""):
        return False
    return any(phrases(name).match(text) is not None for name in ("job_title", "profession"))


def is_place(text: str) -> bool:
    """Whether a text is just a place that newsrooms print before an agency or a reporter."""
    return phrase_key(text) in phrases("place").whole


def is_given_name(word: str) -> bool:
    """Whether a word is a given name."""
    return comparison_key(word) in _words_of("given_names")


def split_at_and(name: str) -> Iterator[str]:
    """Yield the names that a glued "and" joins; a name that begins with its letter stays whole.

    >>> list(split_at_and("وليد حمدان ووفاء الساري")), list(split_at_and("سالم أحمد وهبة"))
    (['وليد حمدان', 'وفاء الساري'], ['سالم أحمد وهبة'])
    """
    words = name.split()
    if words and _joined_name(words[0]) and is_given_name(_joined_name(words[0])):
        words[0] = _joined_name(words[0])
    start = 0
    for at in range(_NAMES_IN_PAIR, len(words) - 1):
        joined = _joined_name(words[at])
        if joined and at - start >= _NAMES_IN_PAIR and (is_given_name(joined) or _is_pair(words[start:], at - start)):
            yield " ".join(words[start:at])
            words[at], start = joined, at
    yield " ".join(words[start:])


def _joined_name(word: str) -> str:
    """The word behind a glued "and"; "" if it is none, or a name that begins with that letter."""
    return word[1:] if word.startswith(_AND) and len(word) > 3 and not is_given_name(word) else ""


def _is_pair(words: list[str], at: int) -> bool:
    """Whether words are two names of two words each, the second with a foreign given name."""
    return len(words) == 2 * _NAMES_IN_PAIR and at == _NAMES_IN_PAIR and is_given_name(words[0])


def _has_no_name_word(words: Iterable[str]) -> bool:
    """Whether one of the words, also behind a glued "and" and article, never stands in a name."""
    keys = [comparison_key(word) for word in words]
    glued = any(
        len(key) >= _GLUED_LETTERS and key.startswith(_GLUED_OPENINGS) and not is_given_name(key) for key in keys
    )
    return glued or any(key in _words_of("no_name_words") for key in keys)
