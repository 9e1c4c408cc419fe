"""What a text is about: the stems of its words, but for those that every newsroom uses."""

from __future__ import annotations

from collections.abc import Iterable, Set
from functools import cache, lru_cache
from pathlib import Path

from cleaners.data_files import read_words
from cleaners.text.normalize import comparison_key

_STEM_LETTERS = 4
"""Letters that stay: roots have three, and inflection adds most behind them."""
_PARTICLES = ("وال", "بال", "فال", "كال", "ال", "لل", "و", "ب", "ل", "ف")


def stem(word: str) -> str:
    """The first letters of a folded word without the article and one-letter particles.

    >>> stem("والتعاون"), stem("تعاونهما")
    ('تعاو', 'تعاو')
    """
    for particle in _PARTICLES:
        if word.startswith(particle) and len(word) - len(particle) >= _STEM_LETTERS - 1:
            return word[len(particle) :][:_STEM_LETTERS]
    return word[:_STEM_LETTERS]


_MIN_WORD_LETTERS = 3
"""Shorter words are particles; of three letters are towns, countries and things."""
_FREQUENT_FILE = Path(__file__).parents[1] / "frequent_stems.txt"


@lru_cache(maxsize=8192)
def content_stems(text: str) -> frozenset[str]:
    """The stems of a text that tell its subject: all but those that stand in texts of any."""
    stems = (stem(word) for word in comparison_key(text).split() if len(word) >= _MIN_WORD_LETTERS)
    return frozenset(stems) - _frequent_stems()


def topic_stems(texts: Iterable[str]) -> frozenset[str]:
    """What some lines speak of together."""
    return frozenset().union(*(content_stems(text) for text in texts))


def coverage(text: str, subject: Set[str]) -> float:
    """Share of a line's telling stems that a subject has too, 0 to 1; 0 for a line that has none."""
    words = content_stems(text)
    return len(words & subject) / max(1, len(words))


def overlap(one: Set[str], other: Set[str]) -> float:
    """How far two subjects are one: what they share, of the smaller one's stems, 0 to 1; 0 where one is empty."""
    return len(one & other) / max(1, min(len(one), len(other)))


@cache
def _frequent_stems() -> frozenset[str]:
    """The stems of `frequent_stems.txt`, read once; raises DataFileError when the file cannot be read or is empty."""
    return read_words(_FREQUENT_FILE)
