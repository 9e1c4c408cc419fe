"""A word without its particles and endings: enough to tell whether two lines of one page speak of the same."""

from __future__ import annotations

LETTERS = 4
"""Letters that stay: roots have three, and inflection adds most behind them."""
PARTICLES = ("وال", "بال", "فال", "كال", "ال", "لل", "و", "ب", "ل", "ف")


def stem(word: str) -> str:
    """The first letters of a folded word without the article and one-letter particles.

    >>> stem("والتعاون"), stem("تعاونهما")
    ('تعاو', 'تعاو')
    """
    for particle in PARTICLES:
        if word.startswith(particle) and len(word) - len(particle) >= LETTERS - 1:
            return word[len(particle) :][:LETTERS]
    return word[:LETTERS]
