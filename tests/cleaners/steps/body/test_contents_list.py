"""Lists of the headings that follow."""

from __future__ import annotations

import pytest

from cleaners.blocks.block import Block
from cleaners.steps.body.contents_list import contents_box, contents_list
from tests.tools.step_tables import P, Row, block, check

CONTENTS: dict[str, Row] = {
    "a numbered list of what follows, with its head": [
        ("محتويات المقال", "noise"),
        *[(f"{n} {part}", "noise") for n, part in enumerate(("فوائد النعناع", "زراعة النعناع", "حفظ النعناع"), 1)],
        *[line for part in ("فوائد النعناع", "زراعة النعناع", "حفظ النعناع") for line in ((part, "body"), P)],
    ],
    "a list that is printed twice": [
        *[(word, "body") for word in ("الخبر", "الراشد مول", "الطابق الأول")],
        P,
        *[(word, "body") for word in ("الخبر", "الراشد مول", "الطابق الأول")],
    ],
    "verses of a refrain, over no text": [
        *[(verse, "body") for verse in ("هناك بلاد", "تخاف الغناء", "وتخشى المطر", "وحبر القلم", "وينسون أسماءهم")],
        *[(verse, "body") for verse in ("هناك بلاد", "في آخر الليل", "تخاف الغناء", "داخل زجاجة", "وتخشى المطر")],
    ],
    "two lines that come again": [
        ("يا ليل", "body"),
        ("يا عين", "body"),
        P,
        ("يا ليل", "body"),
        P,
        ("يا عين", "body"),
    ],
}


def entry(text: str, number: int, url: str = "#a") -> Block:
    """An entry of a contents box in the element 5."""
    return block(text, link=url, path=(1, 2, 5, number), tag="li")


BOXES: dict[str, Row] = {
    "links to places in the page, and their head": [
        (block("في هذا المقال", path=(1, 2, 4), tag="h4"), "noise"),
        *[(entry(part, n), "noise") for n, part in enumerate(("فوائد النعناع", "زراعة النعناع", "حفظ النعناع"), 10)],
        P,
    ],
    "a paragraph above them": [P, *[(entry(f"القسم {n}", n), "noise") for n in range(10, 14)], P],
    "two of them": [(entry("إلى الأعلى", 10), "body"), (entry("إلى النص", 11), "body"), P],
    "links to other pages": [*[(entry(f"القسم {n}", n, f"/n/{n}"), "body") for n in range(10, 14)], P],
}


@pytest.mark.parametrize("row", BOXES.values(), ids=BOXES)
def test_contents_box(row: Row):
    check(contents_box, row)


@pytest.mark.parametrize("row", CONTENTS.values(), ids=CONTENTS)
def test_contents_list(row: Row):
    check(contents_list, row)
