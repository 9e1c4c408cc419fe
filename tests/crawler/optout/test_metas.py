"""Meta elements of a page, read off its bytes."""

from __future__ import annotations

import time

import pytest

from crawler.optout.metas import canonicals_of, metas_of

SLOW_ELEMENTS = [
    b"<meta " + b"a" * 1990 + b">",
    b"<meta a" + b" " * 1980 + b">",
    b"<meta " + b'a="' * 660 + b">",
    b"<meta",
    b"<link " + b"a" * 1990 + b">",
    b"<meta name=a content=b>",
]


@pytest.mark.parametrize("element", SLOW_ELEMENTS)
def test_metas_of_a_large_page_are_read_at_once(element: bytes) -> None:
    body = element * (10_000_000 // len(element))
    begun = time.process_time()
    metas_of(body)
    canonicals_of(body)
    assert time.process_time() - begun < 2


def test_the_metas_of_the_beginning_count() -> None:
    page = b"<meta name=robots content=noai>" + b"<meta name=a content=b>" * 1000
    assert metas_of(page)["robots"] == ["noai"]
    assert len(metas_of(page)["a"]) == 499
