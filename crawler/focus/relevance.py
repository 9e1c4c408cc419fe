"""Relevance of a headline to the topics of a crawl: TF-IDF over folded stems. Pure functions.

Document frequencies come from the headlines that the crawl has seen, so no stop-word list is needed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import log, sqrt
from typing import TYPE_CHECKING

from crawler.ledger.term_counts import stems_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_LEAD_WORDS = 20
"""Words of a text that serve as its headline if it has none."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: the stems of its headline, and the count of each stem in headline and text."""

    headline: tuple[str, ...]
    counts: Mapping[str, int]


def topic_of(title: str | None, text: str) -> Topic | None:
    """The topic of an article; None if it has no words."""
    headline, body = stems_of(title or ""), stems_of(text)
    if not headline and not body:
        return None
    return Topic(headline or body[:_LEAD_WORDS], Counter((*headline, *body)))


def relevance_to(topics: Iterable[Topic], headlines_with: Mapping[str, int], headlines: int) -> Callable[[str], float]:
    """The function that gives a headline's relevance to its closest topic, as long as the counts stay as they are.

    It is 0 for nothing in common, 1 for that of the topic's own headline.

    `headlines_with` maps stems to the number of `headlines` (their total) that contain them. The score is the cosine
    of TF-IDF weights with logarithmic term counts (Salton & Buckley 1988), relative to the topic's own headline.
    """
    own = [(one, _projection(_squares(one.headline, headlines_with, headlines), one)) for one in topics]

    def relevance(headline: str) -> float:
        squares = _squares(stems_of(headline), headlines_with, headlines)
        near = ((one, most) for one, most in own if most and not one.counts.keys().isdisjoint(squares))
        return max((min(1.0, _projection(squares, one) / most) for one, most in near), default=0.0)

    return relevance


def _squares(stems: Iterable[str], headlines_with: Mapping[str, int], headlines: int) -> dict[str, float]:
    """The square of the weight of each stem of a headline."""
    return {one: (log((1 + headlines) / (1 + headlines_with.get(one, 0))) + 1) ** 2 for one in dict.fromkeys(stems)}


def _projection(squares: Mapping[str, float], topic: Topic) -> float:
    length, counts = sqrt(sum(squares.values())), topic.counts
    shared = [square * (1 + log(counts[one])) for one, square in squares.items() if one in counts]
    return sum(shared) / length if length else 0.0
