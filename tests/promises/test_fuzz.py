"""The short form of `python -m tests.tools.fuzz`, and inputs that hypothesis makes."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaners.clean import read_html, read_text
from cleaners.page import Page
from tests.tools.fixtures import PAGES
from tests.tools.fuzz import DOORS, check_reading, main, mutated, one_input, run

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


def test_faults_hangs_and_deaths_are_told_and_the_rest_is_tried(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(9, 5, 2, tried="tests.tools.stub_fuzz:attempt", limit=0.5) == 1
    out = capsys.readouterr().out
    told = {int(one.split()[0]): one for one in re.split("^input ", out, flags=re.MULTILINE)[1:]}
    assert set(told) == {1, 2, 3, 4, 5}
    assert "KeyError: 'a fault'" in told[1]
    assert "Hang: more than 0.5 s" in told[2]
    assert "in attempt" in told[2]
    assert "Hang: more than 0.5 s" in told[3]  # inside C, where no exception comes through
    assert "/re/__init__.py" in told[3]
    assert "exit code 7" in told[4]
    assert "exit code -11" in told[5]
    assert re.fullmatch(r"9 inputs, 5 failed, seed 5, \d+ s", out.splitlines()[-1])


def test_nothing_wrong_is_exit_code_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(1, 5, 3, tried="tests.tools.stub_fuzz:attempt") == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("1 inputs, 0 failed, seed 5, ")


def test_what_cannot_be_tried_ends_the_run() -> None:
    with pytest.raises(RuntimeError, match="died with exit code 1 before its first input"):
        list(run(range(3), 5, tried="tests.tools.stub_fuzz:nothing"))


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
    assert len(list(PAGES.glob("*/*/source.html"))) > 20
