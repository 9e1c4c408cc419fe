"""Light Arabic stemming, and comparing what texts are about by their content stems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from functools import cache
from pathlib import Path

from cleaners.data_files import read_words
from cleaners.text.normalize import comparison_key
from cleaners.text.text_cache import text_cache

_STEM_LETTERS = 4
"""Letters kept: roots have three, and inflection mostly follows them."""
_MIN_CONTENT_LETTERS = 3
"""Shorter words are particles; towns, countries and things may have three letters."""
_PARTICLES = ("وال", "بال", "فال", "كال", "ال", "لل", "و", "ب", "ل", "ف")
_STEM = rf"(?:(?:{'|'.join(_PARTICLES)})(?=\S{{{_STEM_LETTERS - 1}}}))?(\S{{0,{_STEM_LETTERS}}})"
_STEM_OF_WORD = re.compile(_STEM)
_STEMS_OF_LINE = re.compile(rf"(?<!\S)(?=\S{{{_MIN_CONTENT_LETTERS}}}){_STEM}")


def stem(word: str) -> str:
    """Stem of a folded word: its first letters after the article and one-letter particles.

    >>> stem("والتعاون"), stem("تعاونهما")
    ('تعاو', 'تعاو')
    """
    found = _STEM_OF_WORD.match(word)
    return found[1] if found else ""


_FREQUENT_FILE = Path(__file__).parents[1] / "frequent_stems.txt"


@text_cache(4096)
def content_stems(text: str) -> frozenset[str]:
    """The content stems of a text: all stems but those frequent in any news text."""
    return frozenset(_STEMS_OF_LINE.findall(comparison_key(text))) - _frequent_stems()


def topic_stems(texts: Iterable[str]) -> frozenset[str]:
    """The content stems of several lines together."""
    return frozenset().union(*(content_stems(text) for text in texts))


def coverage(text: str, topic: Set[str]) -> float:
    """Share of a line's content stems found in a topic, 0 to 1; 0 for a line without any."""
    stems = content_stems(text)
    return len(stems & topic) / max(1, len(stems))


def overlap(a: Set[str], b: Set[str]) -> float:
    """Overlap coefficient (Szymkiewicz–Simpson) of two stem sets, 0 to 1; 0 where one is empty."""
    return len(a & b) / max(1, min(len(a), len(b)))


@cache
def _frequent_stems() -> frozenset[str]:
    """The stems of `frequent_stems.txt`, read once; raises DataFileError if the file is unreadable or empty."""
    return read_words(_FREQUENT_FILE)
