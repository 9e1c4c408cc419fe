"""What changed between two readings of a page, line by line and step by step."""

from __future__ import annotations

import random
from typing import Any

from crawler.pages.record import ARTICLE_FIELDS
from crawler.reclean.differences import Difference, differences
from tests.tools.corpus import Json

VALUES = ("title", "authors", "translators", "date_published", "date_modified", "date_raw", "date_method", "source")
EMPTY: Json = {"text": "", "dropped": [], "related": [], "embedded": []} | dict.fromkeys(
    (*VALUES, "section", "keywords", "free_access", "partial", "language")
)


def change(step: str, index: int, before: tuple[str, str], after: tuple[str, str]) -> Json:
    states = [{"text": text, "role": role, "article": 0} for role, text in (before, after)]
    return {"step": step, "index": index, "before": states[0], "after": states[1]}


def test_a_rewritten_line_bears_the_step_that_rewrote_it() -> None:
    changes = [change("normal_form", 4, ("body", "قال  ،نعم"), ("body", "قال، نعم"))]
    found = differences(EMPTY | {"text": "قال ،نعم"}, EMPTY | {"text": "قال، نعم"}, changes)
    assert found == (
        Difference(False, "normal_form", "text", "قال ،نعم"),
        Difference(True, "normal_form", "text", "قال، نعم"),
    )


def test_a_line_that_a_step_brought_back_bears_its_name() -> None:
    changes = [
        change("trafilatura", 1, ("body", "سطر"), ("noise", "سطر")),
        change("main_text", 1, ("noise", "سطر"), ("body", "سطر")),
    ]
    found = differences(EMPTY | {"text": "أول"}, EMPTY | {"text": "أول\n\nسطر"}, changes)
    assert found == (Difference(True, "main_text", "text", "سطر"),)


def test_lists_show_what_came_and_went() -> None:
    one, two = ({"title": name, "url": f"https://a.example/{name}", "kind": "latest"} for name in "ab")
    found = differences(EMPTY | {"related": [one, two]}, EMPTY | {"related": [two | {"url": None}]}, [])
    assert found == (
        Difference(False, "latest", "related", "a"),
        Difference(False, "latest", "related", "https://a.example/b"),
        Difference(True, "latest", "related", "b"),
    )


def record(length: int, seed: int) -> Json:
    chance = random.Random(seed)
    related = [{"title": f"{seed} {number}", "url": None, "kind": "related"} for number in range(length)]
    text = "\n\n".join(chance.choice(("نعم قال", "لا قال")) for _ in range(length))
    return dict.fromkeys(ARTICLE_FIELDS) | {"text": text, "dropped": [], "related": related, "embedded": []}


def test_lists_are_not_compared_entry_by_entry() -> None:
    compared = 0

    class Entry(dict[str, Any]):
        __hash__ = None  # type: ignore[assignment]

        def __eq__(self, other: object) -> bool:
            nonlocal compared
            compared += 1
            return super().__eq__(other)

    old, new = record(500, 1), record(500, 2)
    for one in (old, new):
        one["related"] = [Entry(each) for each in one["related"]]
    new["related"][7:9] = old["related"][3:5]
    lines = [line for line in differences(old, new, []) if line.field == "related"]
    assert (len(lines), compared < 5000) == (996, True)
