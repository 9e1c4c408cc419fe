"""Flags: what a user may not want in a corpus. A flag is a mark; nothing is dropped for it."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from cleaners.signals.flag_words import flag_words
from cleaners.signals.personal_data import personal_data_of
from cleaners.text.normalize import comparison_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleaners.signals.flag_words import Subject

FLAGS = (
    "static_page",
    "data_table",
    "machine_text",
    "machine_translated",
    "gambling",
    "adult",
    "personal_data",
    "mojibake",
)
"""All flags, in the order in which a record has them."""
_DISTINCT_TOPICS, _DISTINCT_CALLS, _DISTINCT_ALONE, _TIMES_ALONE = 2, 3, 2, 3
"""Different words of a subject that a page must have; by these, none of 7,091 news texts and fact-checks is flagged."""
_WORDS_PER_HIT = 50
"""In at least one of so many words: a long text that mentions a subject is not about it."""
_SHORT_CELL, _CELLS, _CELL_SHARE, _NUMBER_SHARE = 30, 6, 0.6, 0.3
"""A table's lines: at most so many characters, so many with mostly numbers, and these shares of all lines."""
_DECLARATION_WORDS = 40
"""Words of a line in which a page says how it was made; a longer one tells a story."""
_DECLARING_LINES = 3
"""Lines at either end of a text where it does so."""
_BROKEN_PLACES = 3
"""Places that make a text unreadable; a single one may be quoted."""
_MOJIBAKE = re.compile(
    r"\ufffd|[\u00d8-\u00db][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]|[\u00c0-\u00ff]{4,}|\?{4,}"
)
"""Replacement characters; UTF-8 read as Windows-1252; Windows-1256 read as Windows-1252; letters lost as `?`."""
_WORD = re.compile(r"\w+")


def flags_of(
    text: str,
    *,
    title: str | None = None,
    authors: Iterable[str] = (),
    others: Iterable[str] = (),
    is_static: bool = False,
) -> tuple[str, ...]:
    """The flags of a text, in the order of `FLAGS`; empty for most.

    - others: lines of its page that are not in the text.
    - is_static: whether the page's CMS declares it no article.

    >>> flags_of("نص", title="سياسة الخصوصية"), flags_of("راسلنا على a@mail.example")
    (('static_page',), ('personal_data',))
    """
    lines, key = text.split("\n"), comparison_key(text)
    edges = [line for line in lines if line]
    told = chain(edges[:_DECLARING_LINES], edges[_DECLARING_LINES:][-_DECLARING_LINES:], others)
    declared = set(_declared_lines(told)) | {"machine_text" for name in authors if comparison_key(name) in _machines()}
    found = {
        "static_page": is_static or _is_static_title(title),
        "data_table": _is_table(edges),
        "machine_text": "machine_text" in declared,
        "machine_translated": "machine_translated" in declared,
        "gambling": _sells("gambling", key),
        "adult": _sells("adult", key),
        "personal_data": bool(personal_data_of(text)),
        "mojibake": len(_MOJIBAKE.findall(text)) >= _BROKEN_PLACES,
    }
    return tuple(name for name in FLAGS if found[name])


def _is_static_title(title: str | None) -> bool:
    if not title or title.rstrip().endswith(("?", "\u061f")):
        return False
    return comparison_key(title) in _static_titles()


def _is_table(lines: Sequence[str]) -> bool:
    """Whether most lines are cells, many of them numbers: rates, results, schedules."""
    short = [line for line in lines if len(line) <= _SHORT_CELL]
    if len(short) < _CELL_SHARE * len(lines):
        return False
    numbers = sum(_is_mostly_numbers(line) for line in short)
    return numbers >= _CELLS and numbers >= _NUMBER_SHARE * len(lines)


def _is_mostly_numbers(line: str) -> bool:
    words = _WORD.findall(line)
    return bool(words) and 2 * sum(word[0].isdecimal() for word in words) >= len(words)


def _sells(name: str, key: str) -> bool:
    """Whether a folded text sells a subject: names it in several words, and calls upon its readers."""
    stems, topics, calls, alone = _patterns(name)
    if not any(map(key.__contains__, stems)):
        return False
    named, called, bare = (pattern.findall(key) if pattern else [] for pattern in (topics, calls, alone))
    is_sold = len(set(named)) >= _DISTINCT_TOPICS and len(set(called)) >= _DISTINCT_CALLS
    is_bare = len(set(bare)) >= _DISTINCT_ALONE and len(bare) >= _TIMES_ALONE
    hits = len(named) + len(called) if is_sold else len(bare)
    return (is_sold or is_bare) and hits * _WORDS_PER_HIT > key.count(" ")


_Patterns = tuple[tuple[str, ...], re.Pattern[str], re.Pattern[str], re.Pattern[str] | None]


@cache
def _patterns(name: str) -> _Patterns:
    """The folded topics of a subject, one of which every such text has, and its words as patterns."""
    subject: Subject = getattr(flag_words(), name)
    stems = tuple(dict.fromkeys(map(comparison_key, (*subject.topics, *subject.alone))))
    alone = _words_pattern(subject.alone) if subject.alone else None
    return stems, _words_pattern(subject.topics), _words_pattern(subject.calls), alone


def _words_pattern(words: Iterable[str], *, prefixed: bool = True) -> re.Pattern[str]:
    """Any of some words in a folded text, the longest first, also behind a written-together article."""
    keys = sorted(dict.fromkeys(map(comparison_key, words)), key=len, reverse=True)
    prefixes = "|".join(map(re.escape, flag_words().prefixes))
    before = f"(?:{prefixes})?" if prefixed else ""
    return re.compile(rf"(?<!\S){before}({'|'.join(map(re.escape, keys))})(?!\S)")


def _declared_lines(lines: Iterable[str]) -> Iterator[str]:
    """`machine_text` and `machine_translated`, as lines declare."""
    for line in lines:
        if line.count(" ") < _DECLARATION_WORDS:
            yield from _declaration(comparison_key(line))


def _declaration(key: str) -> Iterator[str]:
    words = flag_words().declared
    if key in _whole_lines("written_lines"):
        yield "machine_text"
    if key in _whole_lines("translated_lines"):
        yield "machine_translated"
    machine, own = _machine_pattern(), _own_pattern("self")
    if not (own.search(key) and machine.search(key)) or not words:
        return
    if _own_pattern("translated").search(key):
        yield "machine_translated"
    elif _own_pattern("made").search(key):
        yield "machine_text"


@cache
def _whole_lines(name: str) -> frozenset[str]:
    return frozenset(map(comparison_key, getattr(flag_words().declared, name)))


@cache
def _own_pattern(name: str) -> re.Pattern[str]:
    return _words_pattern(getattr(flag_words().declared, name))


@cache
def _machine_pattern() -> re.Pattern[str]:
    """A machine's name after a word for "by", up to two words apart."""
    through, machines = (
        "|".join(re.escape(comparison_key(one)) for one in words)
        for words in (flag_words().declared.through, flag_words().declared.machines)
    )
    return re.compile(rf"(?<!\S)(?:{through})(?: \S+){{0,2}} (?:{machines})(?!\S)")


@cache
def _machines() -> frozenset[str]:
    return frozenset(map(comparison_key, flag_words().declared.authors))


@cache
def _static_titles() -> frozenset[str]:
    return frozenset(map(comparison_key, flag_words().static_titles))
