"""Robots directives and TDM reservations, in all the spellings that pages and headers have."""

from __future__ import annotations

import lxml.html
import pytest

from cleaners.metadata.head import Head, directives_of, head_of
from cleaners.metadata.opt_outs import directives_in, reservation_of
from cleaners.metadata.page_elements import PageElements


def _head(elements: str) -> Head:
    return head_of(PageElements(lxml.html.document_fromstring(f"<html><head>{elements}</head></html>")), None)


@pytest.mark.parametrize(
    ("value", "directives"),
    [
        ("noindex nofollow", {"noindex", "nofollow"}),
        ("noindex;nofollow", {"noindex", "nofollow"}),
        ("noindex|noai", {"noindex", "noai"}),
        ("noindex/nofollow", {"noindex", "nofollow"}),
        ("noai noimageai", {"noai", "noimageai"}),
        ("NOINDEX,NoAI", {"noindex", "noai"}),
        ("\uff4e\uff4f\uff49\uff4e\uff44\uff45\uff58", {"noindex"}),
        ("no&#105;ndex", {"noindex"}),
        ("no\u200bindex\ufeff", {"noindex"}),
        ("index\u060c noai", {"index", "noai"}),
        ("'noindex'", {"noindex"}),
        ("noindex: true", {"noindex", "true"}),
        ("googlebot: noindex", set()),
        ("otherbot: noindex, noarchive", set()),
        ("otherbot: noindex nofollow", set()),
        ("noindex otherbot: nofollow", {"noindex"}),
        ("mudawwana: noindex nofollow", {"noindex", "nofollow"}),
        ("otherbot: noindex; Mudawwana/0.1: noai", {"noai"}),
        ("robots: noai", {"noai"}),
        ("max-snippet: -1 noindex", {"max-snippet:-1", "noindex"}),
        (
            "unavailable_after: Wed, 25 Jun 2030 15:00:00 GMT, noindex",
            {"unavailable_after: wed, 25 jun 2030 15:00:00 gmt", "noindex"},
        ),
        ("noai, unavailable_after: Jun 25, 2030", {"noai", "unavailable_after: jun 25, 2030"}),
        ("unavailable_after: 25 Jun 2030 noindex", {"unavailable_after: 25 jun 2030 noindex", "noindex"}),
        ("otherbot: unavailable_after: 25 Jun 2030, noindex", set()),
        ("no-index", {"noindex"}),
        ("NO_ARCHIVE", {"noarchive"}),
        ("no index, no follow", {"noindex", "nofollow"}),
        ("noindex-nofollow", {"noindex", "nofollow"}),
        ("noindex\u2013nofollow", {"noindex", "nofollow"}),
        ("noindex\u2022noai", {"noindex", "noai"}),
        ("{noindex}", {"noindex"}),
        ("robots=noindex", {"robots", "noindex"}),
        ("noindex\\noai", {"noindex", "noai"}),
        ("index>noai", {"index", "noai"}),
        ("NO\u0130NDEX", {"noindex"}),
        ("no\u0131ndex", {"noindex"}),
        ("max-snippet:noindex", {"max-snippet:noindex", "noindex"}),
        ("max-image-preview:none", {"max-image-preview:none"}),
        ("tdm-reservation: 1, noindex", {"tdm-reservation:1", "noindex"}),
        ("nosnippet, tdm-reservation=1", {"nosnippet", "tdm-reservation:1"}),
        ("max-age: 3600, noindex", {"max-age:3600", "noindex"}),
        ("unavailable-after: 25 Jun 2030, noindex", {"unavailable_after: 25 jun 2030", "noindex"}),
        ("unavailable_after=25 Jun 2030", {"unavailable_after: 25 jun 2030"}),
        ("unavailable_after 25 Jun 2030", {"unavailable_after: 25 jun 2030"}),
    ],
)
def test_directives_are_read_in_every_spelling(value: str, directives: set[str]) -> None:
    assert set(directives_in(value, ["mudawwana"])) == directives


@pytest.mark.parametrize(
    ("values", "reservation"),
    [
        (["1"], 1), (["0"], 0), (['"1"'], 1), (["1.0"], 1), (["1;policy"], 1), (["01"], 1), (["true"], 1),
        (["0", "1"], 1), (["1", "0"], 1), (["0, 1"], 1), (["\uff11"], 1), (["\u0661"], 1), (["0.0"], 0),
        (["yes"], None), (["2"], None), (["-1"], None), (["?0"], 0),
        ([], None), ([""], None), (["1" * 5000], None), (["?1"], 1), (["=1"], 1), (["+1"], 1),
    ],
)  # fmt: skip
def test_of_contradicting_reservations_the_stricter_counts(values: list[str], reservation: int | None) -> None:
    assert reservation_of(values) == reservation


@pytest.mark.parametrize(
    "element",
    [
        '<meta property="robots" content="noindex nofollow">',
        '<meta name="robots" content="otherbot: noai; mudawwana: noindex">',
        '<meta name="Robots" content="NOINDEX;nofollow">',
        '<meta name="robots, googlebot" content="noindex">',
        '<meta name="Mudawwana/1.0" content="noindex">',
    ],
)
def test_directives_of_a_page(element: str) -> None:
    head = _head(element)
    assert "noindex" in directives_of(head)


def test_two_reservations_of_a_page_reserve() -> None:
    metas = '<meta name="tdm-reservation" content="0"><meta name="tdm-reservation" content="1.0">'
    assert "tdm-reservation" in directives_of(_head(metas))
