"""The time a flattened text takes grows with its length and no faster, whatever its lines are.

Calls are counted instead of seconds: they are the same on every machine.
"""

from __future__ import annotations

import random
import sys
from itertools import chain, islice, repeat
from types import FrameType

import pytest

from cleaners.clean import read_text

LINES, TIMES = 200, 4
GROWTH = 1.5
"""What may come on top of four times the calls for four times the lines; the square of them would be sixteen."""
PROSE = "أعلن الوزير في مؤتمر صحفي عقده صباح الأحد أن العمل في المشروع سيبدأ خلال أسابيع قليلة بعد إقرار الميزانية."
HEADLINE = "مزارع يحضر الخليط في فناء بيته القديم"
OPEN = "تستعد مدرسة البنات في الوادي للشتاء وقد جمعت الحطب والبطانيات من بيوت الأهالي في القرى المجاورة كلها"


def same(*lines: str) -> list[str]:
    """The lines over and over."""
    return list(islice(chain.from_iterable(repeat(lines)), LINES * TIMES))


def shuffled(*lines: str) -> list[str]:
    """The same with their words in another order each time."""
    chance = random.Random(3)
    return [" ".join(chance.sample(line.split(), len(line.split()))) for line in same(*lines)]


def counted(*lines: str) -> list[str]:
    """The same with numbers behind them."""
    return [f"{line} {number}" for number, line in enumerate(same(*lines))]


KINDS = {
    "one word": same("تابعونا"),
    "a date over a word": same("21 كانون الثاني 08:15", "21 كانون"),
    "headlines": same(HEADLINE),
    "headlines with numbers": counted(HEADLINE),
    "headlines over short lines": same(HEADLINE, "القرية"),
    "headlines in other words": shuffled(HEADLINE),
    "paragraphs": shuffled(PROSE),
    "long lines without an end": shuffled(OPEN),
    "cards": shuffled(HEADLINE, OPEN),
    "headlines over paragraphs": shuffled(HEADLINE, PROSE),
    "labels over headlines over paragraphs": shuffled("القرية", HEADLINE, PROSE, PROSE),
    "teasers": same("اقرأ أيضا", HEADLINE, PROSE, PROSE),
    "a text after each word": list(chain.from_iterable((f"{n} سطر", line) for n, line in enumerate(shuffled(PROSE)))),
    "numbered entries": counted("1. فوائد النعناع", "2. زراعة النعناع"),
}


def calls_for(lines: list[str]) -> int:
    """How many functions are called to read a text of these lines."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        read_text("\n".join(lines))
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("kind", KINDS)
def test_calls_grow_with_the_lines(kind: str) -> None:
    lines = KINDS[kind]
    read_text("\n".join(lines))  # what is read, compiled or remembered once
    few, many = calls_for(lines[: len(lines) // TIMES]), calls_for(lines)
    assert many <= GROWTH * TIMES * few
