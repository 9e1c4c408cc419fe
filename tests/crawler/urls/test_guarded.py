"""Addresses are split and joined in one guarded place, because urllib raises for some of them."""

from __future__ import annotations

import re

import pytest

from crawler.middlewares.guard import Offsite, host_and_port
from crawler.middlewares.host_files import origin_of
from crawler.optout.tdmrep import Rule, rule_for
from crawler.pages.outlinks import may_be_hub
from crawler.urls import parts_of
from tests.tools.fixtures import ROOT

INVALID = [
    "http://[x",
    "http://[domain]/a",
    "http://x]/",
    "http://a／b/",
    "http://a:99999/",
    "http://a:b/",
    "h" * 20_000,
]


def test_no_other_module_of_the_crawler_splits_addresses() -> None:
    called = re.compile(r"\burl(?:split|parse|join|defrag)\b")
    found = [path.name for path in sorted((ROOT / "crawler").rglob("*.py")) if called.search(path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize("url", INVALID)
def test_an_address_without_parts_raises_nothing_but_its_refusal(url: str) -> None:
    assert parts_of(url).hostname is None
    assert origin_of(url) == "://"
    assert rule_for([Rule("/", 1)], url) is not None  # stricter: what it reserves is not known
    may_be_hub(url)
    with pytest.raises(Offsite):
        host_and_port(url)
