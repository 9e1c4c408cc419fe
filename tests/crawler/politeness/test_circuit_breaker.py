"""The circuit breaker: which failures are an outlet's, how long it rests, and when it is given up."""

from __future__ import annotations

import pytest

from crawler.politeness.circuit_breaker import (
    BreakerState,
    Limits,
    after_failure,
    after_failure_in_rest,
    after_success,
    is_outlet_failure,
)


def after(
    *failures: dict[str, object], health: BreakerState | None = None, limits: Limits | None = None
) -> BreakerState:
    """The health after failures at second 100, the jitter in its middle."""
    health = health or BreakerState()
    for page, facts in enumerate(failures):
        given = {"asked": None, "backs_off": False, "jitter": 0.5, "page": page} | facts
        health = after_failure(health, why="why", now=100.0, limits=limits or Limits(), **given)  # type: ignore[arg-type]
    return health


def test_a_single_failure_changes_nothing_and_one_that_came_early_backs_off() -> None:
    assert after({}).until == 0.0
    early = {"backs_off": True}
    assert [after(*[early] * n).until - 100 for n in (1, 2, 3, 4)] == [5.0, 10.0, 20.0, 40.0]
    assert after(early | {"jitter": 0.0}).until == 102.5
    assert after(early | {"jitter": 1.0}).until == 107.5
    many = Limits(failures=50)
    assert after(*[early] * 20, limits=many).until - 100 == 300.0


def test_what_was_asked_for_is_kept_to_the_second() -> None:
    assert after({"backs_off": True, "asked": 33.0}).until == 133.0
    assert after(*[{"asked": 33.0}] * 5).until == 133.0
    assert after(*[{"asked": 3.0}] * 5).until == 115.0  # the breaker's own pause is longer


def test_five_in_a_row_open_the_breaker_whose_pauses_grow_until_it_gives_up() -> None:
    healths = [after(*[{}] * n) for n in range(4, 11)]
    assert [(one.pauses, one.until) for one in healths[:5]] == [
        (0, 0.0),
        (1, 115.0),
        (2, 160.0),
        (3, 340.0),
        (4, 1060.0),
    ]
    assert [one.given_up for one in healths] == [False] * 5 + [True, True]


def test_one_page_that_fails_again_and_again_does_not_open_it() -> None:
    health = after(*[{"page": 7}] * 20)
    assert (health.failures, len(health.pages), health.pauses) == (20, 1, 0)


def test_one_good_answer_closes_it_again() -> None:
    health = after_success(after(*[{}] * 6))
    assert (health.failures, health.pauses, health.until, health.given_up) == (0, 0, 0.0, False)
    assert after(health=health).answers == 1
    assert after_success(after(*[{}] * 9)).given_up


@pytest.mark.parametrize(
    ("reason", "status", "verdict"),
    [
        ("bot_wall", 200, True),
        ("http_error", 403, True),
        ("http_error", 429, True),
        ("http_error", 500, True),
        ("http_error", 503, True),
        ("http_error", 404, False),
        ("http_error", 410, False),
        ("unreachable", None, True),
        ("timeout", None, True),
        ("timeout", 200, False),
        ("empty", 200, False),
        ("robots", None, False),
        ("", 200, False),
    ],
)
def test_which_refusals_are_the_outlets_fault(reason: str, status: int | None, verdict: bool) -> None:
    assert is_outlet_failure(reason, status, had_answer=status is not None) is verdict


def test_pages_asked_for_before_a_rest_neither_end_it_nor_count_as_probes() -> None:
    resting = after(*[{}] * 5)
    assert resting.until == 115.0
    limits = Limits()
    late = after_failure_in_rest(resting, 7, 101.0, limits, None)
    assert (late.until, late.pauses, late.given_up, late.failures) == (115.0, 1, False, 5)
    assert after_failure_in_rest(resting, 7, 101.0, limits, 60.0).until == 161.0
    good = after_success(resting, 101.0)
    assert (good.until, good.pauses, good.answers) == (115.0, 1, 1)
    assert after_success(resting, 116.0).until == 0.0


def test_late_failures_of_enough_pages_open_the_breaker_once() -> None:
    backing_off = after({"backs_off": True})
    for page in range(1, 9):
        backing_off = after_failure_in_rest(backing_off, page, 101.0, Limits(), None)
    assert (backing_off.pauses, backing_off.until) == (1, 116.0)
