"""robots.txt as bytes: whom its groups address, what cannot be read, and how much of it is kept."""

from __future__ import annotations

import time

import pytest
from protego import Protego

from crawler.optout.robots_txt import MAX_ROBOTS_BYTES, MAX_ROBOTS_RULES, read_robots

RULES = "User-agent: *\nDisallow: /no\n"


def allowed(body: bytes, path: str = "/no", agent: str = "mybot") -> bool:
    return Protego.parse(read_robots(body, agent).text).can_fetch(f"https://a.example{path}", agent)


@pytest.mark.parametrize(
    ("name", "is_ours"),
    [
        ("MyBot", True), ("MyBot/1.0", True), ("mybot/2.3 (+https://a.example)", True), ("MyBot *", True),
        ("MyBot*", True), ("MYBOT", True), ("Mozilla/5.0 (compatible; MyBot/1.0)", True), ("OtherBot, MyBot", True),
        ("MyBot # ours", True), ('"MyBot"', True), ("'MyBot/1.0'", True),
        ("OtherBot", False), ("bot", False), ("MyBotanist", False), ("/1.0", False),
    ],
)  # fmt: skip
def test_a_group_addresses_a_product_token(name: str, is_ours: bool) -> None:
    body = f"User-agent: {name}\nDisallow: /own\n\nUser-agent: *\nDisallow: /all\n".encode()
    assert (allowed(body, "/own"), allowed(body, "/all")) == (not is_ours, is_ours)


@pytest.mark.parametrize(
    "body",
    [
        RULES.encode(),
        b"\xef\xbb\xbf" + RULES.encode(),
        RULES.encode("utf-16"),
        RULES.encode("utf-16-le"),
        RULES.encode("utf-16-be"),
        RULES.replace("\n", "\r").encode(),
        RULES.replace("\n", "\r\n").encode(),
        RULES.replace(": ", ":").encode(),
        RULES.replace("Disallow", "disalow").encode(),
        b"\xe3\xe5 in windows-1256\n" + RULES.encode(),
        b"\x1f\x8b\x08" + bytes(range(256)) * 4,
        b"\x28\xb5\x2f\xfd" + bytes(range(256)),
        bytes(500),
    ],
)
def test_what_is_text_is_read_and_anything_else_forbids_everything(body: bytes) -> None:
    assert not allowed(body)


ARABIC = "User-agent: *\nDisallow: /أخبار/\n"


@pytest.mark.parametrize(
    "body",
    [
        ARABIC.encode(),
        ARABIC.encode("cp1256"),
        ("# وزارة\n").encode() + ARABIC.encode("cp1256"),
        b"# caf\xe9\n" + ARABIC.encode(),
    ],
)
def test_arabic_paths_forbid_in_either_encoding(body: bytes) -> None:
    assert not allowed(body, "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/7")
    assert allowed(body, "/%D9%85/7")


@pytest.mark.parametrize(
    "value", ["no", "'/no'", '"/no"', "https://a.example/no", "HTTP://a.example/no", "\u200b/no", "\u200f/no\u200e"]
)
def test_a_prohibition_counts_in_every_spelling(value: str) -> None:
    body = f"User-agent: *\nDisallow: {value}\n".encode()
    assert (allowed(body), allowed(body, "/yes")) == (False, True)


def test_a_permission_of_another_host_is_none() -> None:
    assert not allowed(b"User-agent: *\nDisallow: /no\nAllow: https://b.example/no\nAllow: no\n")


@pytest.mark.parametrize("end", ["Allow: /", "Allow: /n", "Allow"])
def test_a_permission_that_the_bound_has_cut_is_none(end: str) -> None:
    head = RULES + "#" * (MAX_ROBOTS_BYTES - len(RULES) - len(end) - 1) + "\n"
    assert not allowed((head + end).encode())
    assert not allowed((head + end + "ews/open/\n").encode()[:MAX_ROBOTS_BYTES])


def test_bytes_that_cannot_be_read_are_told() -> None:
    assert read_robots(bytes(range(256)), "mybot").problem == "it cannot be read"
    assert read_robots(RULES.encode(), "mybot").problem == ""


@pytest.mark.parametrize("body", [b"", b"<!DOCTYPE html><html><body><h1>Sorry</h1> Error: 404</body></html>"])
def test_a_file_without_rules_allows_everything(body: bytes) -> None:
    assert allowed(body)


def test_groups_that_are_named_twice_or_share_rules_are_one() -> None:
    body = (
        b"User-agent: mybot\nDisallow: /a\nUser-agent: x\nUser-agent: mybot/2\nSitemap: /s\nDisallow: /b\nAllow: /b/c\n"
    )
    assert [allowed(body, path) for path in ("/a", "/b", "/b/c", "/c")] == [False, False, True, True]


def test_only_our_rules_are_kept_and_only_so_many() -> None:
    others = b"".join(b"User-agent: bot%d\nDisallow: /\n" % number for number in range(30_000))
    assert read_robots(others, "mybot").text == "User-agent: *\n"
    many = b"User-agent: *\n" + b"".join(b"Disallow: /%d/\n" % number for number in range(MAX_ROBOTS_RULES + 1))
    assert read_robots(many, "mybot").problem
    assert not allowed(many, "/elsewhere")
    free = RULES.encode() + b"".join(b"Allow: /no/%d/\n" % number for number in range(MAX_ROBOTS_RULES + 1))
    assert (allowed(free, "/no/7/"), allowed(free, f"/no/{MAX_ROBOTS_RULES}/")) == (True, False)
    assert read_robots(free, "mybot").text.count("\n") == MAX_ROBOTS_RULES + 1


@pytest.mark.parametrize(
    "body",
    [
        b"User-agent: a\n" * 37_000,
        b"User-agent: *\nDisallow: /" + b"*a" * 260_000,
        b"User-agent: " + b"a," * 260_000,
        b"User-agent:" + b" " * 520_000,
    ],
)
def test_a_hostile_file_is_read_at_once(body: bytes) -> None:
    begun = time.process_time()
    assert len(read_robots(body, "mybot").text) < 3000
    assert time.process_time() - begun < 2
