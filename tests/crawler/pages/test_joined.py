"""The readings of an article's pages, joined."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.pages.joined import MAX_PAGES, finished, is_first_page, joined, next_page

DECK = "سطر يتكرر في رأس كل صفحة من صفحات هذا التحقيق الطويل."


def reading(*blocks: str, pages: tuple[str, ...] = (), title: str | None = "تحقيق", reason: str | None = None) -> Any:
    change = {"step": "caption", "index": 2, "before": {}, "after": {}}
    article = {"title": title, "text": "\n\n".join(blocks), "blocks": list(blocks), "reason": reason, "partial": True}
    return {
        "article": article | {"changes": [change], "related": [], "embedded": []},
        "links": [{"url": f"/{len(blocks)}", "text": "", "kind": "body"}, {"url": "/", "text": "", "kind": "menu"}],
        "pages": list(pages),
    }


def test_lines_and_links_are_joined_and_repeated_ones_left_out() -> None:
    first = reading(DECK, "أولا", "نعم", pages=("/2",))
    whole = joined(first, reading(DECK, "ثانيا", "نعم", "ثالثا", pages=("/3",)))
    assert whole is not None
    assert whole["article"]["text"].split("\n\n") == [DECK, "أولا", "نعم", "ثانيا", "نعم", "ثالثا"]
    assert [change["index"] for change in whole["article"]["changes"]] == [2, 5]
    assert [link["url"] for link in whole["links"]] == ["/3", "/", "/4"]
    assert whole["pages"] == ["/2", "/3"]
    assert next_page(whole, ["/2"]) == "/3"


def test_lists_of_a_further_page_are_counted_on() -> None:
    first, further = reading(DECK, "أولا", pages=("/2",)), reading(DECK, "ثانيا", "ثالثا")
    first["article"]["structure"] = [{"group": 0, "item": 0}, {"group": 1, "item": 3}]
    further["article"]["structure"] = [{"group": 0, "item": 0}, {"group": 1, "item": 1}, {"group": 0, "item": 0}]
    whole = joined(first, further)
    assert whole is not None
    assert [(one["group"], one["item"]) for one in whole["article"]["structure"]] == [(0, 0), (1, 3), (2, 4), (0, 0)]


@pytest.mark.parametrize(
    "further",
    [reading("نص", reason="paywall"), reading("نص", reason="bot_wall"), reading("نص", title="خبر آخر")],
)
def test_refused_pages_and_other_articles_are_no_part(further: Any) -> None:
    assert joined(reading("أولا"), further) is None


@pytest.mark.parametrize("title", [None, "تحقيق", "تحقيق - صفحة 2", ""])
def test_headlines_may_bear_a_page_number_or_be_missing(title: str | None) -> None:
    assert joined(reading("أولا"), reading("ثانيا", title=title)) is not None


def test_a_short_first_page_is_an_article_with_the_next() -> None:
    short = reading("أولا", pages=("/2",), reason="too_short")
    assert is_first_page(short)
    whole = joined(short, reading("ثانيا"))
    assert whole is not None
    assert whole["article"]["reason"] is None


def test_what_begins_an_article() -> None:
    assert not is_first_page(reading("نص"))
    assert not is_first_page(reading("نص", pages=("/2",), reason="listing"))
    assert not is_first_page(reading("نص", pages=("/3",)) | {"later_page": True})


def test_an_article_is_whole_when_no_page_is_left() -> None:
    two = reading("نص", pages=("/2", "/3"))
    assert finished(two, ["/2"])["article"]["partial"] is True
    assert finished(two, ["/2", "/3"])["article"]["partial"] is False
    many = reading("نص", pages=tuple(f"/{n}" for n in range(MAX_PAGES)))
    assert finished(many, many["pages"])["article"]["partial"] is True
