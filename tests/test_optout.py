from __future__ import annotations

import pytest

from crawler.judgement.optout import header_directives, may_follow, product_token, refusal


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
        ([], "1", "tdm-reservation"),
        ([], "0", None),
    ],
)
def test_what_keeps_a_page_out(directives: list[str], tdm: str | None, verdict: str | None) -> None:
    assert refusal(directives, tdm) == verdict


def test_links_are_followed_unless_forbidden() -> None:
    assert may_follow(["noindex", "noai"])
    assert not may_follow(["nofollow"])
    assert not may_follow(["none"])


def test_the_name_that_rules_address_us_by() -> None:
    assert product_token("Mudawwana/0.1 (+https://mudawwana.example/)") == "mudawwana"
