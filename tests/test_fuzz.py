"""The short form of `python -m tests.fuzz`, and inputs that hypothesis makes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaners.page import Page
from cleaners.reading import read_html, read_text
from tests.fuzz import DOORS, check_reading, mutated, one_input, run

INPUTS = 1200
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MARKUP = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<div class='related'>",
            "</div>",
            "<a href='/n/1'>",
            "</a>",
            "<h1>",
            "<br>",
            "<table><td>",
            "<!--",
            "&#x202e;",
            "<script type='application/ld+json'>",
            "</script>",
            '{"@type":"NewsArticle","headline":"\\ud800"}',
        ]
    )
    | st.text(max_size=30),
    max_size=30,
).map("".join)


def test_mutated_fixtures_harm_no_door() -> None:
    assert list(run(range(INPUTS), seed=5)) == []


def test_every_door_is_tried_and_inputs_are_the_same_each_time() -> None:
    doors = [one_input(number, 5)[0] for number in range(300)]
    assert set(doors) == set(DOORS)
    assert one_input(7, 5)[1] == one_input(7, 5)[1] != one_input(8, 5)[1]
    assert mutated(b"x" * 50, random.Random(1)) != b"x" * 50


def test_a_fault_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(data: bytes, chance: random.Random) -> None:
        raise KeyError("a fault")

    def hang(data: bytes, chance: random.Random) -> None:
        while True:
            pass

    monkeypatch.setattr("tests.fuzz.DOORS", {"html": ("html", fail, 1)})
    ((number, door, told),) = run(range(1), seed=5)
    assert (number, door) == (0, "html")
    assert "a fault" in told
    monkeypatch.setattr("tests.fuzz.DOORS", {"html": ("html", hang, 1)})
    ((_, _, told),) = run(range(1), seed=5, limit=0.1)
    assert "Hang" in told


@QUICK
@given(st.text(max_size=400) | MARKUP)
def test_any_text_through_both_doors(text: str) -> None:
    check_reading(read_text(text))
    check_reading(read_html(Page(text, "https://news.example.org/1")))


@QUICK
@given(st.binary(max_size=400))
def test_any_bytes_through_the_html_door(data: bytes) -> None:
    check_reading(read_html(Page(data, "https://news.example.org/1")))


def test_the_corpus_is_there() -> None:
    assert len(list(Path(__file__).parent.glob("pages/*/*/source.html"))) > 20
