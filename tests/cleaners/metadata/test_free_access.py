"""What a page says about who may read its text."""

from __future__ import annotations

import json
from typing import Any

import lxml.html
import pytest

from cleaners.metadata.read import Metadata, read_metadata


def read(head: str = "", body: str = "<p>نص</p>", **article: Any) -> Metadata:
    node = json.dumps({"@type": "NewsArticle", "headline": "خبر", **article})
    data = f'<script type="application/ld+json">{node}</script>' if article else ""
    tree = lxml.html.document_fromstring(f"<html><head>{head}{data}</head><body>{body}</body></html>")
    return read_metadata(tree, "https://a.example/n/1", None)


@pytest.mark.parametrize("value", [False, "False", "false", " FALSE ", "http://schema.org/False", 0, "no", ["false"]])
def test_a_text_that_is_not_free(value: Any) -> None:
    assert read(isAccessibleForFree=value).free_access is False
    assert read(hasPart={"isAccessibleForFree": value, "cssSelector": ".x"}).free_access is False


@pytest.mark.parametrize("value", [True, "True", "https://schema.org/True", 1, "yes"])
def test_a_free_text(value: Any) -> None:
    assert read(isAccessibleForFree=value).free_access is True
    assert read(isAccessibleForFree=value, hasPart=[{"isAccessibleForFree": False}]).free_access is False


@pytest.mark.parametrize("value", [None, "", "maybe", {}, [], {"a": 1}, "schema.org/"])
def test_anything_else_says_nothing(value: Any) -> None:
    assert read(isAccessibleForFree=value).free_access is None
    assert read(hasPart=value).free_access is None


@pytest.mark.parametrize(
    ("tier", "free"),
    [("free", True), ("metered", False), ("Locked", False), ("premium", False), ("", None), ("x", None)],
)
def test_content_tiers(tier: str, free: bool | None) -> None:
    assert read(f'<meta property="article:content_tier" content="{tier}">').free_access is free


def test_the_part_that_is_not_free_may_be_missing() -> None:
    part = {"isAccessibleForFree": False, "cssSelector": ".locked"}
    whole = f'<div class="locked">{"كلمة " * 30}</div>'
    assert read(hasPart=part).is_part_missing is True
    assert read(hasPart=[part], body='<div class="locked">اشترك الآن</div>').is_part_missing is True
    assert read(hasPart=[part], body=whole).is_part_missing is False
    for selector in ("###", "", "a:nonsense(", ":has(", "x" * 5000, 5):
        assert read(hasPart={"cssSelector": selector}, body=whole).is_part_missing in (True, False)
    assert read(isAccessibleForFree=False).is_part_missing is False
