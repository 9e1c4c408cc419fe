"""What a text has in common with a topic."""

from __future__ import annotations

import pytest

from crawler.focus.relevance import Topic, relevance_to, topic_of
from crawler.ledger.term_counts import stems_of


def test_relevance_is_shared_weight_and_common_words_weigh_little() -> None:
    topic = topic_of("مالي وروسيا توقعان اتفاقا", "وقعت مالي وروسيا اتفاقا للتعاون في باماكو")
    assert topic is not None
    headlines_with = dict.fromkeys(stems_of("توقعان اتفاقا"), 90) | dict.fromkeys(stems_of("مالي روسيا"), 3)

    def of(headline: str) -> float:
        return relevance_to([topic], headlines_with, 100)(headline)

    assert of("مالي وروسيا توقعان اتفاقا") == pytest.approx(1)
    assert of("مالي تستقبل وفدا") > of("بلدان توقعان اتفاقا") > of("منتخب الناشئات يفوز بالكأس") == 0
    assert relevance_to([], {}, 0)("مالي") == 0
    assert topic_of(None, "في من") is None
    assert topic_of(None, "نص بلا عنوان") == Topic(stems_of("نص بلا عنوان"), {"بلا": 1, "عنوا": 1})
