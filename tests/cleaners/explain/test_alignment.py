"""Two sequences side by side: the runs make up both, and their comparison takes time as they are long."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from difflib import SequenceMatcher
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.article import Change, State
from cleaners.explain.alignment import aligned
from cleaners.explain.html_page import _highlighted
from crawler.pages.record import ARTICLE_FIELDS
from crawler.reclean.differences import differences
from tests.tools.corpus import Json

PIECES = st.lists(st.sampled_from("abcde"), max_size=40)
WORDS = ["الرئيس", "الحكومة", "اجتماع", "القمة", "ـ", "الطاقة"]
GROWTH = 1.5
"""What may come on top of four times the calls for four times the length; the square of it would be sixteen."""


@given(PIECES, PIECES, st.integers(1, 50))
def test_runs_make_up_both_sides(old: list[str], new: list[str], window: int) -> None:
    runs = list(aligned(old, new, window))
    assert [one for _, a, _ in runs for one in old[a]] == old
    assert [one for _, _, b in runs for one in new[b]] == new
    assert all(old[a] == new[b] for is_same, a, b in runs if is_same)
    assert all(old[a] or new[b] for _, a, b in runs)


@given(PIECES, PIECES)
def test_what_fits_the_window_is_compared_as_difflib_does(old: list[str], new: list[str]) -> None:
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    assert [(is_same, a.start, a.stop, b.start, b.stop) for is_same, a, b in aligned(old, new, 40)] == [
        (tag == "equal", *places) for tag, *places in codes
    ]


def test_an_edit_anywhere_in_a_long_sequence_is_one_run() -> None:
    old = [str(number) for number in range(5000)]
    new = [*old[:900], "x", *old[900:1999], *old[2001:4000], *old[4000:], "y"]
    odd = [(old[a], new[b]) for is_same, a, b in aligned(old, new) if not is_same]
    assert odd == [([], ["x"]), (["1999", "2000"], []), ([], ["y"])]


def test_another_text_altogether_is_shown_as_such() -> None:
    old, new = ["a"] * 1000, ["b"] * 700
    assert not any(is_same for is_same, _, _ in aligned(old, new))


def change(old: str, new: str) -> Change:
    return Change("normal_form", 0, State(old, "body"), State(new, "body"))


@pytest.mark.parametrize(
    ("old", "new", "was", "now"),
    [
        ("كلمة ، أخرى", "كلمة، أخرى", "كلمة<mark> </mark>، أخرى", "كلمة، أخرى"),
        ("قبل العـام هنا", "قبل العام هنا", "قبل الع<mark>ـ</mark>ام هنا", "قبل العام هنا"),
        ("أ <b", "أ <c", "أ &lt;<mark>b</mark>", "أ &lt;<mark>c</mark>"),
        ("", "جديد", "", "<mark>جديد</mark>"),
    ],
)
def test_letters_that_changed_are_marked(old: str, new: str, was: str, now: str) -> None:
    assert _highlighted(change(old, new), "قبل") == (f'<p class="was" dir="auto">قبل: {was}</p>', now)


def calls_of(work: Callable[[], object]) -> int:
    """Calls of Python functions, and steps of difflib's, which makes none."""
    calls = 0

    def count(frame: FrameType, event: str, _: object) -> object:
        nonlocal calls
        calls += 1
        return count if frame.f_code.co_filename.endswith("difflib.py") else None

    before = sys.gettrace()
    sys.settrace(count)
    try:
        work()
    finally:
        sys.settrace(before)
    return calls


def edited(length: int) -> Change:
    chance = random.Random(1)
    words = [chance.choice(WORDS) for _ in range(length)]
    spoiled = [word + chance.choice(("", "ـ", "\u200f")) for word in words]
    return change(" ".join(spoiled), " ".join(words))


def record(length: int, seed: int) -> Json:
    chance = random.Random(seed)
    related = [{"title": f"{seed} {number}", "url": None, "kind": "related"} for number in range(length)]
    text = "\n\n".join(chance.choice(("نعم قال", "لا قال")) for _ in range(length))
    return dict.fromkeys(ARTICLE_FIELDS) | {"text": text, "dropped": [], "related": related, "embedded": []}


def test_time_grows_with_the_length() -> None:
    for work in (
        lambda length: _highlighted(edited(length), ""),
        lambda length: differences(record(length, 1), record(length, 2), []),
    ):
        short, long = calls_of(lambda work=work: work(400)), calls_of(lambda work=work: work(1600))  # type: ignore[misc]
        assert long < short * 4 * GROWTH
