"""How near a headline is to what the crawl is about: TF-IDF over folded stems. Pure functions.

Frequencies come from the outlets' own headlines as the crawl meets them, so no list of common words is needed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import log, sqrt
from typing import TYPE_CHECKING

from cleaners.text.content_words import stem
from cleaners.text.normalize import comparison_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_WORD_LETTERS = 3
"""Shorter words are particles."""
_LEAD_WORDS = 20
"""Words of a text that stand for its headline where it has none."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What one seed is about: its headline's stems, and how often each stem comes in headline and text."""

    headline: tuple[str, ...]
    counts: Mapping[str, int]


def stems_of(text: str) -> tuple[str, ...]:
    """The stems of a text's words, particles apart.

    >>> stems_of("في مالي: تعاون مع روسيا")
    ('مالي', 'تعاو', 'روسي')
    """
    words = "".join(letter if letter.isalnum() else " " for letter in comparison_key(text)).split()
    return tuple(stem(word) for word in words if len(word) >= _WORD_LETTERS)


def topic_of(title: str | None, text: str) -> Topic | None:
    """The topic of an article; None for one without words."""
    headline, body = stems_of(title or ""), stems_of(text)
    if not headline and not body:
        return None
    return Topic(headline or body[:_LEAD_WORDS], Counter((*headline, *body)))


def relevance(headline: str, topics: Iterable[Topic], headlines_with: Mapping[str, int], headlines: int) -> float:
    """How near a headline is to the nearest topic: 0 for nothing in common, 1 for as near as the topic's own headline.

    `headlines_with` says in how many of so many `headlines` a stem came. The cosine of TF-IDF weights, the
    text's counts damped by their logarithm (Salton & Buckley 1988), over that of the topic's own headline.
    """
    words = stems_of(headline)
    weights = _weights(words, headlines_with, headlines)
    return max((_nearness(weights, topic, headlines_with, headlines) for topic in topics), default=0.0)


def _weights(stems: Iterable[str], headlines_with: Mapping[str, int], headlines: int) -> dict[str, float]:
    return {one: log((1 + headlines) / (1 + headlines_with.get(one, 0))) + 1 for one in set(stems)}


def _nearness(weights: Mapping[str, float], topic: Topic, headlines_with: Mapping[str, int], headlines: int) -> float:
    own = _product(_weights(topic.headline, headlines_with, headlines), topic)
    return min(1.0, _product(weights, topic) / own) if own else 0.0


def _product(weights: Mapping[str, float], topic: Topic) -> float:
    length = sqrt(sum(weight * weight for weight in weights.values()))
    shared = ((weight, topic.counts[one]) for one, weight in weights.items() if one in topic.counts)
    return sum(weight * weight * (1 + log(count)) for weight, count in shared) / length if length else 0.0
