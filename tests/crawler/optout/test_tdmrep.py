"""tdmrep.json: which rule fits a page, and what malformed and hostile files cost."""

from __future__ import annotations

import json
import time

import pytest

from crawler.optout.tdmrep import Rule, compile_location, matches, read_tdmrep, rule_for


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


RULE = '{"location": "/", "tdm-reservation": 1}'


@pytest.mark.parametrize(
    "body",
    [
        RULE.replace("}", ",}"),
        f"[{RULE},]",
        f"// ours\n[{RULE}]",
        RULE.replace('"', "'"),
        f'[{RULE}, {{"loc',
        f"{RULE}\n{RULE}",
        RULE.replace("}", ', "tdm-policy": "a\nb"}'),
        RULE.replace("}", ', "x": ' + "[" * 100_000 + "]" * 100_000 + "}"),
        RULE.replace("}", ', "x": ' + "1" * 5000 + "}"),
        RULE.replace("location", "Location").replace("tdm-reservation", "TDM_Reservation"),
        RULE.replace('"/"', '" / "'),
        RULE.replace('"/"', '"https://a.example/"'),
        RULE.replace('"/"', '"https://a.example"'),
        RULE.replace('"/"', '"HTTPS://a.example/news/*"'),
        f'{{"rules": [{RULE}]}}',
        f"[[{RULE}]]",
    ],
)
def test_a_file_that_means_to_reserve_reserves(body: str) -> None:
    found = rule_for(read_tdmrep(body.encode()), "https://a.example/news/1")
    assert found is not None
    assert found.reservation == 1


@pytest.mark.parametrize(
    "body",
    [
        '<!DOCTYPE html><meta name="tdm-reservation" content="1"><p>404</p>',
        '{"error": "not found"',
        '{"location": "/", "tdm-reservation": 0}',
        '{"location": "https://a.example/sport/", "tdm-reservation": 1}',
        '{"location": "/", "TDM-Reservation": 0}',
    ],
)
def test_a_file_that_reserves_nothing_here_does_not(body: str) -> None:
    found = rule_for(read_tdmrep(body.encode()), "https://a.example/news/1")
    assert found is None or found.reservation == 0


def tdmrep(*rules: tuple[str, int]) -> bytes:
    return json.dumps([{"location": place, "tdm-reservation": reserved} for place, reserved in rules]).encode()


@pytest.mark.parametrize(
    ("rules", "fit"),
    [
        ([("/" + "a*" * 500 + "b$", 1)] * 90, False),
        ([("/" + "a*" * 500 + "b$", 1)] * 900, True),
        ([("/" + "a*" * 500 + "b$", 0)] * 900, False),
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
