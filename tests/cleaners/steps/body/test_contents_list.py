"""Lists of the headings that follow."""

from __future__ import annotations

import pytest

from cleaners import clean_html
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


ENTRIES = ["كيف بدأ الترميم", "من دفع الكلفة", "مقالات ذات صلة"]
BOXES = {
    "items": "<p>محتويات المقال</p><ul>{}</ul>",
    "nested boxes": "<div><div><b>عناوين</b><a href='#'>إخفاء</a></div><div><div><ul>{}</ul></div></div></div>",
    "a menu": "<div><h2>فهرس</h2><nav><ol>{}</ol></nav></div>",
}


@pytest.mark.parametrize("address", ["", "https://wadi.example/1", "http://www.wadi.example/1/"])
@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES)
def test_a_box_of_links_into_the_page_goes_and_the_guide_stays(box: str, address: str):
    prose = [f"قال المهندس في الجلسة رقم {n} إن الترميم يسير وفق الخطة المقررة له." for n in range(4)]
    items = "".join(f"<li><a href='{address}#s{n}'>{entry}</a></li>" for n, entry in enumerate(ENTRIES))
    parts = "".join(f"<h2 id='s{n}'>{ENTRIES[n]}</h2><p>{prose[n]}</p><p>{prose[n + 2]}</p>" for n in range(2))
    other = "".join(f"<li><a href='/{n}'>عنوان طويل لمقال آخر من الموقع {n}</a></li>" for n in "ابت")
    guide = f"<h1>ترميم الحي</h1><div>{box.format(items)}{parts}<h2 id='s2'>{ENTRIES[2]}</h2><ul>{other}</ul></div>"
    article = clean_html(f"<html><body>{guide}</body></html>", "https://wadi.example/1")
    shown = [line for n in range(2) for line in (ENTRIES[n], prose[n], prose[n + 2])]
    assert (article.text.split("\n\n"), article.embedded) == (shown, [])
