"""The words that open the labels in a phrase file: a cheap first test for lines, most of which have none."""

from __future__ import annotations

from functools import lru_cache

from cleaners.phrases import phrase_key, phrases
from cleaners.phrases.lookup import PhraseSet


def may_be_labelled(text: str, file: str) -> bool:
    """Whether a word of a text opens a phrase of a file."""
    return not _openings_in(phrases(file)).isdisjoint(phrase_key(text).split())


def may_open_with_label(text: str, *files: str) -> bool:
    """Whether the first word of a text opens a phrase of one of the files."""
    word = phrase_key(text).partition(" ")[0]
    return any(word in _openings_in(phrases(file)) for file in files)


@lru_cache(maxsize=256)
def _openings_in(file: PhraseSet) -> frozenset[str]:
    """The first words of a file's phrases, as keys."""
    return frozenset(phrase.partition(" ")[0] for phrase in file.whole | file.labels | file.starts | file.ends)
