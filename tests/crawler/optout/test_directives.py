"""Directives of headers, meta elements and files: who may take a page, store it and follow its links."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.optout.directives import (
    OptOuts,
    forbids_copy,
    header_directives,
    may_follow,
    product_token,
    read_opt_outs,
    refusal,
)
from crawler.optout.metas import metas_of
from crawler.optout.tdmrep import Rule


@pytest.mark.parametrize(
    ("headers", "directives"),
    [
        (["noindex"], {"noindex"}),
        (["NOAI, noimageai"], {"noai", "noimageai"}),
        (["mudawwana: noai"], {"noai"}),
        (["otherbot: noindex"], set()),
        (["otherbot: noindex, nofollow, mudawwana: noarchive"], {"noarchive"}),
        (["noarchive", "otherbot: noindex"], {"noarchive"}),
        (["unavailable_after: 25 Jun 2030, noindex"], {"unavailable_after: 25 jun 2030", "noindex"}),
        (["max-snippet:-1, max-image-preview:large"], {"max-snippet:-1", "max-image-preview:large"}),
        (["*: none"], {"none"}),
        (["googlebot: noindex"], {"noindex"}),
        (["Googlebot-News: noai, otherbot: noindex"], {"noai"}),
        (["", " , "], set()),
    ],
)  # fmt: skip
def test_headers_count_for_everybody_or_for_us(headers: list[str], directives: set[str]) -> None:
    assert header_directives(headers, "mudawwana") == directives


@pytest.mark.parametrize(
    ("directives", "tdm", "verdict"),
    [
        ([], None, None),
        (["noindex"], None, "noindex"),
        (["none"], None, "none"),
        (["noai", "noindex"], None, "noai"),
        (["noimageai", "noarchive", "nosnippet"], None, None),
        ([], 1, "tdm-reservation"),
        ([], 0, None),
    ],
)
def test_what_keeps_a_page_out(directives: list[str], tdm: int | None, verdict: str | None) -> None:
    assert refusal(OptOuts(tuple(directives), tdm)) == verdict


POLICY = "https://a.example/policy.json"
RESERVED, OPEN = Rule("/", 1, POLICY), Rule("/", 0)


@pytest.mark.parametrize(
    ("header", "meta", "rule", "expected"),
    [
        (None, None, None, (None, None, None)),
        ("1", None, None, (1, None, "header")),
        (None, "1", None, (1, None, "meta")),
        (None, None, RESERVED, (1, POLICY, "file")),
        ("0", None, RESERVED, (0, None, "header")),
        (None, "0", RESERVED, (0, None, "meta")),
        ("1", "0", OPEN, (1, None, "header")),
        ("0", "1", RESERVED, (0, None, "header")),
        ("yes", None, RESERVED, (1, POLICY, "file")),
        (" 1 ", None, OPEN, (1, None, "header")),
    ],
)
def test_the_header_wins_over_the_meta_element_and_that_over_the_file(
    header: str | None, meta: str | None, rule: Rule | None, expected: tuple[object, ...]
) -> None:
    headers = {"tdm-reservation": [header]} if header else {}
    metas = {"tdm-reservation": [meta]} if meta else {}
    found = read_opt_outs(headers, metas, (), rule, "mudawwana")
    assert (found.tdm_reservation, found.tdm_policy, found.tdm_from) == expected


def test_directives_of_all_places_are_one_list() -> None:
    metas = {"robots": ["all"], "mycorpus": ["noai, noimageai"], "otherbot": ["noindex"], "tdm-policy": [POLICY]}
    headers = {"x-robots-tag": ["max-snippet:-1", "otherbot: none"]}
    found = read_opt_outs(headers, metas, ("all", "tdm-reservation"), None, "mycorpus")
    assert found.to_dict() == {
        "robots": ["all", "max-snippet:-1", "noai", "noimageai"],
        "tdm_reservation": 1,
        "tdm_policy": POLICY,
        "tdm_from": "meta",
    }


@pytest.mark.parametrize(
    ("headers", "metas", "forbids"),
    [
        ([], {}, False),
        (["noarchive"], {}, True),
        (["NoArchive, noindex"], {}, True),
        (["otherbot: noarchive"], {}, False),
        (["mudawwana: noarchive"], {}, True),
        ([], {"robots": ["index, noarchive"]}, True),
        ([], {"mudawwana": ["noarchive"]}, True),
        ([], {"otherbot": ["noarchive"]}, False),
        ([], {"robots": ["nosnippet"]}, False),
    ],
)
def test_who_forbids_a_stored_copy(headers: list[str], metas: dict[str, list[str]], forbids: bool) -> None:
    assert forbids_copy(read_opt_outs({"x-robots-tag": headers}, metas, (), None, "mudawwana")) is forbids


@pytest.mark.parametrize(
    ("page", "metas"),
    [
        (b'<META NAME="robots" CONTENT="noarchive">', {"robots": ["noarchive"]}),
        (b"<meta content=noai name='ROBOTS'/>", {"robots": ["noai"]}),
        (b'<meta\n name="robots"\n content=" a &amp; b ">', {"robots": ["a & b"]}),
        (b'<meta property="og:title" content="x"><meta name="y">', {"og:title": ["x"]}),
        (b'<meta name="a" content="1"><meta name="a" content="2">', {"a": ["1", "2"]}),
        (b"<metaphor name='robots' content='noai'>", {}),
        (b"<meta " * 1000, {}),
    ],
)
def test_meta_elements_are_read_off_bytes(page: bytes, metas: dict[str, list[str]]) -> None:
    assert metas_of(page) == metas


def test_links_are_followed_unless_forbidden() -> None:
    assert may_follow(["noindex", "noai"])
    assert not may_follow(["nofollow"])
    assert not may_follow(["none"])


def test_the_name_that_rules_address_us_by() -> None:
    assert product_token("Mudawwana/0.1 (+https://mudawwana.example/)") == "mudawwana"


def test_a_page_with_endless_directives_keeps_those_that_count() -> None:
    words = [f"word{number}" for number in range(5000)]
    found = read_opt_outs({"x-robots-tag": [" ".join([*words, "noindex", "nofollow"])]}, {}, (), None, "mudawwana")
    assert len(found.robots) == 50
    assert {"noindex", "nofollow"} <= {*found.robots}


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [
        ("Wed, 25 Jun 2025 15:00:00 GMT", "noindex"),
        ("25 Jun 2010 15:00:00 PST", "noindex"),
        ("25-Jun-2010 15:00:00 PST", "noindex"),
        ("2025-12-31", "noindex"),
        ("2025-12-31T23:00:00+00:00", "noindex"),
        ("in the summer of 2019", "noindex"),
        ("Jun 25, 2010", "noindex"),
        ("Wed, 25 Jun 2030 15:00:00 GMT", None),
        ("2026-01-02", None),
        ("soon", None),
        ("31/12/2025", "noindex"),
        ("2025/12/31 10:00", "noindex"),
        ("12/31/2025", "noindex"),
        ("31.12.2025", "noindex"),
        ("December 31 2025", "noindex"),
        ("\u0663\u0661 \u062f\u064a\u0633\u0645\u0628\u0631 \u0662\u0660\u0662\u0665", "noindex"),
        ("1767139200", "noindex"),
        ("1767139200000", "noindex"),
        ("some day in 2026", "noindex"),
        ("31/12/2026", None),
        ("12/31/2026", None),
        ("31-Dec-2026 23:59:59 EST", None),
        ("2026-12-31 23:59:59", None),
        ("2026-12-31T23:59", None),
        ("Dec 31 2026", None),
        ("December 31, 2026", None),
        ("2026-01-01", None),
        ("1798675200", None),
        ("9999-12-31", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("0001-01-01T00:00:00+14:00", "noindex"),
        ("Fri, 31 Dec 9999 23:59:59 -2359", None),
        ("99999999999999999999", None),
    ],
)
def test_a_page_that_is_no_longer_available_is_refused(stated: str, verdict: str | None) -> None:
    at = datetime(2026, 1, 1, 12, tzinfo=UTC)
    for value in (f"unavailable_after: {stated}", f"noimageai, Unavailable_After:{stated}, nosnippet"):
        found = read_opt_outs({"x-robots-tag": [value]}, {}, (), None, "mudawwana", at)
        assert refusal(found) == verdict
    scoped = read_opt_outs({"x-robots-tag": [f"otherbot: unavailable_after: {stated}"]}, {}, (), None, "mudawwana", at)
    assert refusal(scoped) is None


@pytest.mark.parametrize("values", [["0", "1"], ["1", "0"], ['"1"'], ["1.0"], ["1;policy"], ["0, 1"]])
def test_of_contradicting_headers_or_elements_the_one_that_reserves_counts(values: list[str]) -> None:
    assert refusal(read_opt_outs({"tdm-reservation": values}, {}, (), None, "mudawwana")) == "tdm-reservation"
    assert refusal(read_opt_outs({}, {"tdm-reservation": values}, (), None, "mudawwana")) == "tdm-reservation"


@given(
    st.text(),
    st.lists(
        st.sampled_from(["unavailable_after: ", "9999", "-12-31", "mudawwana: ", "no", " index", "=", ",", "\u0669"])
    ),
)
def test_no_value_raises(text: str, words: list[str]) -> None:
    value = text + "".join(words)
    headers = {"x-robots-tag": [value, text], "tdm-reservation": [value], "tdm-policy": [text]}
    found = read_opt_outs(headers, {value: [text], "robots": [value]}, (), None, "mudawwana")
    assert refusal(found) is None or found.robots or found.tdm_reservation
