"""Stems of a line are the stems of its words."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import cleaners
from cleaners.data_files import read_words
from cleaners.text.content_words import content_stems, stem
from cleaners.text.normalize import comparison_key

FREQUENT = read_words(Path(cleaners.__file__).with_name("frequent_stems.txt"))
TEXTS = st.text(st.sampled_from("والبفكمحدرقنه \n،a1"), max_size=60)


@given(TEXTS)
def test_a_line_has_the_stems_of_its_words_but_the_shortest_and_the_frequent(text: str) -> None:
    words = [word for word in comparison_key(text).split() if len(word) > 2]
    assert content_stems(text) == {stem(word) for word in words} - FREQUENT


def test_the_stem_of_a_short_word_keeps_its_particle() -> None:
    assert [stem(word) for word in ("وال", "والد", "والدته", "لله", "بلد", "")] == [
        "وال",
        "الد",
        "دته",
        "لله",
        "بلد",
        "",
    ]
