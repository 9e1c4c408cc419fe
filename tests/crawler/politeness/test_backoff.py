"""The parts of good manners that touch nothing: Retry-After, the breaker, tdmrep.json."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

import pytest

from crawler.optout.tdmrep import Rule, compile_location, matches, read_tdmrep, rule_for
from crawler.politeness.circuit_breaker import BreakerState, Limits, after_failure, after_success, is_outlet_failure
from crawler.politeness.retry_after import retry_after_seconds

NOW = datetime(2026, 11, 22, 5, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        ("120", "", 120.0),
        (" 1.5 ", "", 1.5),
        ("0", "", 0.0),
        ("-3", "", 0.0),
        ("999999", "", 3600.0),
        ("inf", "", 3600.0),
        ("Sun, 22 Nov 2026 05:01:00 GMT", "", 60.0),
        ("Sun, 22 Nov 2026 04:01:00 GMT", "", 0.0),
        ("Sun, 22 Nov 2026 09:01:00 GMT", "Sun, 22 Nov 2026 09:00:30 GMT", 30.0),  # a clock that is hours off
        ("Sun, 22 Nov 2026 05:01:00 GMT", "no date", 60.0),
        ("Sunday, 22-Nov-26 05:01:00 GMT", "", 60.0),
        ("nan", "", None),
        ("soon", "", None),
        ("", "", None),
        ("Sun, 99 Nov 2026 05:01:00 GMT", "", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, date: str, seconds: float | None) -> None:
    assert retry_after_seconds(value, date, NOW, 3600.0) == seconds


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


@pytest.mark.parametrize(
    ("location", "path", "verdict"),
    [
        ("/", "/anything", True),
        ("/a/", "/a/b", True),
        ("/a/", "/a", False),
        ("/A", "/a", False),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("/*.html$", "/x/y.html", True),
        ("/*.html$", "/x/y.html?z", False),
        ("/*.html", "/x/y.html?z", True),
        ("/a*b*c", "/a-c-b-c", True),
        ("/a*b*c", "/a-c-b", False),
        ("/a*a$", "/a", False),
        ("*news", "/old/news/1", True),
        ("news/", "/news/1", True),
        ("/path/foo-%24", "/path/foo-$", True),
        ("/%D8%A3*", "/%d8%a3%D8%A8", True),
        ("/أ", "/%D8%A3%D8%A8", True),
        ("/?id=*", "/?id=7", True),
    ],
)
def test_patterns_of_tdmrep(location: str, path: str, verdict: bool) -> None:
    assert (rule_for([Rule(location, 1)], f"https://a.example{path}") is not None) is verdict


def test_the_first_rule_that_fits_counts() -> None:
    rules = read_tdmrep(
        b'[{"location": "/news/free/", "tdm-reservation": 0},'
        b' {"location": "/news/", "tdm-reservation": 1, "tdm-policy": "https://a.example/p"}]'
    )
    assert rule_for(rules, "https://a.example/news/free/1") == Rule("/news/free/", 0)
    assert rule_for(rules, "https://a.example/news/1") == Rule("/news/", 1, "https://a.example/p")
    assert rule_for(rules, "https://a.example/sport") is None


@pytest.mark.parametrize(
    ("body", "rules"),
    [
        (b"", 0),
        (b"<html>not found</html>", 0),
        (b"null", 0),
        (b'{"location": "/", "tdm-reservation": 1}', 1),
        (b'\xef\xbb\xbf[{"location": "/", "tdm-reservation": "1"}]', 1),
        (b'[{"location": "/"}, {"tdm-reservation": 1}, 7, {"location": "/", "tdm-reservation": 2}]', 0),
        (b'[{"location": ["/"], "tdm-reservation": 1}, {"location": "/", "tdm-reservation": 1, "tdm-policy": 5}]', 1),
        (b"[" * 100_000, 0),
    ],
)
def test_files_that_are_malformed_say_what_they_can(body: bytes, rules: int) -> None:
    assert len(read_tdmrep(body)) == rules


def tdmrep(*rules: tuple[str, int]) -> bytes:
    return json.dumps([{"location": place, "tdm-reservation": reserved} for place, reserved in rules]).encode()


@pytest.mark.parametrize(
    ("rules", "fit"),
    [
        ([("/" + "a*" * 500 + "b$", 1)] * 90, False),
        ([("/" + "a*" * 500 + "b$", 1)] * 5000, True),
        ([("/" + "a*" * 500 + "b$", 0)] * 5000, False),
        ([("*" * 999_000 + "zz$", 1)], False),
        ([("*" * 999_000 + "a$", 1)], True),
        ([("/" + "*a" * 499_000 + "zz$", 1)], True),
        ([("/" + "%d8%a3" * 150_000, 1)], False),
    ],
    ids=["many", "too many", "too many permissions", "stars", "stars that fit", "long", "escapes"],
)
def test_a_hostile_file_costs_little_at_each_page(rules: list[tuple[str, int]], fit: bool) -> None:
    """One page took a second, for each of them read the whole file again."""
    read = read_tdmrep(tdmrep(*rules))
    began = time.process_time()
    found = [rule_for(read, f"https://x.example/{'a' * 2000}") is not None for _ in range(100)]
    assert time.process_time() - began < 5
    assert found == [fit] * 100


def test_patterns_of_many_stars_fit_as_any() -> None:
    assert not matches(compile_location("/" + "*a" * 1000 + "b$"), "/" + "a" * 5000)
    assert matches(compile_location("/" + "*a" * 1000 + "$"), "/" + "a" * 5000)


def test_nothing_becomes_free_by_being_too_long() -> None:
    long = "/news/" + "x" * 5000
    (reserves,) = read_tdmrep(tdmrep((long, 0), (long, 1)))
    assert reserves.reservation == 1
    assert rule_for([reserves], f"https://x.example{long}") == reserves
    assert rule_for([reserves], "https://x.example/news/1") is None
    # It is not cut in the middle of a letter.
    (encoded,) = read_tdmrep(tdmrep(("/a" + "%D8%A3" * 1000, 1)))
    assert rule_for([encoded], "https://x.example/a" + "أ" * 1000) == encoded
    free = [(f"/free/{n}/", 0) for n in range(1000)]
    read = read_tdmrep(tdmrep(*free, ("/more/", 0), ("/private/", 1)))
    assert rule_for(read, "https://x.example/free/7/x") == Rule("/free/7/", 0)
    assert rule_for(read, "https://x.example/private/") == rule_for(read, "https://x.example/") == Rule("/", 1)
    assert rule_for(read_tdmrep(tdmrep(*free, ("/more/", 0))), "https://x.example/more/") is None


def test_a_policy_that_is_too_long_is_none() -> None:
    rule = {"location": "/", "tdm-reservation": 1, "tdm-policy": "https://a.example/" + "x" * 5000}
    assert read_tdmrep(json.dumps(rule).encode()) == (Rule("/", 1),)
